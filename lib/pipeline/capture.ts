import type { EpochMs } from '../base/time.ts';
import type { FeedItem } from '../domain/feed.ts';
import { laterOutcome } from '../domain/outcome.ts';
import type { Counters, Inbox, InboxRow, RequestRow } from '../domain/ports.ts';
import type { CapturedRequest, Header, Outcome, RequestId } from '../domain/request.ts';
import type { EnvironmentChange } from '../domain/session-machine.ts';
import type { Registry } from '../protocols/registry.ts';
import { ACCEPT_HIDDEN } from '../protocols/dissector.ts';
import { WireRequest } from '../protocols/wire-request.ts';
import { addCounters } from './counters.ts';
import { decodeBody } from './decode-body.ts';
import { ingest, readAll, store, type IngestDeps, type Ingested } from './ingest.ts';
import { prepareOnce } from './prepare.ts';

/** What may lie in the inbox. */
export type Keepable = Extract<FeedItem, { type: 'request' | 'outcome' }>;
export type CaptureDeps = IngestDeps & { readonly inbox: Inbox };

/** A request whose headers did not come for this long is read without them. */
export const HEADERS_WAIT_MS = 10_000;
/** Rows read in one transaction. A worker that dies of so little time that it cannot do these would never get on. */
export const SWEEP_ROWS = 40;

/** A request that this worker did not see begin, and of which nothing is stored. */
export type LostRequest = { readonly id: RequestId; readonly at: EpochMs };
export type Taken = Ingested & {
  readonly lost: readonly LostRequest[];
  /** Resolves when what is stored now is out of the inbox. What stays there is read once more, and changes nothing. */
  readonly removed: Promise<void>;
};

/**
 * Puts into the inbox what a death must not take away: every request that a dissector takes, or may take once its headers have come. That
 * takes a millisecond where sessions take ten, and whoever starts after a death reads it from there.
 *
 * @param isBehind reading lags, so that ends of requests are kept too
 * @param isSafe whether a death does not take an item away anyhow
 * @returns the keys that were put
 */
export async function keepItems(
  { inbox, registry, caps }: CaptureDeps,
  batch: readonly FeedItem[],
  now: EpochMs,
  isBehind: boolean,
  isSafe: (item: Keepable) => boolean = () => false,
): Promise<ReadonlySet<string>> {
  const rows = new Map<string, InboxRow>();
  for (const item of batch) {
    if (item.type === 'outcome' && isBehind && !isSafe(item)) {
      const id = outcomeKey(item);
      rows.set(id, { id, of: item.id, outcome: item.outcome, writtenAt: now });
    } else if (item.type === 'request' && !isSafe(item) && mayBeOurs(registry, item, caps)) {
      rows.set(item.request.id, rowOf(item, now));
    }
  }
  if (rows.size) await inbox.put([...rows.values()]);
  return new Set(rows.keys());
}

export const rowOf = ({ request, complete }: Extract<FeedItem, { type: 'request' }>, now: EpochMs): RequestRow => ({ id: request.id, request, complete, writtenAt: now });

/** The inbox's key of an outcome that was told. */
export const outcomeKey = ({ id, outcome }: Extract<FeedItem, { type: 'outcome' }>): string => `${id} ${outcome.kind} ${'endedAt' in outcome ? outcome.endedAt : ''}`;

/**
 * Reads and writes what feeds told. Ingest knows the requests that it has, so that this and the inbox need no common transaction.
 *
 * @param kept keys of the inbox that this batch stands for
 */
export async function takeItems(deps: CaptureDeps, batch: readonly FeedItem[], now: EpochMs, kept: readonly string[], shownTabs?: ReadonlySet<number>): Promise<Taken> {
  const { requests, headers, outcomes, environment, counters } = fold(batch);
  const ready: CapturedRequest[] = [];
  const told = new Set<RequestId>();
  const early = new Set<string>();
  for (const { request, complete } of requests.values()) {
    told.add(request.id);
    const late = headers.get(request.id);
    if (complete || late || outcomes.has(request.id)) ready.push(late ? { ...request, headers: late } : request);
    else early.add(request.id);
  }
  const asked = [...new Set([...headers.keys(), ...outcomes.keys()])].filter((id) => !told.has(id));
  const waiting = asked.length ? await deps.inbox.get(asked) : [];
  for (const { id, request } of waiting) ready.push({ ...request, headers: headers.get(id) ?? request.headers });

  const work = { requests: ready, outcomes, environment, counters, ...(shownTabs ? { shownTabs } : {}) };
  const result = await store(deps, work, readAll(work, deps.registry, deps.caps), now);
  const done = new Set<string>([...kept.filter((key) => !early.has(key)), ...ready.map((request) => request.id)]);
  const removed = done.size ? deps.inbox.remove([...done]).catch(() => undefined) : Promise.resolve();
  return { ...result, removed, lost: await lostOf(deps, unseenIn(batch, new Set([...told, ...ready.map((r) => r.id)]))) };
}

