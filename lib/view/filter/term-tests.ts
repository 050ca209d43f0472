import { stateAt } from '../../domain/session.ts';
import type { Identity } from '../../domain/event.ts';
import { beatStrip } from '../beats.ts';
import { deliveryOf } from '../delivery.ts';
import { durationAt, endOf } from '../state.ts';
import type { NumberNode, WordNode } from './ast.ts';
import { passes } from './number-test.ts';
import type { FilterContext, FilterFinding, FilterSession, Subject } from './subject.ts';
import { DELIVERIES, ROTATIONS, termNamed, valuesOf, wordKey } from './terms.ts';

type Test = (subject: Subject) => boolean;

const ofSession = (test: (session: FilterSession) => boolean): Test => {
  // All footsteps of a session ask the same.
  const known = new WeakMap<FilterSession, boolean>();
  return ({ session }) => {
    if (!session) return false;
    const before = known.get(session);
    if (before !== undefined) return before;
    const found = test(session);
    known.set(session, found);
    return found;
  };
};

/** `=` before a text asks for the whole of it. */
function containing(value: string): (text: string | null | undefined) => boolean {
  const wanted = value.toLowerCase();
  if (wanted.startsWith('=')) return (text) => text?.toLowerCase() === wanted.slice(1);
  return (text) => text?.toLowerCase().includes(wanted) === true;
}

export function wordTest({ term, value }: WordNode, context: FilterContext): Test {
  switch (term) {
    case 'vendor': {
      const fits = containing(value);
      const known = new Map<string, boolean>();
      return ({ footstep, session }) => {
        const protocol = footstep?.protocol ?? session?.protocol ?? '';
        const found = known.get(protocol) ?? (fits(protocol) || fits(context.vendorName(protocol)));
        known.set(protocol, found);
        return found;
      };
    }
    case 'kind': {
      const kinds = wordsOf(term, value);
      return ({ footstep }) => footstep !== null && kinds.has(wordKey(footstep.kind));
    }
    case 'state': {
      const states = wordsOf(term, value);
      return ofSession((session) => states.has(stateAt(session, context.now)));
    }
    case 'user': {
      const fits = containing(value);
      const known = ({ userId, name, anonymousId, deviceId }: Identity): boolean => fits(userId) || fits(name) || fits(anonymousId) || fits(deviceId);
      return ({ footstep, session }) => (footstep !== null && known(footstep.identity)) || (session !== null && known(session.identity));
    }
    case 'session': {
      const begin = value.toLowerCase().replace(/^=/, '');
      const fits = (id: string | null): boolean => id !== null && (value.startsWith('=') ? id.toLowerCase() === begin : id.toLowerCase().startsWith(begin));
      return ({ footstep, session }) => (session ? fits(session.sessionId) || fits(session.key) : fits(footstep?.sessionKey ?? null));
    }
    case 'delivery': {
      const kinds = new Set(valuesOf(DELIVERIES, value).flatMap((delivery) => delivery.kinds));
      return ({ footstep }) => footstep !== null && kinds.has(deliveryOf(footstep.outcome).kind);
    }
    case 'rotated': {
      const causes = new Set(valuesOf(ROTATIONS, value).map((rotation) => rotation.cause));
      return ofSession(({ start, end }) => causes.has(start.cause) || (end !== null && causes.has(end.cause)));
    }
    case 'beats': {
      const words = wordsOf(term, value);
      const missed = findingTest(({ code }) => code === 'heartbeat.missed', context);
      return ofSession((session) =>
        (words.has('missed') && (missed({ footstep: null, session }) || missesBeats(session, context.now))) ||
        (words.has('late') && stateAt(session, context.now) === 'late') || (words.has('suspended') && session.heartbeat?.suspended === true));
    }
    case 'has': {
      const tests = [...wordsOf(term, value)].map((word) => hasTest(word, context));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'finding': {
      const fits = containing(value);
      const lower = value.toLowerCase();
      const severity = ['info', 'warning', 'error'].find((word) => word === lower);
      return findingTest((finding) => (severity ? finding.severity === severity : fits(finding.code)), context);
    }
    case 'imported': {
      const fits = containing(value);
      return ofSession(({ imported }) => fits(imported?.fileName));
    }
    default: {
      const fits = containing(value);
      return ({ footstep, session }) => (footstep ? fits(footstep.page) : fits(session?.site));
    }
  }
}

export function numberTest({ term, test }: NumberNode, context: FilterContext): Test {
  switch (term) {
    case 'status':
      return ({ footstep }) => footstep?.outcome.kind === 'responded' && passes(test, footstep.outcome.status);
    case 'errors':
      return ofSession(({ counts }) => passes(test, counts.errors));
    case 'events':
      return ofSession(({ counts }) => passes(test, counts.events));
    case 'duration':
      return ofSession((session) => passes(test, durationAt(session, context.now)));
    default: {
      let gaps: ReadonlyMap<string, number> | null = null;
      return ofSession(({ key }) => {
        gaps ??= context.gaps ?? longestGaps(context.footsteps);
        return passes(test, gaps.get(key) ?? 0);
      });
    }
  }
}

const wordsOf = (term: string, value: string): ReadonlySet<string> => new Set(valuesOf(termNamed(term)?.values ?? [], value).map((one) => wordKey(one.word)));

function hasTest(word: string, context: FilterContext): Test {
  switch (word) {
    case 'finding':
      return findingTest(() => true, context);
    case 'error':
      return ofSession(({ counts }) => counts.errors > 0);
    case 'heartbeat':
      return ofSession(({ counts }) => counts.heartbeats > 0);
    case 'repeat':
      return ({ footstep }) => footstep !== null && footstep.repeats > 0;
    default: {
      const isKnown = ({ userId, name }: Identity): boolean => Boolean(userId ?? name);
      return ({ footstep, session }) => (footstep !== null && isKnown(footstep.identity)) || (session !== null && isKnown(session.identity));
    }
  }
}

/** A session has what is said of it or of anything in it; a footstep what is said of it, its request, or its session as a whole. */
function findingTest(fits: (finding: FilterFinding) => boolean, { findings }: FilterContext): Test {
  const [sessions, whole, events, requests] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const finding of findings) {
    if (!fits(finding)) continue;
    if (finding.sessionKey !== null) sessions.add(finding.sessionKey);
    if (finding.eventId !== null) events.add(finding.eventId);
    else if (finding.requestId !== null) requests.add(finding.requestId);
    else if (finding.sessionKey !== null) whole.add(finding.sessionKey);
  }
  return ({ footstep, session }) => {
    if (!footstep) return session !== null && sessions.has(session.key);
    return events.has(footstep.id) || requests.has(footstep.requestId) || (footstep.sessionKey !== null && whole.has(footstep.sessionKey));
  };
}

function missesBeats(session: FilterSession, now: number): boolean {
  const { heartbeat } = session;
  return heartbeat !== null && (beatStrip(heartbeat, endOf(session, now) ?? now, heartbeat.seen.length)?.missed ?? 0) > 0;
}

/** By session, the longest time between one footstep and the next. */
function longestGaps(footsteps: FilterContext['footsteps']): ReadonlyMap<string, number> {
  const gaps = new Map<string, number>();
  for (const [key, of] of Map.groupBy(footsteps, (f) => f.sessionKey)) {
    if (key === null) continue;
    const times = Float64Array.from(of, (f) => f.occurredAt).toSorted();
    gaps.set(key, times.reduce((longest, at, i) => (i === 0 ? 0 : Math.max(longest, at - (times[i - 1] as number))), 0));
  }
  return gaps;
}
