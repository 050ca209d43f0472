import type { EpochMs } from '../base/time.ts';
import type { Heartbeat } from './session.ts';
import type { SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** How many of the newest intervals decide the period: a change of configuration shows after half of them. */
const INTERVALS = 7;
const SHOWN = 60;
/** A silence of more periods than this is a break (asleep, offline), not a period. */
const MAX_PERIODS = 4;
/** A beat this shortly after another sign of life was sent by hand, or at a change of page: no vendor's timer is that quick. */
const MIN_PERIOD_MS = 5_000;

/** Silence before each beat: since the last sign of life where events reset the vendor's timer, else since the beat before. */
function intervals(facts: SessionFacts, rules: SessionRules): number[] {
  const found: number[] = [];
  facts.recent.forEach((mark, i) => {
    if (mark.type !== 'heartbeat') return;
    const before = rules.beatsAfter === 'beat' ? facts.recent.slice(0, i).findLast((m) => m.type === 'heartbeat') : facts.recent[i - 1];
    if (!before) return;
    const hidden = facts.visibility.some((v) => v.hidden && v.at >= before.at && v.at <= mark.at);
    const ms = mark.at - before.at;
    if (!hidden && ms >= MIN_PERIOD_MS && (rules.heartbeatMs === null || ms <= MAX_PERIODS * rules.heartbeatMs)) found.push(ms);
  });
  return found.slice(-INTERVALS);
}

const median = (values: readonly number[]): number => [...values].toSorted((a, b) => a - b)[values.length >> 1] as number;

/** The strip of beats and when the next is due. `open`: an ended session expects none. */
export function heartbeatOf(facts: SessionFacts, rules: SessionRules, open: boolean): Heartbeat {
  const seen = intervals(facts, rules);
  const observed = seen.length ? median(seen) : null;
  const periodMs = rules.heartbeatConfigured ? rules.heartbeatMs : (observed ?? rules.heartbeatMs);
  const periodFrom = periodMs === null ? null : rules.heartbeatConfigured ? 'configured' : observed !== null ? 'observed' : 'default';
  const suspended = rules.beatsStopWhenHidden && facts.visibility.at(-1)?.hidden === true;
  const since: EpochMs = rules.beatsAfter === 'beat' ? (facts.beats.at(-1) ?? facts.lastSignAt) : facts.lastSignAt;
  return {
    periodMs, periodFrom, seen: facts.beats.slice(-SHOWN), suspended, ...(rules.heartbeatSentence === undefined ? {} : { said: rules.heartbeatSentence }),
    nextDueAt: open && !suspended && periodMs !== null && rules.heartbeatMs !== null ? since + periodMs : null,
  };
}
