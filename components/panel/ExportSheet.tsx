import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { EXPORT_FORMAT_IDS, type ExportFormatId } from '../../lib/domain/export-format.ts';
import type { Session } from '../../lib/domain/session.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../lib/domain/settings.ts';
import type { ExportSelection } from '../../lib/domain/views.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { Button } from '../ui/Button.tsx';
import { PrivateConsent } from '../ui/PrivateConsent.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useLive } from '../use-live.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './ExportSheet.module.css';
import { RedactionChoices } from './RedactionChoices.tsx';

type ExportSheetProps = {
  /** The chosen session. */
  readonly session: Session | null;
  /** What the filter shows; null where it shows all. */
  readonly shown: readonly Session[] | null;
  /** Those were chosen one by one, and not by a filter. */
  readonly chosen?: boolean;
  readonly tabId: number | null;
  readonly onClose: () => void;
};

type What = 'session' | 'shown' | 'tab' | 'everything';

/** Lets a part of the recording out, in the format that whoever gets it can read. */
export function ExportSheet({ session, shown, chosen = false, tabId, onClose }: ExportSheetProps) {
  const { exportRecording, saveFile, copy, settings, isPrivate = false } = useServices();
  const kept = useLive(useCallback(() => settings(), [settings])).value;
  // For this file; the options page is where it is chosen for all.
  const [ownRules, setOwnRules] = useState<Settings['redaction'] | null>(null);
  const rules = ownRules ?? kept?.settings.redaction ?? DEFAULT_SETTINGS.redaction;
  const [consent, setConsent] = useState(false);
  const offered: readonly What[] = [...(session ? ['session' as const] : []), ...(shown?.length ? ['shown' as const] : []), ...(tabId === null ? [] : ['tab' as const]), 'everything'];
  const [what, setWhat] = useState<What>(offered[0] ?? 'everything');
  const [format, setFormat] = useState<ExportFormatId>('archive');
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');

  const selections: { readonly [choice in What]: ExportSelection } = {
    session: { sessionKeys: session ? [session.key] : [] }, shown: { sessionKeys: (shown ?? []).map(({ key }) => key) }, tab: tabId === null ? {} : { tabId }, everything: {},
  };
  const words: { readonly [choice in What]: string } = {
    session: t('export_session'), shown: tn(chosen ? 'export_chosen' : 'export_shown', shown?.length ?? 0, formatCount(shown?.length ?? 0)), tab: t('export_tab'), everything: t('export_everything'),
  };
  const selection: ExportSelection = isPrivate ? { ...selections[what], includePrivate: consent } : selections[what];
  const [done, setDone] = useState(0);
  const stop = useRef<AbortController | null>(null);
  // Who leaves wants no file any more.
  useEffect(() => () => stop.current?.abort(), []);
  const run = async (): Promise<void> => {
    setState('busy');
    setDone(0);
    const stopping = new AbortController();
    stop.current = stopping;
    try {
      const { fileName, content, copies } = await exportRecording(selection, format, { progress: setDone, signal: stopping.signal, ...(ownRules ? { redaction: ownRules } : {}) });
      await (copies ? copy(await content.text()) : saveFile(fileName, content));
      onClose();
    } catch {
      setState(stopping.signal.aborted ? 'ready' : 'failed');
    }
  };
  return (
    <Sheet title={t('export_title')} onClose={onClose}>
      <p>{t('export_warning')}</p>
      <PrivateConsent given={consent} onGiven={setConsent} />
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <fieldset class={layout.choices}>
          <legend>{t('export_what')}</legend>
          {offered.map((choice) => (
            <label key={choice} class={styles['choice']}>
              <input type="radio" name="what" checked={what === choice} onChange={() => setWhat(choice)} />
              <span class={styles['name']}>{words[choice]}</span>
              {choice === 'session' && session ? <SessionLabel session={session} /> : null}
            </label>
          ))}
        </fieldset>
        <fieldset class={layout.choices}>
          <legend>{t('export_as')}</legend>
          {EXPORT_FORMAT_IDS.map((id) => (
            <label key={id} class={styles['choice']}>
              <input type="radio" name="format" checked={format === id} onChange={() => setFormat(id)} />
              <span class={styles['name']}>{t(`export_${id}`)}</span>
              <span class={styles['hint']}>{t(`export_${id}Hint`)}</span>
            </label>
          ))}
        </fieldset>
        <RedactionChoices rules={rules} onRules={setOwnRules} selection={selection} looks={kept !== undefined && state !== 'busy'} />
        <p class={styles['end']}>
          <Button icon="export" disabled={state === 'busy' || (isPrivate && !consent)} onClick={() => void run()}>{state === 'busy' ? t('export_busy') : t(format === 'markdown' ? 'export_copy' : 'export_save')}</Button>
          {state === 'busy' ? <progress max={1} value={done} aria-label={t('export_busy')} /> : null}
          {state === 'busy' ? <Button onClick={() => stop.current?.abort()}>{t('export_cancel')}</Button> : null}
          {state === 'failed' ? <span role="alert"><Toned tone="bad">{t('export_failed')}</Toned></span> : null}
        </p>
      </form>
    </Sheet>
  );
}
