import type { Counters } from '../domain/ports.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';
import type { Tone } from './tone.ts';

/** A line of the capture ledger. `key` is the counter's name. */
export type CaptureLine = { readonly key: string; readonly label: string; readonly count: number; readonly tone: Tone };
export type CaptureView = {
  readonly sentence: string;
  /** The same for a toolbar: "40 of 42 read". */
  readonly brief: string;
  readonly complete: boolean;
  readonly seen: number;
  readonly lines: readonly CaptureLine[];
};

const ENDS = [['decoded', 'good'], ['partly', 'warn'], ['bodyUnavailable', 'warn'], ['undecodable', 'bad'], ['dropped', 'bad']] as const satisfies readonly (readonly [key: string, tone: Tone])[];
const REASONS = ['tooLarge', 'notCaptured', 'blob', 'stream', 'storageFull', 'queueFull'] as const;

const BY_CHOICE = { 'dropped.paused': 'ledger_paused', 'dropped.pausedSite': 'ledger_pausedSite', 'dropped.pausedTab': 'ledger_pausedTab', 'dropped.private': 'ledger_private' } as const;

/** What was dropped beside requests: what the page tap said too fast or wrong (bodies, perhaps), and the oldest changes of tabs. */
const BESIDE = { 'pageTap.overRate': 'ledger_tapOverRate', 'pageTap.invalid': 'ledger_tapInvalid', 'tabMoments.dropped': 'ledger_tabMoments' } as const;

/** A reason that has no words yet is told as it is counted. */
function reasonLabel(reason: string): string {
  const known = REASONS.find((one) => one === reason);
  return known === undefined ? reason : t(`ledger_reason_${known}`);
}

/** Every candidate request and how it ended: silence is never an answer. */
export function captureView(all: Counters): CaptureView {
  // What the user wants not recorded is no trouble, and stands by itself.
  const counters = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in BY_CHOICE)));
  const byChoice = Object.entries(BY_CHOICE).flatMap(([key, label]): CaptureLine[] => (all[key] ? [{ key, label: t(label), count: all[key], tone: 'quiet' }] : []));
  const beside = Object.entries(BESIDE).flatMap(([key, label]): CaptureLine[] => (all[key] ? [{ key, label: t(label), count: all[key], tone: 'warn' }] : []));
  const of = (key: string): number => counters[key] ?? 0;
  const lines: CaptureLine[] = ENDS.flatMap(([key, tone]) => {
    const label = t(`ledger_${key}`);
    const reasons = Object.entries(counters)
      .filter(([name, count]) => name.startsWith(`${key}.`) && count > 0)
      .map(([name, count]) => ({ key: name, label: t('ledger_because', label, reasonLabel(name.slice(key.length + 1))), count, tone }));
    return of(key) > 0 || reasons.length ? [{ key, label, count: reasons.reduce((sum, { count }) => sum + count, of(key)), tone }, ...reasons] : [];
  });
  const candidates = of('candidates');
  // Those that were looked at are counted together every other second, and telemetry as it comes.
  const seen = Math.max(of('seen'), candidates);
  const trouble = lines.filter((line) => line.key !== 'decoded' && !line.key.includes('.'));
  const parts = trouble.map(({ key, label, count }) => (key === 'bodyUnavailable' ? t('ledger_someHidden', formatCount(count)) : `${formatCount(count)} ${label}`));
  const decoded = of('decoded');
  const read = decoded === candidates ? tn('ledger_allRead', candidates, formatCount(candidates)) : tn('ledger_someRead', candidates, formatCount(candidates), formatCount(decoded));
  return {
    sentence: candidates > 0 ? `${[read, ...parts].join(', ')}.` : seen > 0 ? tn('ledger_noTelemetry', seen, formatCount(seen)) : t('ledger_nothingSeen'),
    brief: candidates === 0 ? tn('ledger_seen', seen, formatCount(seen)) : t('ledger_brief', formatCount(decoded), formatCount(candidates)),
    complete: trouble.length === 0,
    seen,
    lines: [...lines, ...beside, ...byChoice],
  };
}
