import type { Counters } from '../domain/ports.ts';
import { formatCount, plural } from './format.ts';
import { t } from './messages/translate.ts';
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

const LABELS: readonly (readonly [key: string, label: string, tone: Tone])[] = [
  ['decoded', 'read completely', 'good'],
  ['partly', 'read in part', 'warn'],
  ['bodyUnavailable', 'body hidden by the browser', 'warn'],
  ['undecodable', 'not readable', 'bad'],
  ['dropped', 'dropped', 'bad'],
];

const REASONS: { readonly [reason: string]: string } = {
  tooLarge: 'too large', notCaptured: 'not captured', blob: 'a Blob body', stream: 'a stream body', storageFull: 'storage full', queueFull: 'too many at once',
};

const BY_CHOICE = { 'dropped.paused': 'ledger_paused', 'dropped.pausedSite': 'ledger_pausedSite', 'dropped.pausedTab': 'ledger_pausedTab', 'dropped.private': 'ledger_private' } as const;

const known = new Set(LABELS.map(([key]) => key));
const reasonLabel = (reason: string): string => REASONS[reason] ?? reason;

/** Every candidate request and how it ended: silence is never an answer. */
export function captureView(all: Counters): CaptureView {
  // What the user wants not recorded is no trouble, and stands by itself.
  const counters = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in BY_CHOICE)));
  const byChoice = Object.entries(BY_CHOICE).flatMap(([key, label]): CaptureLine[] => (all[key] ? [{ key, label: t(label), count: all[key], tone: 'quiet' }] : []));
  const of = (key: string): number => counters[key] ?? 0;
  const lines: CaptureLine[] = LABELS.flatMap(([key, label, tone]) => {
    const reasons = Object.entries(counters)
      .filter(([name, count]) => name.startsWith(`${key}.`) && known.has(key) && count > 0)
      .map(([name, count]) => ({ key: name, label: `${label}: ${reasonLabel(name.slice(key.length + 1))}`, count, tone }));
    return of(key) > 0 || reasons.length ? [{ key, label, count: Math.max(of(key), ...reasons.map((r) => r.count)), tone }, ...reasons] : [];
  });
  const candidates = of('candidates');
  const seen = of('seen');
  const trouble = lines.filter((line) => line.key !== 'decoded' && !line.key.includes('.'));
  const parts = trouble.map((line) => `${formatCount(line.count)} ${line.label}`);
  const read = `${plural(candidates, 'telemetry request')}: ${of('decoded') === candidates ? 'all' : formatCount(of('decoded'))} read completely`;
  return {
    sentence: candidates > 0 ? `${[read, ...parts].join(', ')}.` : seen > 0 ? `No telemetry yet among ${plural(seen, 'request')} looked at.` : 'No request has been looked at yet.',
    brief: candidates === 0 ? `${plural(seen, 'request')} seen` : `${formatCount(of('decoded'))} of ${formatCount(candidates)} read`,
    complete: trouble.length === 0,
    seen,
    lines: [...lines, ...byChoice],
  };
}
