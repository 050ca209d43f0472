import type { LaneEdit } from './gap-chain.ts';
import { MAX_WAITING, type Lane } from './lane.ts';
import { absorb, cloneFacts, type SessionFacts, type Sighting } from './session-facts.ts';

/** Clocks of one page agree, but its SDK may stamp an event a little before the session that it opens. */
const TOLERANCE_MS = 1_000;

/** Whether an event without an id can be the session's: same document where both are known, else same tab, else same release. */
function fits(facts: SessionFacts, { signal, context }: Sighting): boolean {
  if (context.documentId !== null && facts.documents.length) return facts.documents.includes(context.documentId);
  if (context.tabId !== null && facts.tabs.length) return facts.tabs.includes(context.tabId);
  const release = signal.attributes?.['release'];
  return release === undefined || facts.attributes['release'] === undefined || release === facts.attributes['release'];
}

/** Open at that moment: begun, and not said to have exited before. A crash ends the session for the server, not for the page. */
function openAt(facts: SessionFacts, at: number, tolerance: number): boolean {
  if (facts.startedAt > at + tolerance) return false;
  return !(facts.status?.value === 'exited' && facts.status.at < at);
}

function findByTime(lane: Lane, sighting: Sighting): SessionFacts | null {
  return newestOpen(lane, sighting, 0) ?? newestOpen(lane, sighting, TOLERANCE_MS);
}

function newestOpen(lane: Lane, sighting: Sighting, tolerance: number): SessionFacts | null {
  let best: SessionFacts | null = null;
  for (const facts of lane.sessions.values()) {
    if (facts.chain !== '' || !openAt(facts, sighting.signal.at, tolerance) || !fits(facts, sighting)) continue;
    if (!best || facts.startedAt > best.startedAt || (facts.startedAt === best.startedAt && facts.key > best.key)) best = facts;
  }
  return best;
}

/** Gives an event without an id to the session that was open then on its page; keeps it waiting where none is known yet. */
export function placeByTime(lane: Lane, sighting: Sighting, edit: LaneEdit): void {
  const found = findByTime(lane, sighting);
  if (!found) {
    lane.waiting.push(sighting);
    if (lane.waiting.length > MAX_WAITING) lane.waiting.shift();
    edit.assign(sighting.context.eventId, null);
    return;
  }
  absorb(edit.own(found), sighting);
  edit.assign(sighting.context.eventId, found.key);
}

/** A session has become known (or known to have begun earlier): it takes the events that had waited or had gone to the one before. */
export function claimByTime(lane: Lane, session: SessionFacts, edit: LaneEdit): void {
  const mine = (s: Sighting) => s.signal.byTime === true && findByTime(lane, s)?.key === session.key;
  const waiting = lane.waiting.filter(mine);
  const moved: Sighting[] = [];
  for (const other of [...lane.sessions.values()]) {
    // What came last to it lies before this one: nothing of it can be this one's.
    if (other.key === session.key || other.chain !== '' || other.lastSignAt + TOLERANCE_MS < session.startedAt) continue;
    const leaving: Sighting[] = [];
    for (const { sighting } of other.recent) if (sighting && mine(sighting)) leaving.push(sighting);
    if (!leaving.length) continue;
    moved.push(...leaving);
    edit.put(withoutSightings(other, leaving));
  }
  if (!waiting.length && !moved.length) return;
  lane.waiting = lane.waiting.filter((s) => !waiting.includes(s));
  for (const sighting of [...waiting, ...moved]) {
    absorb(session, sighting);
    edit.assign(sighting.context.eventId, session.key);
  }
  edit.put(session);
}

/** The session less some sightings that it holds. Extremes that only those had are recomputed from what is remembered. */
function withoutSightings(facts: SessionFacts, leaving: readonly Sighting[]): SessionFacts {
  const copy = cloneFacts(facts);
  copy.recent = copy.recent.filter((m) => !(m.sighting && leaving.includes(m.sighting)));
  const requests = new Set(copy.recent.map((m) => m.requestId));
  for (const { context, signal } of leaving) {
    if (context.eventId !== null) {
      copy.counts.events--;
      if (context.isError) copy.counts.errors--;
      if (signal.type === 'heartbeat') copy.counts.heartbeats--;
    }
    if (signal.type === 'heartbeat') copy.beats = copy.beats.filter((b) => b !== signal.at);
  }
  for (const id of new Set(leaving.map((s) => s.context.requestId))) if (!requests.has(id)) copy.counts.requests--;
  if (copy.recent.length) {
    copy.lastSignAt = Math.max(...copy.recent.map((m) => m.at));
    copy.lastEventAt = Math.max(...copy.recent.filter((m) => m.type !== 'heartbeat').map((m) => m.at));
    if (!Number.isFinite(copy.lastEventAt)) copy.lastEventAt = copy.lastSignAt;
  }
  return copy;
}
