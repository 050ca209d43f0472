import { Dexie } from 'dexie';
import type { EpochMs } from '../base/time.ts';
import { byStart, type Lane } from '../domain/lane.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { Database, SessionRow } from './db.ts';
import { damage, isFacts, isSession } from './sound-rows.ts';

/** Sessions on either side of a named one, and before the newest: more than any rule looks back. */
const AROUND = 24;
/** Input with a clock years behind must not load a lane whole. */
const MAX_FROM = 200;
/** The ledger of a neighbour speaks of its own neighbour. */
const HOPS = 2;

/** The part of a lane that input from `from` on and the sessions `keys` can concern. Null where the lane is unknown. */
export async function loadLane(db: Database, key: string, from: EpochMs, keys: readonly SessionKey[]): Promise<Lane | null> {
  const rows = new Map<SessionKey, SessionRow>();
  const add = (found: readonly (SessionRow | undefined)[]): void => {
    for (const session of damage.sound('sessions', found.filter((one) => one !== undefined), isSession)) if (session.lane === key) rows.set(session.key, session);
  };
  const after = (at: EpochMs) => db.sessions.where('[lane+startedAt]').between([key, at], [key, Dexie.maxKey], true, true);
  const before = (at: EpochMs) => db.sessions.where('[lane+startedAt]').between([key, Dexie.minKey], [key, at], true, false);

  // Asked together wherever one answer does not decide about the next question: what takes time is the way to the database and back.
  const [row, next, last, newest, all] = await Promise.all([
    db.lanes.get(key), after(from).limit(MAX_FROM).toArray(), before(from).reverse().limit(AROUND).toArray(), before(Infinity).reverse().limit(AROUND).toArray(), db.sessions.bulkGet([...keys]),
  ]);
  if (!row) return null;
  const named = damage.sound('sessions', all.filter((s) => s !== undefined), isSession);
  for (const found of [next, last, newest, named]) add(found);
  const facts = new Map<SessionKey, SessionFacts>();
  const addFacts = async (): Promise<void> => {
    for (const found of await db.facts.bulkGet([...rows.keys()].filter((one) => !facts.has(one)))) if (found) facts.set(found.key, found.facts);
  };
  const old = named.filter((s) => s.startedAt < from);
  const [around] = await Promise.all([Promise.all(old.flatMap((s) => [before(s.startedAt).reverse().limit(AROUND).toArray(), after(s.startedAt).limit(AROUND).toArray()])), addFacts()]);
  for (const found of around) add(found);
  for (let hop = 0; hop < HOPS; hop++) {
    const missing = [...rows.values()].flatMap((s) => [s.start.previousKey, s.end?.nextKey ?? null]).filter((k) => k !== null && !rows.has(k)) as SessionKey[];
    if (!missing.length) break;
    add(await db.sessions.bulkGet([...new Set(missing)]));
  }
  if (facts.size < rows.size) await addFacts();

  const sound = damage.sound('facts', [...facts.values()], isFacts).toSorted(byStart);
  // Of a damaged row, what waits is lost; its sessions are not.
  const { waiting, noIds } = row;
  return { ...row, waiting: Array.isArray(waiting) ? waiting : [], noIds: Array.isArray(noIds) ? noIds : [], sessions: new Map(sound.map((f) => [f.key, f])) };
}
