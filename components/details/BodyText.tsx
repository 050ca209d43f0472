import { useMemo, useState } from 'preact/hooks';
import { canPretty, prettyJson } from '../../lib/view/pretty.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import styles from './BodyText.module.css';

/** A body's text, set out or as sent. */
export function BodyText({ text, note }: { readonly text: string; readonly note: string }) {
  const [wanted, setWanted] = useState(true);
  const offers = useMemo(() => canPretty(text), [text]);
  const pretty = wanted && offers;
  const shown = useMemo(() => (pretty ? prettyJson(text) : text), [pretty, text]);
  return (
    <section>
      <header class={styles['head']}>
        <h3>Body</h3>
        <span class={styles['note']}>{note}</span>
        {offers ? (
          <span class={styles['choice']} role="group" aria-label="How to show the body">
            <button type="button" aria-pressed={pretty} onClick={() => setWanted(true)}>Pretty</button>
            <button type="button" aria-pressed={!pretty} onClick={() => setWanted(false)}>Raw</button>
          </span>
        ) : null}
        <CopyButton text={text} what="the body" />
      </header>
      <pre class={`${styles['text']} ${pretty ? '' : styles['raw']}`} tabIndex={0} aria-label="Body">{shown}</pre>
    </section>
  );
}
