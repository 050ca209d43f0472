import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest, RequestId } from '../domain/request.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { createRegistry } from '../protocols/registry.ts';
import { ingest } from './ingest.ts';
import { createMemoryRepository } from './memory-repository.ts';
import { createRules, type RulesOverrides } from './rules.ts';
import { writeSessions } from './write-sessions.ts';

/** What reading a recording gives. */
export type ReadRecording = {
  readonly requests: readonly RequestRecord[];
  readonly bodies: ReadonlyMap<RequestId, Body>;
  readonly events: readonly Event[];
  readonly sessions: readonly SessionRecord[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
};

export type ReadOptions = {
  readonly dissectors: readonly Dissector[];
  /** The moment as of which sessions are described. */
  readonly now: EpochMs;
  readonly overrides?: RulesOverrides;
};

const AT_ONCE = 250;

/** Reads requests from a file as the background reads those of the browser, without a store. Give them in the order of time. */
export async function readRequests(requests: readonly CapturedRequest[], { dissectors, now, overrides }: ReadOptions): Promise<ReadRecording> {
  const repository = createMemoryRepository();
  const rulesOf = createRules(dissectors, overrides);
  const deps = { repository, registry: createRegistry(dissectors), rulesOf };
  for (let i = 0; i < requests.length; i += AT_ONCE) {
    const some = requests.slice(i, i + AT_ONCE);
    await ingest(deps, { requests: some, counters: { seen: some.length } }, now);
  }
  const { held } = repository;
  for (const key of held.lanes.keys()) {
    // Once more in the end: sessions in other lanes, and those that came later, count for the findings of earlier ones.
    await repository.transact(async (tx) => {
      const lane = await tx.loadLane(key, -Infinity, []);
      if (lane) await writeSessions(tx, lane, lane.sessions.keys(), rulesOf(lane.protocol), now);
    });
  }
  return {
    requests: [...held.requests.values()], bodies: held.bodies, events: [...held.events.values()], sessions: [...held.sessions.values()],
    findings: [...held.findings.values()].flat(), counters: Object.fromEntries(held.counters),
  };
}
