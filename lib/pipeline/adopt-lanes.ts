import { declaredKey } from '../domain/lane.ts';
import type { IngestTransaction } from '../domain/ports.ts';
import type { SessionSignal } from '../domain/signal.ts';
import { inLane, type Prepared } from './prepare.ts';

/** Where the key of a project stands in a header, a preflight names none, nor does a request whose headers the browser did not tell (its worker was stopped in that moment). */
const mayLackKey = ({ record, sightings }: Prepared): boolean =>
  record.endpoint.project === null && sightings.length > 0 && (record.headers.length === 0 || sightings.every((s) => s.signal.preflightOnly));

/**
 * Finds the lane of requests that name no project as their headers were not seen: they go to the vendor's lane that has the session which they
 * name, in this batch or stored, else they stay where they are.
 */
export async function adoptLanes(tx: IngestTransaction, prepared: readonly Prepared[]): Promise<readonly Prepared[]> {
  if (!prepared.some(mayLackKey)) return prepared;
  const adopted: Prepared[] = [];
  for (const p of prepared) {
    const lane = mayLackKey(p) ? await laneOf(tx, p, prepared) : null;
    adopted.push(lane === null ? p : inLane(p, lane));
  }
  return adopted;
}

async function laneOf(tx: IngestTransaction, lacking: Prepared, batch: readonly Prepared[]): Promise<string | null> {
  const named = lacking.sightings.flatMap((s) => nameOf(s.signal) ?? []);
  const { protocol } = lacking.record;
  const inBatch = batch.find((p) => p.record.protocol === protocol && !mayLackKey(p) && p.sightings.some((s) => named.includes(nameOf(s.signal) ?? '')));
  if (inBatch) return inBatch.lane;
  for (const key of await tx.laneKeys(protocol)) {
    if (key === lacking.lane) continue;
    const lane = await tx.loadLane(key, lacking.record.startedAt, named.map((name) => declaredKey({ key, protocol }, name)));
    const holds = (name: string): boolean => lane !== null && (lane.sessions.has(declaredKey(lane, name)) || [...lane.sessions.values()].some((s) => s.chain === name));
    if (named.some(holds)) return key;
  }
  return null;
}

const nameOf = (signal: SessionSignal): string | undefined => signal.sessionIdOrIdentity ?? signal.sessionId ?? signal.identity;
