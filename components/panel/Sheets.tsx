import { useCallback } from 'preact/hooks';
import type { Counters } from '../../lib/domain/ports.ts';
import { captureAdvice } from '../../lib/view/capture-advice.ts';
import { captureView } from '../../lib/view/capture.ts';
import { TERMS } from '../../lib/view/filter/terms.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useLive } from '../use-live.ts';
import styles from './Sheets.module.css';

/** Keys with what they do; texts that are typed stay as they are in every language. */
const KEYS = [
  ['/', 'help_key_filter'], ['↑ ↓', 'help_key_lines'], ['Home End', 'help_key_ends'], ['PgUp PgDn', 'help_key_pages'], ['← →', 'help_key_fold'], ['Tab', 'help_key_tab'],
  ['Enter', 'help_key_enter'], ['Esc Backspace', 'help_key_escape'], ['Shift+F10', 'help_key_copyFootstep'], ['Ctrl+C', 'help_key_copyField'], ['?', 'help_key_help'],
] as const;

/** Of the heads of a list, then of a bar between two panes. */
const HEAD_KEYS = [
  ['← →', 'help_head_move'], ['Enter', 'help_head_sort'], ['Shift+← Shift+→', 'help_head_width'], ['↓', 'help_head_list'], ['← →', 'help_bar_move'], ['Home End', 'help_bar_ends'],
] as const;

const AXIS_KEYS = [
  ['+ -', 'help_axis_zoom'], ['← →', 'help_axis_pan'], ['Shift+← Shift+→', 'help_axis_step'], ['Home End', 'help_axis_ends'], ['0', 'help_axis_fit'], ['b', 'help_axis_brush'], ['Enter', 'help_axis_enter'],
] as const;

const STATES = [
  ['live', 'help_state_live'], ['late', 'help_state_late'], ['idle', 'help_state_idle'], ['ended', 'help_state_ended'], ['expired', 'help_state_expired'], ['crashed, abnormal', 'help_state_crashed'],
] as const;

const FILTER = [
  ['words', 'help_filter_words'], ['"exact text"', 'help_filter_exact'], ['/regex/i', 'help_filter_regex'], ['-word -kind:log', 'help_filter_not'], ['a OR b, (a b)', 'help_filter_or'],
] as const;

export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet title={t('help_title')} onClose={onClose}>
      <dl class={styles['keys']}>
        {KEYS.map(([key, what]) => <KeyLine key={key} keys={key} what={t(what)} />)}
      </dl>
      <h3 class={styles['title']}>{t('help_heads')}</h3>
      <dl class={styles['keys']}>
        {HEAD_KEYS.map(([key, what]) => <KeyLine key={what} keys={key} what={t(what)} />)}
      </dl>
      <h3 class={styles['title']}>{t('help_timeline')}</h3>
      <dl class={styles['keys']}>
        {AXIS_KEYS.map(([key, what]) => <KeyLine key={key} keys={key} what={t(what)} />)}
      </dl>
      <h3 class={styles['title']}>{t('help_filter')}</h3>
      <dl class={styles['keys']}>
        {FILTER.map(([term, what]) => <div key={term}><dt><code>{term}</code></dt><dd>{t(what)}</dd></div>)}
        {TERMS.map(({ name, hint, values }) => <div key={name}><dt><code>{`${name}:${values[0]?.word ?? ''}`}</code></dt><dd>{t(hint)}</dd></div>)}
        <div><dt><code>field.name:value</code></dt><dd>{t('help_filter_field')}</dd></div>
      </dl>
      <h3 class={styles['title']}>{t('help_states')}</h3>
      <dl class={styles['keys']}>
        {STATES.map(([word, what]) => <div key={word}><dt>{word}</dt><dd>{t(what)}</dd></div>)}
      </dl>
    </Sheet>
  );
}

const KeyLine = ({ keys, what }: { readonly keys: string; readonly what: string }) => <div><dt>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{what}</dd></div>;

export function CaptureSheet({ counters, onClose }: { readonly counters: Counters; readonly onClose: () => void }) {
  const { settings, openOptions } = useServices();
  const read = useLive(useCallback(() => settings(), [settings])).value;
  const view = captureView(counters);
  const advice = read ? captureAdvice(counters, read.settings.pageTap) : [];
  return (
    <Sheet title={t('panel_ledger')} onClose={onClose}>
      <p>{view.sentence}</p>
      <table class={styles['ledger']}>
        <tbody>
          <tr><th scope="row">{t('panel_ledger_seen')}</th><td>{formatCount(view.seen)}</td></tr>
          <tr><th scope="row">{t('panel_ledger_telemetry')}</th><td>{formatCount(counters['candidates'] ?? 0)}</td></tr>
          {view.lines.map((line) => <tr key={line.key}><th scope="row" class={styles['sub']}>{line.label}</th><td><Toned tone={line.tone}>{formatCount(line.count)}</Toned></td></tr>)}
        </tbody>
      </table>
      {advice.length ? <p>{advice.join(' ')} <Button onClick={() => void openOptions()}>{t('panel_ledger_options')}</Button></p> : null}
      <p class={styles['note']}>{t('panel_ledger_note')}</p>
    </Sheet>
  );
}
