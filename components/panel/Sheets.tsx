import type { Counters } from '../../lib/domain/ports.ts';
import { captureView } from '../../lib/view/capture.ts';
import { TERMS } from '../../lib/view/filter/terms.ts';
import { formatCount } from '../../lib/view/format.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { Toned } from '../ui/Toned.tsx';
import styles from './Sheets.module.css';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'go to the filter'], ['↑ ↓', 'previous, next line'], ['Home End', 'first, last line'], ['PgUp PgDn', 'a page up, down'], ['← →', 'fold, unfold a group'],
  ['Tab', 'in the filter: take the proposal; ↑ ↓ and Enter choose another, Ctrl+Space shows all'],
  ['Enter', 'from a session to its footsteps, from a footstep to its details'], ['Esc', 'back: clear the filter, leave the footstep, then the session'], ['?', 'this sheet'],
];

const STATES: readonly (readonly [string, string])[] = [
  ['live', 'signs of life come as expected'], ['late', 'a heartbeat is overdue'], ['idle', 'silent for a while, not over'], ['ended', 'said to be over'],
  ['expired', "the vendor's time-out passed"], ['crashed, abnormal', "the SDK's own words"],
];

const FILTER: readonly (readonly [string, string])[] = [
  ['words', 'footsteps and sessions with all of them'], ['"exact text"', 'with its spaces and signs'], ['/regex/i', 'a regular expression'], ['-word -kind:log', 'without it'],
  ['a OR b, (a b)', 'either; what belongs together'], ...TERMS.map(({ name, hint, values }): [string, string] => [`${name}:${values[0]?.word ?? ''}`, hint]), ['field.name:value', "a field of the event's data, by path or name"],
];

export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet title="Keyboard and words" onClose={onClose}>
      <dl class={styles['keys']}>
        {KEYS.map(([key, what]) => <div key={key}><dt>{key.split(' ').map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{what}</dd></div>)}
      </dl>
      <h3 class={styles['title']}>Filter</h3>
      <dl class={styles['keys']}>
        {FILTER.map(([term, what]) => <div key={term}><dt><code>{term}</code></dt><dd>{what}</dd></div>)}
      </dl>
      <h3 class={styles['title']}>States</h3>
      <dl class={styles['keys']}>
        {STATES.map(([word, what]) => <div key={word}><dt>{word}</dt><dd>{what}</dd></div>)}
      </dl>
    </Sheet>
  );
}

export function CaptureSheet({ counters, onClose }: { readonly counters: Counters; readonly onClose: () => void }) {
  const view = captureView(counters);
  return (
    <Sheet title="Capture ledger" onClose={onClose}>
      <p>{view.sentence}</p>
      <table class={styles['ledger']}>
        <tbody>
          <tr><th scope="row">requests looked at, in all tabs</th><td>{formatCount(view.seen)}</td></tr>
          <tr><th scope="row">of them telemetry</th><td>{formatCount(counters['candidates'] ?? 0)}</td></tr>
          {view.lines.map((line) => <tr key={line.key}><th scope="row" class={styles['sub']}>{line.label}</th><td><Toned tone={line.tone}>{formatCount(line.count)}</Toned></td></tr>)}
        </tbody>
      </table>
      <p class={styles['note']}>Requests that are no telemetry are counted and not kept.</p>
    </Sheet>
  );
}
