import type { EpochMs } from '../base/time.ts';
import type { Event, EventId } from '../domain/event.ts';
import { declaredKey, laneKey, newLane, type Lane } from '../domain/lane.ts';
import { laterOutcome, sameOutcome } from '../domain/outcome.ts';
import type { Counters, IngestTransaction, Repository, RequestRecord } from '../domain/ports.ts';
import type { CapturedRequest, Outcome, RequestId } from '../domain/request.ts';
import type { SessionKey } from '../domain/session.ts';
import type { Sighting } from '../domain/session-facts.ts';
import { applySignals, type EnvironmentChange } from '../domain/session-machine.ts';
import type { Registry } from '../protocols/registry.ts';
import { storedCounters } from '../domain/stored-size.ts';
import { addCounters } from './counters.ts';
import { applyChanges, hideFromStart, openSessionsOf } from './environment.ts';
import { adoptLanes } from './adopt-lanes.ts';
import { foldRepeats, type Folded } from './fold-repeats.ts';
import { prepareOnce, type BodyCaps, type Prepared } from './prepare.ts';
import type { RulesOf } from './rules.ts';
import { writeSessions } from './write-sessions.ts';

/** What came since the last write, in the order in which it came. */
export type IngestBatch = {
  readonly requests: readonly CapturedRequest[];
  /** Of requests in this batch or stored before; of others they are ignored. */
  readonly outcomes?: ReadonlyMap<RequestId, Outcome>;
  readonly environment?: readonly EnvironmentChange[];
  /** Tabs that are on screen: sessions that begin in other tabs begin hidden. Absent: unknown. */
  readonly shownTabs?: ReadonlySet<number>;
  readonly counters?: Counters;
};

export type IngestDeps = {
  readonly repository: Repository;
  readonly registry: Registry;
  readonly rulesOf: RulesOf;
  readonly caps?: BodyCaps | undefined;
  /** How sessions that changed are written; absent: described with their findings, as of now. */
  readonly describe?: typeof writeSessions;
};

/** Tabs whose sessions changed, for those who show that elsewhere than on our pages. */
export type Ingested = { readonly tabs: ReadonlySet<number> };

/**
 * Takes a batch in: reads its requests, then writes everything that follows from them in one transaction. A request that is stored already
 * changes nothing but its outcome, unless its body was hidden and now is not, so a batch may be given again after any failure.
 */
export const ingest = (deps: IngestDeps, batch: IngestBatch, now: EpochMs): Promise<Ingested> => store(deps, batch, readAll(batch, deps.registry, deps.caps), now);

/**
 * The second half of {@link ingest}. Whatever one answer does not decide about the next question is asked together, and all is written
 * together: what takes time is the way to the database and back, and a busy worker is long on that way.
 */
export function store(deps: IngestDeps, batch: IngestBatch, { read: asSent, counters }: ReadBatch, now: EpochMs): Promise<Ingested> {
  return deps.repository.transact(async (tx) => {
    const read = await adoptLanes(tx, asSent);
    const changes = batch.environment ?? [];
    const [known, sent, lanes, open] = await Promise.all([storedRequests(tx, read, batch), sentBefore(tx, read), lanesOf(tx, read, batch, now), openSessionsOf(tx, changes)]);
    const { fresh, changed } = withOutcomes(known, read, batch.outcomes ?? new Map());
    const { events, repeats } = await foldRepeats(tx, fresh.flatMap((p) => p.events), sent, new Map([...changed, ...fresh.map((p) => p.record)].map(({ id, outcome }) => [id, outcome])));

    const byLane = Map.groupBy(fresh, (p) => p.lane);
    const moved = new Map<EventId, SessionKey | null>();
    const written: Changed[] = [];
    for (const key of new Set([...byLane.keys(), ...open.keys()])) {
      const lane = await changeLane(tx, laneWork(key, byLane.get(key) ?? [], repeats, open.get(key) ?? new Set()), lanes, batch, deps, now);
      if (!lane) continue;
      written.push(lane);
      for (const [id, sessionKey] of lane.assigned) {
        const event = events.get(id);
        if (event) events.set(id, { ...event, sessionKey });
        else moved.set(id, sessionKey);
      }
    }

    const delta = countOf(fresh, repeats.size, counters);
    const [tabs] = await Promise.all([
      writeLanes(tx, written, deps, now),
      changed.length ? tx.putOutcomes(changed) : undefined,
      fresh.length ? tx.putRequests(fresh.map((p) => p.record), new Map(fresh.map((p) => [p.record.id, p.body]))) : undefined,
      events.size ? tx.putEvents([...events.values()]) : undefined,
      moved.size ? tx.assignEvents(moved) : undefined,
      Object.keys(delta).length ? tx.count(delta) : undefined,
    ]);
    return { tabs };
  });
}

