import type { EpochMs } from '../base/time.ts';
import type { SessionKey } from '../domain/session.ts';
import type { IngestTransaction, SessionRef } from '../domain/ports.ts';
import type { IngestDeps, Ingested } from './ingest.ts';
import { writeSessions } from './write-sessions.ts';

/** Sessions described in one transaction: with their neighbours they stay within the rows that live queries take well. */
const AT_ONCE = 15;
/** More than this would be due only after months of sleep; the next tick takes the rest. */
const MAX_ROUNDS = 40;

type Deps = Pick<IngestDeps, 'repository' | 'rulesOf'>;

/** Describes the sessions anew whose state changes by themselves: time-outs that passed while nothing happened. */
export const tick = (deps: Deps, now: EpochMs): Promise<Ingested> => describeAgain(deps, now, (tx) => tx.dueSessions(now, AT_ONCE));

/** Describes all open sessions anew: the rules by which they live have changed. */
export const redescribe = (deps: Deps, now: EpochMs): Promise<Ingested> => describeAgain(deps, now, (tx) => tx.openSessions(null));

async function describeAgain({ repository, rulesOf }: Deps, now: EpochMs, find: (tx: IngestTransaction) => Promise<readonly SessionRef[]>): Promise<Ingested> {
  const tabs = new Set<number>();
  const done = new Set<SessionKey>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const more = await repository.transact(async (tx) => {
      const due = (await find(tx)).filter(({ key }) => !done.has(key)).slice(0, AT_ONCE);
      for (const [key, refs] of Map.groupBy(due, (r) => r.lane)) {
        const keys = refs.map((r) => r.key);
        const lane = await tx.loadLane(key, now, keys);
        if (!lane) continue;
        for (const record of await writeSessions(tx, lane, keys, rulesOf(lane.protocol), now)) for (const tab of record.tabIds) tabs.add(tab);
      }
      for (const { key } of due) done.add(key);
      return due.length > 0;
    });
    if (!more) break;
  }
  return { tabs };
}