/**
 * Reads what a worker left behind as it died or could not keep up with, and requests whose headers never came. `more` false: there is nothing more.
 *
 * @param most rows that are read at once
 */
export async function sweepInbox(deps: CaptureDeps, now: EpochMs, before: EpochMs = now, most = SWEEP_ROWS): Promise<{ readonly tabs: ReadonlySet<number>; readonly more: boolean }> {
  const rows = await deps.inbox.oldest(before, most, (row) => !isRequest(row) || row.complete || row.writtenAt < now - HEADERS_WAIT_MS);
  const outcomes = new Map<RequestId, Outcome>();
  for (const row of rows) if (!isRequest(row)) outcomes.set(row.of, laterOutcome(outcomes.get(row.of) ?? { kind: 'pending' }, row.outcome));
  const requests = new Map(rows.filter(isRequest).map((row) => [row.id, row.request]));
  for (const { id, request } of await deps.inbox.get([...outcomes.keys()].filter((of) => !requests.has(of)))) requests.set(id, request);
  const done = [...new Set([...rows.map((row) => row.id), ...requests.keys()])];
  if (!done.length) return { tabs: new Set(), more: false };
  const { tabs } = await ingest(deps, { requests: [...requests.values()], outcomes }, now);
  await deps.inbox.remove(done);
  return { tabs, more: true };
}

const isRequest = (row: InboxRow): row is RequestRow => 'request' in row;

/** The requests of a batch that this worker did not see begin, and that are not in hand now. */
function unseenIn(batch: readonly FeedItem[], known: ReadonlySet<RequestId>): ReadonlyMap<RequestId, EpochMs> {
  const unseen = new Map<RequestId, EpochMs>();
  for (const item of batch) if ((item.type === 'outcome' || item.type === 'headers') && item.unseenAt !== undefined && !known.has(item.id)) unseen.set(item.id, item.unseenAt);
  return unseen;
}

/** Those of which nothing is stored, nor on its way into the store. */
export async function lostOf({ repository, inbox }: CaptureDeps, unseen: ReadonlyMap<RequestId, EpochMs>): Promise<readonly LostRequest[]> {
  if (!unseen.size) return [];
  const waiting = new Set((await inbox.get([...unseen.keys()])).map((row) => row.id));
  return repository.transact(async (tx) => {
    const stored = new Set((await tx.requests([...unseen.keys()])).map(({ id }) => id));
    return [...unseen].flatMap(([id, at]) => (waiting.has(id) || stored.has(id) ? [] : [{ id, at }]));
  });
}

type Folded = {
  readonly requests: ReadonlyMap<RequestId, { readonly request: CapturedRequest; readonly complete: boolean }>;
  readonly headers: ReadonlyMap<RequestId, readonly Header[]>;
  readonly outcomes: ReadonlyMap<RequestId, Outcome>;
  readonly environment: readonly EnvironmentChange[];
  readonly counters: Counters;
};

function fold(batch: readonly FeedItem[]): Folded {
  const requests = new Map<RequestId, { request: CapturedRequest; complete: boolean }>();
  const headers = new Map<RequestId, readonly Header[]>();
  const outcomes = new Map<RequestId, Outcome>();
  const environment: EnvironmentChange[] = [];
  const counters: Record<string, number> = {};
  for (const item of batch) {
    if (item.type === 'request') requests.set(item.request.id, { request: item.request, complete: item.complete });
    else if (item.type === 'headers') headers.set(item.id, item.headers);
    else if (item.type === 'outcome') outcomes.set(item.id, laterOutcome(outcomes.get(item.id) ?? { kind: 'pending' }, item.outcome));
    else if (item.type === 'environment') environment.push(item.change);
    else addCounters(counters, item.counters);
  }
  return { requests, headers, outcomes, environment, counters };
}

/** What no one can take is never written, not even for a moment. */
function mayBeOurs(registry: Registry, { request, complete }: Extract<FeedItem, { type: 'request' }>, caps: CaptureDeps['caps']): boolean {
  if (request.incognito) return false;
  try {
    return complete ? prepareOnce(request, registry, caps) !== null : mayBecomeOurs(registry, request);
  } catch {
    // It is counted where it is read.
    return false;
  }
}

/** Whether a dissector may take the request once its headers are known. */
function mayBecomeOurs(registry: Registry, request: CapturedRequest): boolean {
  const wire = new WireRequest(request, decodeBody(request).body);
  if (registry.choose(wire)) return true;
  const byHeader = registry.dissectors.flatMap((d) => d.claims).filter((c) => c.header !== undefined && (c.path ?? c.host) && c.confidence >= ACCEPT_HIDDEN);
  return byHeader.some((c) => (!c.method || c.method === wire.method) && (c.host?.test(wire.host) ?? true) && (c.path?.test(wire.path) ?? true));
}
