import type { ArchiveEvent, ArchiveFinding, ArchiveRequest } from '../archive/archive.ts';
import { eventsInOrder, requestsInOrder } from '../archive/build-archive.ts';
import type { EventPart, RequestHead } from '../archive/parts.ts';
import { hashNumber } from '../base/hash.ts';
import type { EventId } from '../domain/event.ts';
import { createSpool } from './inspect-spool.ts';

/**
 * Requests and events as an archive has them, on the disk; in memory stand their order, their ids and what may change yet. For a request or event
 * of any size that is about 300 bytes.
 */
export type SpooledRecording = ReturnType<typeof createSpooledRecording>;

/**
 * Of requests and events whose ids stand twice only the later counts.
 *
 * @param holdsRequests false: nobody will ask for requests but with the events
 */
export function createSpooledRecording(holdsRequests = true) {
  // Each is read in its own order, one beside the other.
  const spools = { requests: createSpool(), heads: createSpool(), events: createSpool(), findings: createSpool() };
  const texts = new Map<string, string>();
  const requestNumbers = new Map<string, number>();
  const requests: { readonly ids: string[]; readonly startedAt: number[]; readonly rows: number[]; readonly heads: number[] } = { ids: [], startedAt: [], rows: [], heads: [] };
  const outcomes = new Map<number, ArchiveRequest['outcome']>();
  const eventNumbers = new Map<string, number>();
  const events = { rows: [] as number[], occurredAt: [] as number[], receivedAt: [] as number[], indexes: [] as number[], requestIds: [] as string[], sessions: [] as (string | null)[] };
  const byDedupeKey = new Map<number, number>();
  const notes: number[] = [];

  /** Equal texts as one: a key stands in every event of its session. */
  function shared(text: string): string {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  }

  const requestAt = (n: number): ArchiveRequest => {
    const request = JSON.parse(spools.requests.get(requests.rows[n] as number)) as ArchiveRequest;
    const outcome = outcomes.get(n);
    return outcome ? { ...request, outcome } : request;
  };
  const eventAt = (n: number): ArchiveEvent => {
    const event = JSON.parse(spools.events.get(events.rows[n] as number)) as ArchiveEvent;
    const sessionKey = events.sessions[n] as string | null;
    return event.sessionKey === sessionKey ? event : { ...event, sessionKey };
  };

  let headOf: { readonly n: number; readonly head: RequestHead } | null = null;
  function head(id: string): RequestHead | null {
    const n = requestNumbers.get(id);
    if (n === undefined) return null;
    if (headOf?.n !== n) {
      const read = JSON.parse(spools.heads.get(requests.heads[n] as number)) as RequestHead;
      headOf = { n, head: { ...read, outcome: outcomes.get(n) ?? read.outcome } };
    }
    return headOf.head;
  }

  const requestOrder = (a: number, b: number): number => requestsInOrder(
    { startedAt: requests.startedAt[a] as number, id: requests.ids[a] as string }, { startedAt: requests.startedAt[b] as number, id: requests.ids[b] as string });
  const timesOf = (n: number) => ({ occurredAt: events.occurredAt[n] as number, receivedAt: events.receivedAt[n] as number, requestId: events.requestIds[n] as string, index: events.indexes[n] as number });
  const eventOrder = (a: number, b: number): number => eventsInOrder(timesOf(a), timesOf(b));

  function* inOrder(count: number, order: (a: number, b: number) => number): Generator<number> {
    let isSorted = true;
    for (let n = 1; n < count && isSorted; n++) isSorted = order(n - 1, n) <= 0;
    if (isSorted) for (let n = 0; n < count; n++) yield n;
    else yield* Uint32Array.from({ length: count }, (_, n) => n).toSorted(order);
  }

  return {
    putRequest(request: ArchiveRequest, more: object = {}): void {
      const { id, startedAt, method, url, outcome } = request;
      const n = requestNumbers.get(id) ?? requests.ids.length;
      requestNumbers.set(id, n);
      requests.ids[n] = id;
      requests.startedAt[n] = startedAt;
      requests.rows[n] = holdsRequests ? spools.requests.put(JSON.stringify(request)) : -1;
      requests.heads[n] = spools.heads.put(JSON.stringify({ method, url, outcome, ...more }));
      outcomes.delete(n);
      if (headOf?.n === n) headOf = null;
    },
    head,
    setOutcome(id: string, outcome: ArchiveRequest['outcome']): void {
      const n = requestNumbers.get(id);
      if (n !== undefined) outcomes.set(n, outcome);
      headOf = null;
    },
    putEvent(event: ArchiveEvent, dedupeKey: string | null): void {
      const n = eventNumbers.get(event.id) ?? events.rows.length;
      eventNumbers.set(event.id, n);
      events.rows[n] = spools.events.put(JSON.stringify(dedupeKey === null ? event : { ...event, dedupeKey }));
      events.occurredAt[n] = event.occurredAt;
      events.receivedAt[n] = event.receivedAt;
      events.indexes[n] = event.index;
      events.requestIds[n] = requests.ids[requestNumbers.get(event.requestId) ?? -1] ?? event.requestId;
      events.sessions[n] = event.sessionKey === null ? null : shared(event.sessionKey);
      if (dedupeKey === null) return;
      const name = hashNumber(dedupeKey);
      if (!byDedupeKey.has(name)) byDedupeKey.set(name, n);
    },
    /** The first event that was put with this key. */
    eventOfDedupeKey(key: string): ArchiveEvent | undefined {
      const n = byDedupeKey.get(hashNumber(key));
      const event = n === undefined ? undefined : (eventAt(n) as ArchiveEvent & { readonly dedupeKey?: string });
      return event?.dedupeKey === key ? event : undefined;
    },
    assignEvent(id: EventId, sessionKey: string | null): void {
      const n = eventNumbers.get(id);
      if (n !== undefined) events.sessions[n] = sessionKey === null ? null : shared(sessionKey);
    },
    /** Findings that are many, as they hang on requests. */
    putFinding(finding: ArchiveFinding): void {
      notes.push(spools.findings.put(JSON.stringify(finding)));
    },
    *requests(): Generator<ArchiveRequest> {
      for (const n of inOrder(requests.ids.length, requestOrder)) yield requestAt(n);
    },
    *events(): Generator<EventPart> {
      for (const n of inOrder(events.rows.length, eventOrder)) {
        const { dedupeKey: _key, ...event } = eventAt(n) as ArchiveEvent & { readonly dedupeKey?: string };
        const last = event.repeatedBy?.at(-1);
        const request = head(event.requestId);
        yield { event, request, lastOutcome: (last === undefined ? request : head(last))?.outcome ?? null };
      }
    },
    *findings(): Generator<ArchiveFinding> {
      for (const row of notes) yield JSON.parse(spools.findings.get(row)) as ArchiveFinding;
    },
    close: (): void => Object.values(spools).forEach((spool) => spool.close()),
  };
}
