import type { EpochMs } from '../base/time.ts';
import { byStart, type Lane } from '../domain/lane.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';

/** Sessions at hand, beside those of the last hours: more than the background loads for what comes. */
const NEWEST = 64;
/** Longer than any vendor's time-out by default. */
const HOURS = 2 * 3_600_000;

type Kept = {
  lane: Lane;
  /** Sessions that nothing but their own name concerns any more. */
  readonly laidAside: Map<SessionKey, SessionFacts>;
  latest: EpochMs;
  /** So many at hand, and it is looked for such as can be laid aside. */
  limit: number;
};

/** The lanes of a file, however long it is: the machine sees those sessions that what comes can concern, as it does of a store. */
export type FileLanes = {
  /** With the sessions of these keys in any case; null where the lane is new. */
  get(key: string, named: readonly SessionKey[]): Lane | null;
  put(lane: Lane, changed: Iterable<SessionKey>): void;
  keys(): readonly string[];
  /** Lanes with all their sessions. */
  whole(): Lane[];
};

export function createFileLanes(): FileLanes {
  const lanes = new Map<string, Kept>();
  return {
    get(key, named) {
      const kept = lanes.get(key);
      if (!kept) return null;
      for (const name of named) {
        const facts = kept.laidAside.get(name);
        if (!facts) continue;
        kept.laidAside.delete(name);
        kept.lane.sessions.set(name, facts);
      }
      return kept.lane;
    },
    put(lane, changed) {
      const kept = lanes.get(lane.key) ?? { lane, laidAside: new Map(), latest: -Infinity, limit: 2 * NEWEST };
      lanes.set(lane.key, kept);
      kept.lane = lane;
      for (const key of changed) kept.latest = Math.max(kept.latest, lane.sessions.get(key)?.lastReceivedAt ?? -Infinity);
      if (lane.sessions.size > kept.limit) layAside(kept);
    },
    keys: () => [...lanes.keys()],
    whole: () => [...lanes.values()].map(({ lane, laidAside }) => ({ ...lane, sessions: new Map([...laidAside, ...lane.sessions]) })),
  };
}

function layAside(kept: Kept): void {
  const sessions = [...kept.lane.sessions.values()].toSorted(byStart);
  const lastOfChain = new Map(sessions.map((facts) => [facts.chain, facts]));
  for (const facts of sessions.slice(0, -NEWEST)) {
    // The next event of an identity follows its last session, however long ago that was.
    if (facts.lastReceivedAt > kept.latest - HOURS || (facts.chain !== '' && lastOfChain.get(facts.chain) === facts)) continue;
    kept.lane.sessions.delete(facts.key);
    // What it would be built anew from is most of it, and is wanted no more.
    kept.laidAside.set(facts.key, { ...facts, recent: facts.recent.map((mark) => (mark.sighting ? { ...mark, sighting: null } : mark)) });
  }
  kept.limit = Math.max(2 * NEWEST, 2 * kept.lane.sessions.size);
}