function countOf(fresh: readonly Prepared[], repeats: number, counters: Counters): Counters {
  const delta = { ...counters };
  for (const { record, limited, tooLarge, wasHidden } of fresh) {
    if (wasHidden) addCounters(delta, { candidates: -1, [columnOf(wasHidden)]: -1 });
    addCounters(delta, { candidates: 1, [columnOf(record)]: 1, ...(limited ? { 'limit.decompression': 1 } : {}), ...(tooLarge ? { 'limit.tooLarge': 1 } : {}) });
  }
  if (repeats) addCounters(delta, { repeats });
  if (fresh.length) addCounters(delta, addedBy(fresh, repeats));
  return delta;
}

/** The counter of the capture ledger that a request is in: each is in one. */
const columnOf = ({ result, hiddenBy }: RequestRecord): string => (hiddenBy === undefined ? result : `${result}.${hiddenBy}`);

/** What of a batch is new in the store. */
function addedBy(fresh: readonly Prepared[], repeats: number): Counters {
  const added = fresh.filter(({ wasHidden }) => !wasHidden);
  return storedCounters({
    requests: added.length, events: fresh.reduce((sum, { events }) => sum + events.length, 0) - repeats, bodyBytes: fresh.reduce((sum, { record }) => sum + (record.bodySize ?? 0), 0),
  });
}

/** The requests that a dissector took, read. */
export type ReadBatch = { readonly read: readonly Prepared[]; readonly counters: Counters };

/**
 * The first half of {@link ingest}, which needs no store. One of the three places where an exception is caught: a bug in reading one request
 * must not cost the others.
 */
export function readAll(batch: IngestBatch, registry: Registry, caps?: BodyCaps, prepareOne = prepareOnce): ReadBatch {
  const counters: Record<string, number> = { ...batch.counters };
  const read: Prepared[] = [];
  for (const request of batch.requests) {
    if (request.incognito) {
      addCounters(counters, { 'dropped.private': 1 });
      continue;
    }
    try {
      const prepared = prepareOne(request, registry, caps);
      if (prepared) read.push(prepared);
    } catch {
      addCounters(counters, { candidates: 1, 'undecodable.failed': 1 });
    }
  }
  return { read, counters };
}

/** Those requests of a batch that are stored, by id. */
async function storedRequests(tx: IngestTransaction, read: readonly Prepared[], { outcomes }: IngestBatch): Promise<ReadonlyMap<RequestId, RequestRecord>> {
  const ids = [...new Set([...read.map((p) => p.record.id), ...(outcomes?.keys() ?? [])])];
  return new Map((ids.length ? await tx.requests(ids) : []).map((record) => [record.id, record]));
}

/** The stored events that these may be again. */
async function sentBefore(tx: IngestTransaction, read: readonly Prepared[]): Promise<readonly Event[]> {
  const keys = [...new Set(read.flatMap((p) => p.events.map((e) => e.dedupeKey)))].filter((key) => key !== null);
  return keys.length ? tx.eventsByDedupeKey(keys) : [];
}

/** The requests that are not stored yet, with what is known of their outcome, and those stored of which that changes. */
function withOutcomes(known: ReadonlyMap<RequestId, RequestRecord>, read: readonly Prepared[], outcomes: ReadonlyMap<RequestId, Outcome>): { readonly fresh: readonly Prepared[]; readonly changed: readonly RequestRecord[] } {
  const fresh = new Map<RequestId, Prepared>();
  const later = new Map(outcomes);
  for (const prepared of read) {
    const { id, outcome } = prepared.record;
    if (fresh.has(id)) continue;
    const told = later.get(id);
    const now = told ? laterOutcome(outcome, told) : outcome;
    const stored = known.get(id);
    // Nothing was read from it as its body was hidden; now another witness has brought it.
    const wasHidden = stored?.result === 'bodyUnavailable' && prepared.record.result !== 'bodyUnavailable' ? stored : undefined;
    if (stored && !wasHidden) later.set(id, now);
    else {
      fresh.set(id, { ...prepared, wasHidden, record: { ...prepared.record, outcome: stored ? laterOutcome(stored.outcome, now) : now } });
      later.delete(id);
    }
  }
  const changed = [...later].flatMap(([id, outcome]) => {
    const stored = known.get(id);
    const next = stored && laterOutcome(stored.outcome, outcome);
    return next && !sameOutcome(stored.outcome, next) ? [{ ...stored, outcome: next }] : [];
  });
  return { fresh: [...fresh.values()], changed };
}

type LaneWork = {
  readonly key: string;
  /** Makes the lane where it is new; absent where only the browser had something to say. */
  readonly first: Prepared | undefined;
  readonly sightings: readonly Sighting[];
  readonly open: ReadonlySet<SessionKey>;
};

