import { inWords } from '../base/time.ts';
import { mayConcern } from '../domain/lane.ts';
import type { FindingRule } from './rule.ts';
import { overlaps, times } from './words.ts';

/** Requests of one moment arrive in any order. */
const GRACE_MS = 2_000;

/** Rules about session ids, their order and their links. */
export const idRules: readonly FindingRule[] = [
  // One session id came with several session indexes. Snowplow: domain_sessionidx counts domain_sessionid; tracker issues 81, 387, 451, 590.
  {
    code: 'session.idChangesIndex', severity: 'warning',
    check: ({ facts }) => (facts.indexes.length > 1 ? `The same id came with the indexes ${facts.indexes.join(', ')}.` : null),
  },
  // The session index does not grow by one from session to session. Snowplow: client_session sessionIndex; tracker issue 590.
  {
    code: 'session.indexBackwards', severity: 'warning',
    check({ facts, previous, rules }) {
      const now = facts.indexes[0];
      const before = previous?.indexes.at(-1);
      if (now === undefined || before === undefined || !previous || !overlaps(facts.deviceIds, previous.deviceIds)) return null;
      if (now === before + 1 || (now > before && rules.checkEveryMs !== undefined)) return null;
      if (now > before) return `The index went from ${before} to ${now}: ${now - before - 1} sessions in between sent nothing that was seen.`;
      return `The index went from ${before} to ${now}, though sessions are counted upwards.`;
    },
  },
  // Sessions passed between two events without an event of their own. Snowplow .NET ClientSession: a timer turns sessions over every 15 s, also without events.
  {
    code: 'session.silentTurnover', severity: 'info',
    check({ facts, previous, rules }) {
      const [now, before] = [facts.indexes[0], previous?.indexes.at(-1)];
      if (rules.checkEveryMs === undefined || now === undefined || before === undefined || now <= before + 1) return null;
      return `The index went from ${before} to ${now}: the tracker's timer turned ${now - before - 1} sessions over that had no event.`;
    },
  },
  // The session names another previous session than the one before it. Snowplow: client_session previousSessionId.
  {
    code: 'session.previousLinkBroken', severity: 'warning',
    check({ facts, previous }) {
      if (!previous || facts.previousId === null || previous.sessionId === null || facts.previousId === previous.sessionId) return null;
      if (!overlaps(facts.deviceIds, previous.deviceIds)) return null;
      // The count tells of sessions in between that sent nothing: it names the last of those.
      const [now, before] = [facts.indexes[0], previous.indexes.at(-1)];
      if (now !== undefined && before !== undefined && now > before + 1) return null;
      return `It names ${facts.previousId} as the one before; seen before it was ${previous.sessionId}.`;
    },
  },
  // Which session came before is known from nothing. Snowplow: the client_session entity, which names it, is off by default (contexts.session).
  {
    code: 'session.previousUnknown', severity: 'info',
    check({ facts: { sequence, previousId, indexes: [index = 0] }, previous, rules }) {
      if (!rules.hasIndex || sequence || previous || previousId !== null || index < 2) return null;
      return `It is session ${index} of this browser. The one before it was not seen, and no event names it: the session entity is off.`;
    },
  },
  // A session id was used again after another had taken its place. PostHog issue 4202; Snowplow tracker issue 387.
  {
    code: 'session.oldIdUsed', severity: 'warning',
    check({ facts, next, rules }) {
      if (!next || facts.chain || rules.scope === 'identity' || facts.lastEventAt <= next.firstAt + GRACE_MS) return null;
      if (rules.scope === 'page' && !overlaps(facts.documents, next.documents)) return null;
      if (facts.tabs.length > 1) return null;
      if (facts.tabs.length && next.tabs.length && !overlaps(facts.tabs, next.tabs)) return null;
      return `An event of this session came ${inWords(facts.lastEventAt - next.firstAt)} after the session that follows it had begun.`;
    },
  },
  // A tab went over to a session that another tab had begun. Datadog browser-sdk pull request 4537.
  {
    code: 'session.adopted', severity: 'info',
    check({ facts, lane, rules }) {
      if (rules.scope !== 'storage' || facts.chain || facts.tabs.length < 2) return null;
      const left = [...lane.sessions.values()].find(
        (s) => s !== facts && s.tabs.length === 1 && overlaps(s.tabs, facts.tabs) && s.startedAt > facts.startedAt && s.lastEventAt < facts.lastEventAt,
      );
      return left ? `A tab that had session ${left.sessionId ?? left.chain} of its own sent this session's events after it.` : null;
    },
  },
  // Two sessions of one vendor ran side by side. Snowplow: two trackers with different cookie names, or stateStorageStrategy "none"; Sentry: two SDKs with different DSNs.
  {
    code: 'session.parallel', severity: 'warning',
    check({ facts, siblings }) {
      const other = siblings.find((s) => overlaps(s.documents, facts.documents) && s.startedAt <= facts.lastSignAt && facts.startedAt <= s.lastSignAt);
      return other ? `Another SDK of the same vendor on the same page had session ${other.sessionId ?? other.chain} (${other.endpoint.collector}).` : null;
    },
  },
  // A new session id without a start flag. Krenalis and RudderStack: sessionStart is true on the first event; Sentry: init is true on the first update.
  {
    code: 'session.startFlagMissing', severity: 'warning',
    check({ facts, previous, rules }) {
      if (!rules.hasStartFlag || facts.startFlags > 0 || !previous) return null;
      return 'A session was seen before it, so recording was on as it began, but none of its events carries the start flag.';
    },
  },
  // One session announced its start several times. Sentry session protocol: init exactly once a sid; Krenalis: sessionStart once a session.
  {
    code: 'session.startFlagTwice', severity: 'warning',
    check: ({ facts, rules }) => (rules.hasStartFlag && facts.startFlags > 1 ? `${facts.startFlags} different events carry the start flag.` : null),
  },
  // The session id is an integer that JavaScript numbers cannot hold. ECMAScript: Number.MAX_SAFE_INTEGER; Krenalis ids are signed 64-bit integers.
  {
    code: 'session.unsafeId', severity: 'warning',
    check({ facts }) {
      const id = facts.sessionId;
      if (id === null || !/^-?\d{16,19}$/.test(id) || Number.isSafeInteger(Number(id))) return null;
      return `A script that reads ${id} as a number gets ${Number(id)}: another session's id.`;
    },
  },
  // Events without a session between events with one. RudderStack: after endSession() events carry no session until startSession() or the next page load.
  {
    code: 'session.missingId', severity: 'info',
    check({ facts, next, lane, rules }) {
      if (!rules.missingIdEnds) return null;
      const count = lane.noIds.filter((m) => m.at > facts.lastEventAt && m.at < (next?.startedAt ?? Infinity) && mayConcern(m, facts)).length;
      return count ? `${times(count, 'event')} after it carried no session.` : null;
    },
  },
  // The session id is empty or null. PostHog issue 5036.
  {
    code: 'session.nullId', severity: 'warning',
    check: ({ facts }) => (facts.sessionId !== null && /^(null|undefined|nan|0*|[0-]+)$/i.test(facts.sessionId) ? `The id on the wire is "${facts.sessionId}".` : null),
  },
  // Another user in the same session. Sentry session protocol: did must not change; Krenalis: identify of another user keeps the session under Conversion.
  {
    code: 'session.userChanged', severity: 'warning',
    check: ({ facts }) => (facts.users.length > 1 ? `${facts.users.length} users were named in it, one after another.` : null),
  },
];
