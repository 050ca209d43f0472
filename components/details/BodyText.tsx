import { useMemo, useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { bytesOfText } from '../../lib/view/hex.ts';
import { canPretty, prettyJson } from '../../lib/view/pretty.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { HexView } from './HexView.tsx';
import styles from './BodyText.module.css';

const WAYS = ['pretty', 'raw', 'hex'] as const;
type Way = (typeof WAYS)[number];

type BodyTextProps = {
  /** What is drawn: the beginning of a long body. */
  readonly text: string;
  /** All of it, to be copied. */
  readonly whole: () => string;
  readonly note: string;
};

/** A body's text: set out, as sent, or its bytes. */
export function BodyText({ text, whole, note }: BodyTextProps) {
  const [wanted, setWanted] = useState<Way>('pretty');
  const offers = useMemo(() => WAYS.filter((way) => way !== 'pretty' || canPretty(text)), [text]);
  const way = offers.includes(wanted) ? wanted : 'raw';
  const shown = useMemo(() => (way === 'pretty' ? prettyJson(text) : text), [way, text]);
  const bytes = useMemo(() => (way === 'hex' ? bytesOfText(text) : null), [way, text]);
  return (
    <section>
      <header class={styles['head']}>
        <h3>{t('body_title')}</h3>
        <span class={styles['note']}>{note}</span>
        <span class={styles['choice']} role="group" aria-label={t('body_how')}>
          {offers.map((one) => <button key={one} type="button" aria-pressed={one === way} onClick={() => setWanted(one)}>{t(`body_${one}`)}</button>)}
        </span>
        <CopyButton text={whole} what={t('body_theBody')} />
      </header>
      {bytes ? <HexView bytes={bytes} /> : <pre class={`${styles['text']} ${way === 'raw' ? styles['raw'] : ''}`} tabIndex={0} aria-label={t('body_title')}>{shown}</pre>}
    </section>
  );
}
