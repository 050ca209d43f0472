import { declaredKey } from '../domain/lane.ts';
import type { IngestTransaction } from '../domain/ports.ts';
import type { SessionSignal } from '../domain/signal.ts';
import type { Prepared } from './prepare.ts';

const isEvidenceOnly = (p: Prepared): boolean => p.record.endpoint.project === null && p.sightings.length > 0 && p.sightings.every((s) => s.signal.preflightOnly);

/**
 * Finds the lane of requests that are only preflights. A preflight has no headers, so where the key of a project stands in one (Exceptionless)
 * it names none: it goes to the vendor's lane that has the session which it names, in this batch or stored, else it stays where it is.
 */
export async function adoptPreflights(tx: IngestTransaction, prepared: readonly Prepared[]): Promise<Prepared[]> {
  const adopted: Prepared[] = [];
  for (const p of prepared) adopted.push(isEvidenceOnly(p) ? { ...p, lane: (await laneOf(tx, p, prepared)) ?? p.lane } : p);
  return adopted;
}

async function laneOf(tx: IngestTransaction, preflight: Prepared, batch: readonly Prepared[]): Promise<string | null> {
  const named = preflight.sightings.map((s) => nameOf(s.signal));
  const { protocol } = preflight.record;
  const inBatch = batch.find((p) => p.record.protocol === protocol && !isEvidenceOnly(p) && p.sightings.some((s) => named.includes(nameOf(s.signal))));
  if (inBatch) return inBatch.lane;
  for (const key of await tx.laneKeys(protocol)) {
    const lane = await tx.loadLane(key, preflight.record.startedAt, []);
    const holds = (name: string | undefined): boolean =>
      lane !== null && name !== undefined && (lane.sessions.has(declaredKey(lane, name)) || [...lane.sessions.values()].some((s) => s.chain === name));
    if (named.some(holds)) return key;
  }
  return null;
}

const nameOf = (signal: SessionSignal): string | undefined => signal.sessionIdOrIdentity ?? signal.sessionId ?? signal.identity;
