import { useCallback, useRef } from 'preact/hooks';
import type { Import, ImportResult } from '../../lib/domain/import.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useLive } from '../use-live.ts';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './ImportSheet.module.css';
import type { ImportState } from './use-import.ts';

type ImportSheetProps = {
  readonly state: ImportState;
  /** Present where imports are not on screen: shows them. */
  readonly onShowAll: (() => void) | null;
  readonly onClose: () => void;
};

/** Takes a file in, tells what became of it, and lists what was imported. */
export function ImportSheet({ state, onShowAll, onClose }: ImportSheetProps) {
  const services = useServices();
  const imports = useLive(useCallback(() => services.imports(), [services])).value ?? [];
  const input = useRef<HTMLInputElement>(null);
  const { running, waiting, results } = state;
  return (
    <Sheet title={t('import_title')} onClose={onClose}>
      <p class={styles['quiet']}>{t('import_what')}</p>
      <p class={styles['line']}>
        <input
          ref={input} class={styles['file']} type="file" multiple accept=".json,.gz,.har" aria-label={t('import_choose')} tabIndex={-1}
          onChange={({ currentTarget }) => {
            for (const file of currentTarget.files ?? []) state.take(file);
            // The same file once more is a change too.
            currentTarget.value = '';
          }}
        />
        <Button icon="import" disabled={running !== null} onClick={() => input.current?.click()}>{t('import_choose')}</Button>
      </p>
      {running ? (
        <p class={styles['line']}>
          <span class={styles['name']}>{t(running.rereads ? 'import_rereading' : running.progress.step === 'looking' ? 'import_looking' : 'import_importing', running.fileName)}</span>
          <progress max={1} value={running.progress.share} aria-label={t('import_title')} />
          <Button onClick={state.cancel}>{t('import_cancel')}</Button>
        </p>
      ) : null}
      {waiting.length > 0 ? <p class={[styles['quiet'], styles['name']].join(' ')}>{t('import_waiting', waiting.join(', '))}</p> : null}
      <div role="status">
        {/* The same file may be given twice. */}
        {results.map(({ fileName, result }, i) => <Outcome key={i} fileName={fileName} result={result} onShowAll={i === results.length - 1 ? onShowAll : null} />)}
      </div>
      <h3 class={styles['title']}>{t('import_list')}</h3>
      {imports.length === 0 ? <p class={styles['quiet']}>{t('import_none')}</p> : (
        <ul class={styles['list']}>{imports.map((one) => <ImportLine key={one.id} of={one} state={state} />)}</ul>
      )}
    </Sheet>
  );
}

const countsOf = ({ counts }: Import): readonly [string, string] => [tn('count_session', counts.sessions, formatCount(counts.sessions)), tn('count_footstep', counts.events, formatCount(counts.events))];

function Outcome({ fileName, result, onShowAll }: { readonly fileName: string; readonly result: ImportResult; readonly onShowAll: (() => void) | null }) {
  if (result.kind === 'refused') return <p><Toned tone="bad">{t('import_refused', fileName, result.message.replace(/\.$/, ''))}</Toned></p>;
  if (result.kind === 'cancelled') return <p>{t('import_cancelled', fileName)}</p>;
  const { fileName: known, broken } = result.import;
  return (
    <>
      <p>{result.kind === 'known' ? t('import_known', known) : t('import_done', fileName, ...countsOf(result.import))}</p>
      {broken > 0 && result.kind === 'done' ? <p><Toned tone="warn">{tn('import_doneProblems', broken, formatCount(broken))}</Toned></p> : null}
      {onShowAll ? <p><Button onClick={onShowAll}>{t('import_showAll')}</Button></p> : null}
    </>
  );
}

function ImportLine({ of, state }: { readonly of: Import; readonly state: ImportState }) {
  const [mode] = useTimeMode();
  const busy = state.running !== null;
  return (
    <li>
      <div class={styles['import']}>
        <span class={styles['what']}>
          <b class={styles['name']}>{of.fileName}</b>
          <span class={styles['quiet']}>{[...countsOf(of), t(of.shown === 'archive' ? 'import_says' : 'import_read'), t('import_at', dateTimeText(of.importedAt, mode))].join(', ')}</span>
        </span>
        <IconButton icon="again" label={t('import_reread', of.fileName)} disabled={busy || of.counts.requests === 0} onClick={() => state.reread(of)} />
        <IconButton icon="trash" label={t('import_remove', of.fileName)} disabled={busy} onClick={() => state.remove(of)} />
      </div>
      {of.broken > 0 ? (
        <details class={styles['problems']}>
          <summary><Icon name="warning" /> {tn('import_doneProblems', of.broken, formatCount(of.broken))}</summary>
          <ol aria-label={t('import_problems', of.fileName)} tabIndex={0}>
            {/* Two may be broken in the same way at the same place. */}
            {of.problems.map(({ place, message }, i) => <li key={i}><code>{place}</code> {message}</li>)}
          </ol>
          {of.broken > of.problems.length ? <p class={styles['quiet']}>{tn('import_problemsMore', of.broken - of.problems.length, formatCount(of.broken - of.problems.length))}</p> : null}
        </details>
      ) : null}
    </li>
  );
}
