import type { EpochMs } from '../base/time.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import type { Database } from './db.ts';

export type StoredRequest = Omit<CapturedRequest, 'body'> & { readonly body: Body };

/** Requests begun since `from`, with their bodies: what the self-test looks at, where a live query would be read anew for each of hundreds. */
export async function requestsSince(db: Database, from: EpochMs): Promise<readonly StoredRequest[]> {
  const rows = await db.requests.where('startedAt').aboveOrEqual(from).toArray();
  const bodies = await db.bodies.bulkGet(rows.map((row) => row.id));
  return rows.map((row, i) => ({ ...row, body: bodies[i]?.body ?? { kind: 'none' } }));
}
