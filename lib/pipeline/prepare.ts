import type { Event, EventId } from '../domain/event.ts';
import { laneKey } from '../domain/lane.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import type { Settings } from '../domain/settings.ts';
import type { SignalContext, Sighting } from '../domain/session-facts.ts';
import type { Dissection } from '../protocols/dissector.ts';
import type { Registry } from '../protocols/registry.ts';
import { WireRequest } from '../protocols/wire-request.ts';
import { decodeBody } from './decode-body.ts';
import { inflateLimits } from './inflate.ts';

/** A request read, before anything is known of what is stored: all that the transaction needs not to compute. */
export type Prepared = {
  readonly record: RequestRecord;
  readonly body: Body;
  readonly lane: string;
  /** As if none of them had been sent before, and none had a session. */
  readonly events: readonly Event[];
  readonly sightings: readonly Sighting[];
  /** A cap stopped the decompression. */
  readonly limited: boolean;
  /** The body was over the cap, and is not kept. */
  readonly tooLarge: boolean;
  /** What is stored of it from the time when its body was hidden. */
  readonly wasHidden?: RequestRecord | undefined;
};

/** How large bodies may be, as they were sent and after decompression; absent: a file's are what they are. */
export type BodyCaps = Settings['bodyCaps'];

const known = new WeakMap<CapturedRequest, { readonly registry: Registry; readonly prepared: Prepared | null }>();

/** As {@link prepare}; what was read once is not read again while the request is on its way. */
export function prepareOnce(request: CapturedRequest, registry: Registry, caps?: BodyCaps): Prepared | null {
  const before = known.get(request);
  if (before?.registry === registry) return before.prepared;
  const prepared = prepare(request, registry, caps);
  known.set(request, { registry, prepared });
  return prepared;
}

/** Decompresses and dissects; null where no dissector takes the request. */
export function prepare(sent: CapturedRequest, registry: Registry, caps?: BodyCaps): Prepared | null {
  const request = caps ? { ...sent, body: capped(sent.body, caps.sentBytes) } : sent;
  const decoded = decodeBody(request, inflateLimits(caps));
  const dissection = registry.dissect(new WireRequest(request, decoded.body), request.id);
  if (!dissection) return null;
  const lane = laneKey(dissection.protocol, dissection.endpointKey);
  const events = eventsOf(dissection, request, lane);
  const site = dissection.signals.length ? (hostOf(request.pageUrl) ?? hostOf(request.initiator)) : null;
  const { body, ...rest } = request;
  const stored: Body = body.kind === 'bytes' && body.encoding === null && decoded.encoding !== null ? { ...body, encoding: decoded.encoding } : body;
  const diagnostics = [...decoded.diagnostics, ...dissection.diagnostics];
  const lossy = dissection.result === 'decoded' && decoded.diagnostics.some((d) => d.losesData);
  return {
    record: {
      ...rest, bodyKind: body.kind, bodySize: sizeOf(body), protocol: dissection.protocol, revision: dissection.revision,
      endpoint: dissection.endpoint, endpointKey: dissection.endpointKey, result: lossy ? 'partly' : dissection.result, diagnostics,
      ...(dissection.result === 'bodyUnavailable' && body.kind === 'unavailable' ? { hiddenBy: body.reason } : {}),
    },
    body: stored, lane, events, limited: decoded.limited, tooLarge: request.body !== sent.body,
    sightings: dissection.signals.map((signal) => ({ signal, context: contextOf(signal.eventIndex === null ? undefined : events[signal.eventIndex], request, site) })),
  };
}

/** The same in another lane than the one that its own endpoint names. */
export const inLane = (prepared: Prepared, lane: string): Prepared => ({
  ...prepared, lane, events: prepared.events.map((e) => (e.dedupeKey === null ? e : { ...e, dedupeKey: lane + e.dedupeKey.slice(prepared.lane.length) })),
});

function eventsOf(dissection: Dissection, request: CapturedRequest, lane: string): Event[] {
  return dissection.events.map((draft, index) => ({
    id: `${request.id}:${index}` as EventId,
    requestId: request.id,
    index,
    protocol: dissection.protocol,
    endpoint: dissection.endpoint,
    kind: draft.kind,
    name: draft.name,
    occurredAt: draft.occurredAt ?? request.startedAt,
    sentAt: draft.sentAt ?? null,
    receivedAt: request.startedAt,
    sessionKey: null,
    identity: draft.identity ?? {},
    page: draft.page ?? request.pageUrl,
    isError: draft.isError ?? false,
    data: draft.data,
    tabId: request.tabId,
    // One project's ids say nothing about another's.
    dedupeKey: draft.dedupeKey === undefined || draft.dedupeKey === null ? null : `${lane}|${draft.dedupeKey}`,
    repeats: 0,
    repeatedBy: [],
  }));
}

function contextOf(event: Event | undefined, request: CapturedRequest, site: string | null): SignalContext {
  return {
    requestId: request.id, eventId: event?.id ?? null, receivedAt: request.startedAt, isError: event?.isError ?? false, tabId: request.tabId,
    documentId: request.documentId, site, page: event?.page ?? request.pageUrl,
    identity: event?.identity ?? {},
  };
}

const hostOf = (url: string | null): string | null => (url === null ? null : (/^https?:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? null));

function capped(body: Body, maxBytes: number): Body {
  const size = body.kind === 'form' ? body.entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0) : body.kind === 'bytes' ? body.bytes.length : 0;
  return size > maxBytes ? { kind: 'unavailable', reason: 'tooLarge', size } : body;
}

function sizeOf(body: Body): number | null {
  if (body.kind === 'bytes') return body.bytes.length;
  return body.kind === 'unavailable' ? body.size : null;
}
