import { inWords } from '../base/time.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { FindingRule } from './rule.ts';
import { overlaps, times } from './words.ts';

const GRACE_MS = 2_000;
const MINUTE = 60_000;
/** One or two sessions a minute may be reloads. */
const MANY_SESSIONS = 3;
/** What Sentry's server keeps as the first update said it. */
const FIXED = ['release', 'environment', 'userAgent'];

const together = (a: SessionFacts, b: SessionFacts): boolean => overlaps(a.documents, b.documents) && a.startedAt <= b.lastSignAt && b.startedAt <= a.lastSignAt;
/** The same page; where pages are not known, the same tab; where neither is, nothing speaks against it. */
const samePlace = (a: SessionFacts, b: SessionFacts): boolean =>
  a.documents.length && b.documents.length ? overlaps(a.documents, b.documents) : !a.tabs.length || !b.tabs.length || overlaps(a.tabs, b.tabs);

/** Rules about what an SDK reports of a session, against what else it sends. */
export const reportRules: readonly FindingRule[] = [
  // A start came again though no end was sent. Exceptionless SessionPlugin discards a start for a known identity; 3.x sends one each time a tab comes back.
  {
    code: 'session.startRepeated', severity: 'warning',
    check({ facts, previous, rules }) {
      if (!rules.serverCloses) return null;
      const { starts = 0, ends } = facts;
      if (starts > 1 + ends.length) return `${times(starts, 'start')} and ${times(ends.length, 'end')} were sent for it: the server keeps the first start and discards those that follow while the session is open.`;
      if (facts.sessionId === null || !starts || !previous || previous.sessionId === null || previous.ends.length || !samePlace(previous, facts)) return null;
      return `It was started while ${previous.sessionId} had not ended: that one stays open until the server closes it.`;
    },
  },
  // Events of one page name a session id, others an identity alone. Exceptionless SessionPlugin handles the two apart.
  {
    code: 'session.mixedKeys', severity: 'warning',
    check({ facts, lane, rules }) {
      if (!rules.serverCloses || facts.chain === '' || facts.counts.events === facts.counts.heartbeats) return null;
      const other = [...lane.sessions.values()].find((s) => s.sessionId !== null && together(s, facts));
      return other ? `Other events of the same page name the session ${other.sessionId}; these name a user alone, so the server makes a second session of them.` : null;
    },
  },
  // The server closed the session, as no end came. Exceptionless: with heartbeats off none is sent; at unload its preflight may be all that is.
  {
    code: 'session.endMissing', severity: 'info',
    check({ session, facts, rules }) {
      if (!rules.serverCloses || session.endedAt === null || facts.visibility.at(-1)?.hidden || facts.ends.some((end) => !end.preflightOnly)) return null;
      return facts.ends.length ? 'Only the preflight of its end was seen: the end itself was lost as the page closed.' : 'No end was sent: heartbeats are off, the page closed without it, or the request was lost.';
    },
  },
  // An update after a status that ends the session. Sentry session protocol: nothing follows a terminal status.
  {
    code: 'session.updateAfterEnd', severity: 'warning',
    check: ({ facts: { terminal, okAt } }) =>
      terminal && okAt !== undefined && okAt > terminal.at + GRACE_MS ? `It was reported as "ok" ${inWords(okAt - terminal.at)} after it had been reported as "${terminal.value}": the server takes no update after that.` : null,
  },
  // The duration became shorter. Sentry session protocol: each update tells how long the session lasts so far.
  {
    code: 'session.durationShrinks', severity: 'warning',
    check: ({ facts: { durationMs, lastDuration } }) =>
      lastDuration && lastDuration.value < (durationMs ?? 0) ? `Its last update says that it lasts ${inWords(lastDuration.value)}; an earlier one said ${inWords(durationMs ?? 0)}.` : null,
  },
  // What has to stay the same in a session changed. Sentry session protocol: `attrs` are those of the first update.
  {
    code: 'session.attributesChanged', severity: 'warning',
    check({ facts, rules }) {
      const changed = rules.scope === 'page' ? (facts.changed ?? []).filter((name) => FIXED.includes(name)) : [];
      return changed.length ? `${changed.join(' and ')} changed while it lasted; the server keeps what the first update said.` : null;
    },
  },
  // Two versions of an SDK in one session. Sentry: two bundles on one page each have their own client.
  {
    code: 'session.twoSdks', severity: 'info',
    check: ({ facts }) => (facts.changed?.some((name) => name === 'sdk' || name === 'sdkVersion') ? 'Two SDKs, or two versions of one, sent its events: a page may have loaded two bundles.' : null),
  },
  // A session for each change of address. Sentry browser SDK: lifecycle "route", the default up to 10.x.
  {
    code: 'session.perRoute', severity: 'info',
    check({ facts, lane, rules }) {
      if (rules.scope !== 'page' || !facts.startFlags) return null;
      const near = [...lane.sessions.values()].filter((s) => s.startedAt <= facts.startedAt && s.startedAt > facts.startedAt - MINUTE && (s === facts || overlaps(s.documents, facts.documents))).length;
      return near >= MANY_SESSIONS ? `${near} sessions began on this page within a minute: the SDK opens one at each change of address, so that sessions count views.` : null;
    },
  },
  // An error that nobody caught, and no report of it. Sentry session.ts: such an error sends an update with the status crashed or unhandled.
  {
    code: 'session.crashNotReported', severity: 'info',
    check({ facts: { unhandledAt, startFlags, status, terminal } }) {
      if (unhandledAt === undefined || !startFlags || (status && status.value !== 'ok') || terminal) return null;
      return 'An error that nobody caught was sent, but no report that the session crashed: it was filtered out, lost, or is still to come.';
    },
  },
  // Errors are reported that were not seen. Sentry SDK 11: a message carries a stack, and counts as an error.
  {
    code: 'session.errorsUnseen', severity: 'info',
    check: ({ facts: { errorsReported, counts, startFlags }, rules }) =>
      (rules.scope === 'page' && startFlags && errorsReported && !counts.errors ? `It reports ${times(errorsReported, 'error')}, and none was seen: a message counts as one in SDK 11, or a filter dropped the error.` : null),
  },
  // Events are missing in the vendor's own count. Snowplow: client_session eventIndex, from 1 in each session.
  {
    code: 'session.eventCount', severity: 'info',
    check({ facts: { sequence } }) {
      if (!sequence) return null;
      const { from, to, count } = sequence;
      const missing = to - from + 1 - count;
      if (missing > 0) return `Of its events ${from} to ${to}, as the tracker counts them, ${missing} ${missing === 1 ? 'was' : 'were'} not seen: lost, blocked, or sent where nothing was recorded.`;
      return missing < 0 ? `The tracker counts its events from ${from} to ${to}, and ${count} came: several trackers count in one session.` : null;
    },
  },
  // Heartbeats while nobody looks. Snowplow page pings need activity; Exceptionless 3.x suspends them in hidden tabs.
  {
    code: 'heartbeat.whileHidden', severity: 'info',
    check({ facts: { beats, visibility }, rules }) {
      if (!rules.beatsStopWhenHidden) return null;
      const count = beats.filter((beat) => {
        const last = visibility.findLast((v) => v.at <= beat);
        return last?.hidden && beat - last.at > MINUTE;
      }).length;
      return count ? `${times(count, 'heartbeat')} came while its tab was out of sight for more than a minute, when this SDK sends none by itself.` : null;
    },
  },
  // The user is named no more. Snowplow: setUserId is not kept over a page load.
  {
    code: 'session.userVanished', severity: 'info',
    check({ facts: { lastUser, unnamedAt }, rules }) {
      if (rules.scope !== 'storage' || !lastUser || unnamedAt === undefined || unnamedAt <= lastUser.at + GRACE_MS) return null;
      return 'Earlier events name a user, the latest do not: logged out, or not set again after a page load.';
    },
  },
  // The browser's id changed. Snowplow: cookies that were cleared, or that the browser does not keep.
  {
    code: 'session.deviceChanged', severity: 'info',
    check({ facts, previous }) {
      const [first, second] = facts.deviceIds;
      const before = previous && overlaps(previous.tabs, facts.tabs) ? previous.deviceIds : [];
      if (second === undefined && (!before.length || !facts.deviceIds.length || overlaps(before, facts.deviceIds))) return null;
      return `In one tab the browser's id changed from ${second === undefined ? before.at(-1) : first} to ${second ?? first}: its cookies were cleared, or are not kept.`;
    },
  },
  // Another anonymous id in the same session. Krenalis keeps the session under its strategy Conversion when another user is identified.
  {
    code: 'session.anonymousChanged', severity: 'warning',
    check: ({ facts }) => (facts.anonymous.length > 1 ? `${facts.anonymous.length} anonymous ids came with it: another user took it over, or two browsers have the same session id.` : null),
  },
];