function laneWork(key: string, prepared: readonly Prepared[], repeats: Folded['repeats'], open: ReadonlySet<SessionKey>): LaneWork {
  const sightings = prepared
    .flatMap((p) => p.sightings)
    .map((s) => {
      const repeat = s.context.eventId === null ? undefined : repeats.get(s.context.eventId);
      return repeat ? { ...s, context: { ...s.context, eventId: repeat.of, ...(repeat.wasRefused ? { wasRefused: true } : { isRepeat: true }) } } : s;
    });
  return { key, first: prepared.find((p) => laneKey(p.record.protocol, p.record.endpointKey) === key), sightings, open };
}

/** The part of a lane that was read, and for what. */
type ReadLane = { readonly from: EpochMs; readonly keys: ReadonlySet<SessionKey>; readonly lane: Lane | null };

/** The lanes of what was read, before it is known what of it is new. */
async function lanesOf(tx: IngestTransaction, read: readonly Prepared[], batch: IngestBatch, now: EpochMs): Promise<ReadonlyMap<string, ReadLane>> {
  const lanes = [...Map.groupBy(read, (p) => p.lane)].map(async ([key, prepared]): Promise<[string, ReadLane]> => {
    const sightings = prepared.flatMap((p) => p.sightings);
    const from = earliest(sightings, batch, now);
    const keys = new Set(namedKeys(key, prepared[0], sightings));
    return [key, { from, keys, lane: await tx.loadLane(key, from, [...keys]) }];
  });
  return new Map(await Promise.all(lanes));
}

const earliest = (sightings: readonly Sighting[], { environment = [] }: IngestBatch, now: EpochMs): EpochMs => Math.min(now, ...sightings.map((s) => s.signal.at), ...environment.map((c) => c.at));

/** A lane with what a batch makes of it, not written yet. */
type Changed = {
  readonly stored: Lane | null;
  readonly lane: Lane;
  readonly changed: ReadonlySet<SessionKey>;
  readonly removed: ReadonlySet<SessionKey>;
  readonly assigned: ReadonlyMap<EventId, SessionKey | null>;
};

async function changeLane(tx: IngestTransaction, work: LaneWork, lanes: ReadonlyMap<string, ReadLane>, batch: IngestBatch, { rulesOf }: IngestDeps, now: EpochMs): Promise<Changed | null> {
  const { key, first, sightings, open } = work;
  const from = earliest(sightings, batch, now);
  const named = [...new Set([...open, ...namedKeys(key, first, sightings)])];
  const known = lanes.get(key);
  const isEnough = known !== undefined && known.from <= from && named.every((one) => known.keys.has(one));
  const stored = isEnough ? known.lane : await tx.loadLane(key, from, named);
  const before = stored ?? (first && newLane(first.record.protocol, first.record.endpointKey, first.record.endpoint));
  if (!before) return null;

  const rulesFor = rulesOf(before.protocol);
  const change = applySignals(before, sightings, rulesFor);
  const begun = [...change.changed].filter((k) => !before.sessions.has(k));
  const shown = batch.shownTabs ? hideFromStart(change.lane, begun, batch.shownTabs, rulesFor) : change.lane;
  const { lane, changed } = applyChanges(shown, new Set([...open, ...change.changed]), batch.environment ?? [], rulesFor);
  return { stored, lane, changed: new Set([...change.changed, ...changed]), removed: change.removed, assigned: change.assigned };
}

/** One after another: the findings of a session look at those of the vendor's other lanes. */
async function writeLanes(tx: IngestTransaction, lanes: readonly Changed[], { rulesOf, describe = writeSessions }: IngestDeps, now: EpochMs): Promise<ReadonlySet<number>> {
  const tabs = new Set<number>();
  for (const { stored, lane, changed, removed } of lanes) {
    const [records] = await Promise.all([
      describe(tx, lane, changed, rulesOf(lane.protocol), now),
      removed.size ? tx.removeSessions([...removed]) : undefined,
      stored && same(stored.waiting, lane.waiting) && same(stored.noIds, lane.noIds) ? undefined : tx.putLane(lane),
    ]);
    for (const tab of records.flatMap((r) => r.tabIds)) tabs.add(tab);
  }
  return tabs;
}

/** The sessions that the signals name by id. */
function namedKeys(key: string, first: Prepared | undefined, sightings: readonly Sighting[]): SessionKey[] {
  if (!first) return [];
  const lane = { protocol: first.record.protocol, key };
  return sightings.flatMap(({ signal }) => {
    const id = signal.sessionId ?? signal.sessionIdOrIdentity;
    return id === undefined ? [] : [declaredKey(lane, id)];
  });
}

const same = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);
