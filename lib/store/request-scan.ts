import { chunksOf } from '../base/chunks.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Database } from './db.ts';
import { toRequest } from './rows.ts';

const AT_ONCE = 500;
/** Beyond that nobody waits for the answer. */
const MOST = 20_000;

/** `looked`: so many of the newest requests were looked at. */
export type RequestScan = { readonly looked: number; readonly all: boolean; readonly matched: number; readonly newest: readonly RequestRecord[] };

/** Looks through the newest stored requests. `keep`: so many of those that match are given, newest first. */
export async function scanRequests(db: Database, matches: (request: RequestRecord) => boolean, keep: number, most = MOST): Promise<RequestScan> {
  const keys = await db.requests.orderBy('startedAt').reverse().limit(most + 1).primaryKeys();
  const newest: RequestRecord[] = [];
  let matched = 0;
  for (const some of chunksOf(keys.slice(0, most), AT_ONCE)) {
    for (const row of await db.requests.bulkGet(some)) {
      if (!row || !matches(row)) continue;
      matched++;
      if (newest.length < keep) newest.push(toRequest(row));
    }
  }
  return { looked: Math.min(keys.length, most), all: keys.length <= most, matched, newest };
}
