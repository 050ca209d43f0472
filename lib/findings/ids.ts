import { inWords } from '../base/time.ts';
import { mayConcern } from '../domain/lane.ts';
import type { FindingRule } from './rule.ts';

const overlaps = (a: readonly unknown[], b: readonly unknown[]): boolean => a.some((x) => b.includes(x));
/** Requests of one moment arrive in any order. */
const GRACE_MS = 2_000;

/** Rules about session ids, their order and their links. */
export const idRules: readonly FindingRule[] = [
  {
    code: 'session.idChangesIndex', severity: 'warning', title: 'One session id came with several session indexes',
    source: 'Snowplow: domain_sessionidx counts domain_sessionid; tracker issues 81, 387, 451, 590',
    check: ({ facts }) => (facts.indexes.length > 1 ? `The same id came with the indexes ${facts.indexes.join(', ')}.` : null),
  },
  {
    code: 'session.indexBackwards', severity: 'warning', title: 'The session index does not grow by one from session to session',
    source: 'Snowplow: client_session sessionIndex; tracker issue 590',
    check({ facts, previous, rules }) {
      const now = facts.indexes[0];
      const before = previous?.indexes.at(-1);
      if (now === undefined || before === undefined || !previous || !overlaps(facts.deviceIds, previous.deviceIds)) return null;
      if (now === before + 1 || (now > before && rules.checkEveryMs !== undefined)) return null;
      if (now > before) return `The index went from ${before} to ${now}: ${now - before - 1} sessions in between sent nothing that was seen.`;
      return `The index went from ${before} to ${now}, though sessions are counted upwards.`;
    },
  },
  {
    code: 'session.silentTurnover', severity: 'info', title: 'Sessions passed between two events without an event of their own',
    source: 'Snowplow .NET ClientSession: a timer turns sessions over every 15 s, also without events',
    check({ facts, previous, rules }) {
      const [now, before] = [facts.indexes[0], previous?.indexes.at(-1)];
      if (rules.checkEveryMs === undefined || now === undefined || before === undefined || now <= before + 1) return null;
      return `The index went from ${before} to ${now}: the tracker's timer turned ${now - before - 1} sessions over that had no event.`;
    },
  },
  {
    code: 'session.previousLinkBroken', severity: 'warning', title: 'The session names another previous session than the one before it',
    source: 'Snowplow: client_session previousSessionId',
    check({ facts, previous }) {
      if (!previous || facts.previousId === null || previous.sessionId === null || facts.previousId === previous.sessionId) return null;
      if (!overlaps(facts.deviceIds, previous.deviceIds)) return null;
      // The count tells of sessions in between that sent nothing: it names the last of those.
      const [now, before] = [facts.indexes[0], previous.indexes.at(-1)];
      if (now !== undefined && before !== undefined && now > before + 1) return null;
      return `It names ${facts.previousId} as the one before; seen before it was ${previous.sessionId}.`;
    },
  },
  {
    code: 'session.oldIdUsed', severity: 'warning', title: 'A session id was used again after another had taken its place',
    source: 'PostHog issue 4202; Snowplow tracker issue 387',
    check({ facts, next, rules }) {
      if (!next || facts.chain || rules.scope === 'identity' || facts.lastEventAt <= next.firstAt + GRACE_MS) return null;
      if (rules.scope === 'page' && !overlaps(facts.documents, next.documents)) return null;
      if (facts.tabs.length > 1) return null;
      if (facts.tabs.length && next.tabs.length && !overlaps(facts.tabs, next.tabs)) return null;
      return `An event of this session came ${inWords(facts.lastEventAt - next.firstAt)} after the session that follows it had begun.`;
    },
  },
  {
    code: 'session.adopted', severity: 'info', title: 'A tab went over to a session that another tab had begun',
    source: 'Datadog browser-sdk pull request 4537',
    check({ facts, lane, rules }) {
      if (rules.scope !== 'storage' || facts.chain || facts.tabs.length < 2) return null;
      const left = [...lane.sessions.values()].find(
        (s) => s !== facts && s.tabs.length === 1 && overlaps(s.tabs, facts.tabs) && s.startedAt > facts.startedAt && s.lastEventAt < facts.lastEventAt,
      );
      return left ? `A tab that had session ${left.sessionId ?? left.chain} of its own sent this session's events after it.` : null;
    },
  },
  {
    code: 'session.parallel', severity: 'warning', title: 'Two sessions of one vendor ran side by side',
    source: 'Snowplow: two trackers with different cookie names, or stateStorageStrategy "none"; Sentry: two SDKs with different DSNs',
    check({ facts, siblings }) {
      const other = siblings.find((s) => overlaps(s.documents, facts.documents) && s.startedAt <= facts.lastSignAt && facts.startedAt <= s.lastSignAt);
      return other ? `Another SDK of the same vendor on the same page had session ${other.sessionId ?? other.chain} (${other.endpoint.collector}).` : null;
    },
  },
  {
    code: 'session.startFlagMissing', severity: 'warning', title: 'A new session id without a start flag',
    source: 'Krenalis and RudderStack: sessionStart is true on the first event; Sentry: init is true on the first update',
    check({ facts, previous, rules }) {
      if (!rules.hasStartFlag || facts.startFlags > 0 || !previous) return null;
      return 'A session was seen before it, so recording was on as it began, but none of its events carries the start flag.';
    },
  },
  {
    code: 'session.startFlagTwice', severity: 'warning', title: 'One session announced its start several times',
    source: 'Sentry session protocol: init exactly once a sid; Krenalis: sessionStart once a session',
    check: ({ facts, rules }) => (rules.hasStartFlag && facts.startFlags > 1 ? `${facts.startFlags} different events carry the start flag.` : null),
  },
  {
    code: 'session.unsafeId', severity: 'warning', title: 'The session id is an integer that JavaScript numbers cannot hold',
    source: 'ECMAScript: Number.MAX_SAFE_INTEGER; Krenalis ids are signed 64-bit integers',
    check({ facts }) {
      const id = facts.sessionId;
      if (id === null || !/^-?\d{16,19}$/.test(id) || Number.isSafeInteger(Number(id))) return null;
      return `A script that reads ${id} as a number gets ${Number(id)}: another session's id.`;
    },
  },
  {
    code: 'session.missingId', severity: 'info', title: 'Events without a session between events with one',
    source: 'RudderStack: after endSession() events carry no session until startSession() or the next page load',
    check({ facts, next, lane, rules }) {
      if (!rules.missingIdEnds) return null;
      const count = lane.noIds.filter((m) => m.at > facts.lastEventAt && m.at < (next?.startedAt ?? Infinity) && mayConcern(m, facts)).length;
      return count ? `${count} ${count === 1 ? 'event' : 'events'} after it carried no session.` : null;
    },
  },
  {
    code: 'session.nullId', severity: 'warning', title: 'The session id is empty or null',
    source: 'PostHog issue 5036',
    check: ({ facts }) => (facts.sessionId !== null && /^(null|undefined|nan|0*|[0-]+)$/i.test(facts.sessionId) ? `The id on the wire is "${facts.sessionId}".` : null),
  },
  {
    code: 'session.userChanged', severity: 'warning', title: 'Another user in the same session',
    source: 'Sentry session protocol: did must not change; Krenalis: identify of another user keeps the session under Conversion',
    check: ({ facts }) => (facts.users.length > 1 ? `${facts.users.length} users were named in it, one after another.` : null),
  },
];
