import { inWords } from '../base/time.ts';
import { idleExpiry } from '../domain/expiry.ts';
import { longestGap, type SessionFacts } from '../domain/session-facts.ts';
import type { FindingRule } from './rule.ts';
import { overlaps, times } from './words.ts';

const GRACE_MS = 2_000;
/** An observed period this much off the expected one is another configuration, not jitter. */
const PERIOD_RATIO = 1.4;
const CLOCK_AHEAD_MS = 60_000;
const LATE_MS = 60_000;

/** What is not known speaks against nothing. */
const agrees = (a: readonly unknown[], b: readonly unknown[]): boolean => !a.length || !b.length || overlaps(a, b);
const samePage = (a: SessionFacts, b: SessionFacts): boolean => agrees(a.tabs, b.tabs) && agrees(a.sites, b.sites);

/** Rules about how long sessions live, what keeps them alive, and clocks. */
export const lifeRules: readonly FindingRule[] = [
  // Events came after the session had ended. Exceptionless SessionPlugin: an event within 15 min opens a closed session again; Sentry: no update after a terminal status.
  {
    code: 'session.eventsAfterEnd', severity: 'warning',
    check({ facts }) {
      const end = facts.ends.find((e) => facts.lastEventAt > e.at + GRACE_MS);
      if (end) return `The end was sent ${inWords(facts.lastEventAt - end.at)} before the last event.`;
      const { status } = facts;
      if (status?.value === 'exited' && facts.lastEventAt > status.at + GRACE_MS) return `It had exited ${inWords(facts.lastEventAt - status.at)} before the last event.`;
      return null;
    },
  },
  // A heartbeat came after the session had ended. Exceptionless CloseInactiveSessionsJob.
  {
    code: 'heartbeat.afterEnd', severity: 'warning',
    check({ facts }) {
      const end = facts.ends[0];
      const beat = facts.beats.at(-1);
      return end && beat !== undefined && beat > end.at + GRACE_MS ? `The last heartbeat came ${inWords(beat - end.at)} after the end.` : null;
    },
  },
  // Heartbeats for a session that no event opened. Exceptionless RecordSessionHeartbeatMiddleware: a beat is a time stored under a key, and opens nothing.
  {
    code: 'heartbeat.withoutSession', severity: 'warning',
    check: ({ facts }) =>
      facts.counts.heartbeats > 0 && facts.counts.events === facts.counts.heartbeats && facts.chain !== ''
        ? 'Only heartbeats name this identity: its session began before recording, or events carry another identity than the beats.'
        : null,
  },
  // Heartbeats whose id the server reads as another. Exceptionless HeartbeatPlugin: the id is not percent-encoded in the query, so + & # become something else.
  {
    code: 'heartbeat.misread', severity: 'warning',
    check({ facts: { misread } }) {
      if (!misread) return null;
      const { beats, ends, as } = misread;
      const what = [beats && times(beats, 'heartbeat'), ends && (ends === 1 ? 'the end' : `${ends} ends`)].filter(Boolean).join(' and ');
      return `The server reads the id of ${what} as "${as}", as it was not percent-encoded: they keep nothing alive and end nothing.`;
    },
  },
  // Heartbeats go on naming a user whom events name no more. Exceptionless HeartbeatPlugin 3.x: the first identity is kept for heartbeats and the end, whoever is set later.
  {
    code: 'heartbeat.otherUser', severity: 'warning',
    check({ facts, lane, rules }) {
      if (rules.scope !== 'identity' || facts.chain === '') return null;
      const after = [...lane.sessions.values()].find((o) =>
        o.chain !== '' && o.chain !== facts.chain && !o.beats.length && o.firstAt > facts.lastEventAt && samePage(o, facts));
      const beats = after ? facts.beats.filter((b) => b > after.firstAt + GRACE_MS).length : 0;
      return beats ? `${times(beats, 'heartbeat')} still named this user after events had named another: the SDK keeps the first.` : null;
    },
  },
  // Heartbeats come at another period than the SDK's. Exceptionless HeartbeatPlugin: 60 s by default in 3.x (30 s in the documents and 1.x), never under 30 s.
  {
    code: 'heartbeat.period', severity: 'info',
    check({ session, rules }) {
      const { periodMs, periodFrom } = session.heartbeat;
      if (periodFrom !== 'observed' || periodMs === null || !rules.heartbeatMs) return null;
      const ratio = Math.max(periodMs / rules.heartbeatMs, rules.heartbeatMs / periodMs);
      return ratio > PERIOD_RATIO ? `Seen every ${inWords(periodMs)}; the SDK's default is ${inWords(rules.heartbeatMs)}.` : null;
    },
  },
  // Heartbeats are missing. Exceptionless: the server closes a session after 5 min without one.
  {
    code: 'heartbeat.missed', severity: 'warning',
    check({ session, facts, rules }) {
      const { periodMs, periodFrom } = session.heartbeat;
      if (periodMs === null || periodFrom !== 'observed' || !rules.heartbeatMs || facts.visibility.some((v) => v.hidden)) return null;
      const gap = longestGap(facts);
      const limit = 2 * periodMs + rules.lateAfterMs;
      return gap.ms > limit ? `${inWords(gap.ms)} passed without a sign of life; one is due every ${inWords(periodMs)}.` : null;
    },
  },
  // The session went on after a silence longer than its time-out. Krenalis, RudderStack, Snowplow: the first event after the time-out starts another session.
  {
    code: 'session.gapOverTimeout', severity: 'warning',
    check({ facts, rules }) {
      const gap = longestGap(facts);
      if (rules.serverCloses || facts.chain || rules.idleMs === null || facts.manual || gap.endedAt === null) return null;
      const expiry = idleExpiry(gap.endedAt - gap.ms, rules, facts.visibility);
      if (!expiry || gap.endedAt < expiry.at) return null;
      return `${inWords(gap.ms)} passed between two of its events; the time-out is ${inWords(rules.idleMs)}. The site may have set a longer one, or started it by hand.`;
    },
  },
  // The server had closed the session and opened it again. Exceptionless: CloseInactiveSessionsJob closes after 5 min; an event within 15 min opens it again.
  {
    code: 'session.reopened', severity: 'info',
    check({ facts, rules }) {
      const { serverCloses } = rules;
      const gap = longestGap(facts);
      return serverCloses && gap.ms >= serverCloses.inactiveMs && facts.counts.events > facts.counts.heartbeats
        ? `${inWords(gap.ms)} passed without a sign of life; the server closes after ${inWords(serverCloses.inactiveMs)} and opened it again with the next event.`
        : null;
    },
  },
  // The session is longer than the vendor allows. The vendor's longest session, or the one set in the options.
  {
    code: 'session.tooLong', severity: 'warning',
    check({ facts, rules }) {
      const life = facts.lastSignAt - facts.startedAt;
      return rules.maxMs !== null && !facts.manual && life > rules.maxMs ? `It lasts ${inWords(life)}; the longest allowed is ${inWords(rules.maxMs)}.` : null;
    },
  },
  // The client's clock is ahead. An event cannot have happened after it was sent.
  {
    code: 'clock.ahead', severity: 'warning',
    check: ({ facts }) => (facts.aheadMs > CLOCK_AHEAD_MS ? `An event is stamped ${inWords(facts.aheadMs)} after the moment at which it was sent.` : null),
  },
  // Events were sent long after they happened. Exceptionless, Snowplow, RudderStack, Sentry: queues kept over an outage are sent later with their own times.
  {
    code: 'events.late', severity: 'info',
    check: ({ facts }) => (facts.lateMs > LATE_MS ? `The latest of them was sent ${inWords(facts.lateMs)} after it happened: an offline queue, or a clock that is behind.` : null),
  },
  // Events were sent again. Krenalis sends beaconed events once more; Snowplow and RudderStack retry with the same event id.
  {
    code: 'events.duplicateIds', severity: 'info',
    check: ({ facts }) => (facts.repeats > 0 ? `${times(facts.repeats, 'event')} ${facts.repeats === 1 ? 'was' : 'were'} sent again with an id already seen; each counts once.` : null),
  },
];
