import type { Counters } from '../domain/ports.ts';
import type { Database } from './db.ts';

/** Adds to the counters, inside whatever transaction is open. */
export async function addToCounters(db: Database, delta: Counters): Promise<void> {
  const names = Object.keys(delta);
  const known = await db.counters.bulkGet(names);
  await db.counters.bulkPut(names.map((name, i) => ({ name, n: (known[i]?.n ?? 0) + (delta[name] ?? 0) })));
}
