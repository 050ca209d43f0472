import { Dexie } from 'dexie';
import type { EpochMs } from '../base/time.ts';
import { byStart, type Lane } from '../domain/lane.ts';
import type { SessionKey } from '../domain/session.ts';
import type { Database, SessionRow } from './db.ts';

/** Sessions on either side of a named one, and before the newest: more than any rule looks back. */
const AROUND = 24;
/** Input with a clock years behind must not load a lane whole. */
const MAX_FROM = 200;
/** The ledger of a neighbour speaks of its own neighbour. */
const HOPS = 2;

/** The part of a lane that input from `from` on and the sessions `keys` can concern. Null where the lane is unknown. */
export async function loadLane(db: Database, key: string, from: EpochMs, keys: readonly SessionKey[]): Promise<Lane | null> {
  const row = await db.lanes.get(key);
  if (!row) return null;
  const rows = new Map<SessionKey, SessionRow>();
  const add = (found: readonly (SessionRow | undefined)[]): void => {
    for (const session of found) if (session?.lane === key) rows.set(session.key, session);
  };
  const after = (at: EpochMs) => db.sessions.where('[lane+startedAt]').between([key, at], [key, Dexie.maxKey], true, true);
  const before = (at: EpochMs) => db.sessions.where('[lane+startedAt]').between([key, Dexie.minKey], [key, at], true, false);

  add(await after(from).limit(MAX_FROM).toArray());
  add(await before(from).reverse().limit(AROUND).toArray());
  add(await before(Infinity).reverse().limit(AROUND).toArray());
  const named = (await db.sessions.bulkGet([...keys])).filter((s) => s !== undefined);
  add(named);
  for (const session of named.filter((s) => s.startedAt < from)) {
    add(await before(session.startedAt).reverse().limit(AROUND).toArray());
    add(await after(session.startedAt).limit(AROUND).toArray());
  }
  for (let hop = 0; hop < HOPS; hop++) {
    const missing = [...rows.values()].flatMap((s) => [s.start.previousKey, s.end?.nextKey ?? null]).filter((k) => k !== null && !rows.has(k)) as SessionKey[];
    if (!missing.length) break;
    add(await db.sessions.bulkGet([...new Set(missing)]));
  }

  const facts = (await db.facts.bulkGet([...rows.keys()])).flatMap((f) => (f ? [f.facts] : [])).toSorted(byStart);
  return { ...row, sessions: new Map(facts.map((f) => [f.key, f])) };
}
