import type { EpochMs } from '../base/time.ts';
import type { FeedItem } from '../domain/feed.ts';
import { laterOutcome } from '../domain/outcome.ts';
import type { Counters, Inbox, InboxRow } from '../domain/ports.ts';
import type { CapturedRequest, Header, Outcome, RequestId } from '../domain/request.ts';
import type { EnvironmentChange } from '../domain/session-machine.ts';
import { ACCEPT_HIDDEN } from '../protocols/dissector.ts';
import { WireRequest } from '../protocols/wire-request.ts';
import { addCounters } from './counters.ts';
import { decodeBody } from './decode-body.ts';
import { ingest, readAll, store, type IngestDeps, type Ingested } from './ingest.ts';

export type CaptureDeps = IngestDeps & { readonly inbox: Inbox };

/** A request whose headers did not come for this long is read without them. */
export const HEADERS_WAIT_MS = 30_000;

/**
 * Writes what feeds told. Every request that a dissector takes, or may take once its headers have come, is put into the inbox first: that
 * takes a millisecond where sessions take ten, and whoever starts after a death reads it from there. Ingest knows the requests that it
 * has, so the steps need no common transaction.
 */
export async function writeItems(deps: CaptureDeps, batch: readonly FeedItem[], now: EpochMs, shownTabs?: ReadonlySet<number>): Promise<Ingested> {
  const { requests, headers, outcomes, environment, counters } = fold(batch);
  const ready: CapturedRequest[] = [];
  const early: CapturedRequest[] = [];
  const told = new Set<RequestId>();
  for (const { request, complete } of requests.values()) {
    told.add(request.id);
    const known = { ...request, headers: headers.get(request.id) ?? request.headers };
    if (complete || headers.has(request.id) || outcomes.has(request.id)) ready.push(known);
    else if (!known.incognito && mayBeOurs(deps, known)) early.push(known);
  }
  const asked = [...new Set([...headers.keys(), ...outcomes.keys()])].filter((id) => !told.has(id));
  const kept = asked.length ? await deps.inbox.get(asked) : [];
  for (const { id, request } of kept) ready.push({ ...request, headers: headers.get(id) ?? request.headers });

  const work = { requests: ready, outcomes, environment, counters, ...(shownTabs ? { shownTabs } : {}) };
  const read = readAll(work, deps.registry);
  const ours = new Set(read.read.map((p) => p.record.id));
  const row = (request: CapturedRequest, complete: boolean): InboxRow => ({ id: request.id, request, complete, writtenAt: now });
  const rows = [...early.map((r) => row(r, false)), ...ready.filter((r) => ours.has(r.id)).map((r) => row(r, true))];
  if (rows.length) await deps.inbox.put(rows);
  const result = await store(deps, work, read, now);
  if (ready.length) await deps.inbox.remove(ready.map((r) => r.id));
  return result;
}

/** Reads what a worker left behind as it died, and requests whose headers never came: at the start of a worker and now and then. */
export async function sweepInbox(deps: CaptureDeps, now: EpochMs): Promise<Ingested> {
  const rows = (await deps.inbox.all()).filter((row) => row.complete || row.writtenAt < now - HEADERS_WAIT_MS);
  const result = await ingest(deps, { requests: rows.map((row) => row.request) }, now);
  if (rows.length) await deps.inbox.remove(rows.map((row) => row.id));
  return result;
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

/** Whether a dissector may take the request once its headers are known. What no one can take is never written, not even for a moment. */
function mayBeOurs({ registry }: CaptureDeps, request: CapturedRequest): boolean {
  const wire = new WireRequest(request, decodeBody(request).body);
  if (registry.choose(wire)) return true;
  const byHeader = registry.dissectors.flatMap((d) => d.claims).filter((c) => c.header !== undefined && (c.path ?? c.host) && c.confidence >= ACCEPT_HIDDEN);
  return byHeader.some((c) => (!c.method || c.method === wire.method) && (c.host?.test(wire.host) ?? true) && (c.path?.test(wire.path) ?? true));
}
