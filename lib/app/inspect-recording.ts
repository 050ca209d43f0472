import type { ArchiveEvent, ArchiveFinding, ArchiveRequest } from '../archive/archive.ts';
import { eventsInOrder, requestsInOrder } from '../archive/build-archive.ts';
import { requestText } from '../archive/flat-events.ts';
import type { EventPart, EventsAsked, RequestHead } from '../archive/parts.ts';
import type { EventId } from '../domain/event.ts';
import { rowsAsJson, rowsAsLines } from './inspect-event-rows.ts';
import { createColumn, createTextIndex } from './inspect-index.ts';
import type { LineInPlace } from './inspect-lines.ts';
import { createSpool } from './inspect-spool.ts';

/**
 * Requests and events as an archive has them, on the disk; in memory stand their order, what finds them by their ids, and what may change yet. For a
 * request or event of any size that is about 100 bytes, outside the heap of objects.
 */
export type SpooledRecording = ReturnType<typeof createSpooledRecording>;

type Head = RequestHead & { readonly id: string };
/** The whole of it where requests are held. */
type Spooled = Pick<ArchiveRequest, 'id' | 'startedAt' | 'method' | 'url' | 'outcome'>;

/** More than are put at once. */
const MAX_NEWEST = 1_000;

/**
 * Of requests and events whose ids stand twice only the later counts.
 *
 * @param holdsRequests false: nobody will ask for requests but with the events
 * @param asLines events lie there as their lines of NDJSON: they are put by our own reading, and asked for by {@link SpooledRecording.lines}
 */
export function createSpooledRecording({ holdsRequests = true, asLines = false } = {}) {
  const rowsOfEvents = asLines ? rowsAsLines : rowsAsJson;
  // Each is read in its own order, one beside the other.
  const spools = { requests: createSpool(), heads: createSpool(), events: createSpool(), findings: createSpool() };
  const requests = { count: 0, byId: createTextIndex(), startedAt: createColumn('float'), rows: createColumn('whole'), heads: createColumn('whole') };
  const outcomes = new Map<number, ArchiveRequest['outcome']>();
  /** `requests`: the number of an event's request and one more; 0: it is not here. `sessions`: the same of its session. */
  const events = {
    count: 0, byId: createTextIndex(), byDedupeKey: createTextIndex(), rows: createColumn('whole'), occurredAt: createColumn('float'), receivedAt: createColumn('float'), indexes: createColumn('float'),
    requests: createColumn('whole'), sessions: createColumn('whole'),
  };
  const sessionKeys: string[] = [];
  const sessionNumbers = new Map<string, number>();
  let findings = 0;

  function sessionNumber(key: string | null): number {
    if (key === null) return 0;
    const known = sessionNumbers.get(key);
    if (known !== undefined) return known;
    const made = sessionKeys.push(key);
    sessionNumbers.set(key, made);
    return made;
  }

  const requestAt = (n: number): ArchiveRequest => {
    const request = JSON.parse(spools.requests.get(requests.rows.get(n))) as ArchiveRequest;
    const outcome = outcomes.get(n);
    return outcome ? { ...request, outcome } : request;
  };
  const rowAt = (n: number): string => spools.events.get(events.rows.get(n));
  const keyAt = (n: number): string | null => sessionKeys[events.sessions.get(n) - 1] ?? null;
  const spooledAt = (n: number): ArchiveEvent => rowsOfEvents.event(rowAt(n), false);
  const eventAt = (n: number, hasData = true): ArchiveEvent => ({ ...rowsOfEvents.event(rowAt(n), hasData), sessionKey: keyAt(n) });

  let headOf: { readonly n: number; readonly head: Head } | null = null;
  function headAt(n: number): Head {
    if (headOf?.n !== n) {
      const row = spools.heads.get(requests.heads.get(n));
      const read = JSON.parse(row.slice(0, row.indexOf('\n'))) as Head;
      headOf = { n, head: { ...read, outcome: outcomes.get(n) ?? read.outcome } };
    }
    return headOf.head;
  }
  /** The numbers of those put last, as their events come next. */
  const newest = new Map<string, number>();
  const requestNumber = (id: string): number | undefined => newest.get(id) ?? requests.byId.get(id, (n) => headAt(n).id === id);
  const eventNumber = (id: string): number | undefined => events.byId.get(id, (n) => spooledAt(n).id === id);
  function head(id: string): RequestHead | null {
    const n = requestNumber(id);
    return n === undefined ? null : headAt(n);
  }

  const requestOf = (n: number): RequestHead | null => (events.requests.get(n) === 0 ? head(spooledAt(n).requestId) : headAt(events.requests.get(n) - 1));
  let textOf = { request: 0, text: '' };
  function requestTextOf(n: number): string {
    const request = events.requests.get(n);
    if (request === 0 || outcomes.has(request - 1)) return requestText(requestOf(n));
    if (textOf.request !== request) {
      const row = spools.heads.get(requests.heads.get(request - 1));
      textOf = { request, text: row.slice(row.indexOf('\n') + 1) };
    }
    return textOf.text;
  }

  // Ids are looked at only where times are equal.
  const requestOrder = (a: number, b: number): number => requests.startedAt.get(a) - requests.startedAt.get(b)
    || requestsInOrder({ startedAt: 0, id: headAt(a).id }, { startedAt: 0, id: headAt(b).id });
  const requestIdOf = (n: number): string => (events.requests.get(n) === 0 ? spooledAt(n).requestId : headAt(events.requests.get(n) - 1).id);
  const eventOrder = (a: number, b: number): number => events.occurredAt.get(a) - events.occurredAt.get(b) || events.receivedAt.get(a) - events.receivedAt.get(b)
    || (events.requests.get(a) !== 0 && events.requests.get(a) === events.requests.get(b) ? events.indexes.get(a) - events.indexes.get(b) : eventsInOrder(tied(a), tied(b)));
  const tied = (n: number) => ({ occurredAt: 0, receivedAt: 0, requestId: requestIdOf(n), index: events.indexes.get(n) });

  function* inOrder(count: number, order: (a: number, b: number) => number): Generator<number> {
    let isSorted = true;
    for (let n = 1; n < count && isSorted; n++) isSorted = order(n - 1, n) <= 0;
    if (isSorted) for (let n = 0; n < count; n++) yield n;
    else yield* Uint32Array.from({ length: count }, (_, n) => n).toSorted(order);
  }

  return {
    putRequest(request: Spooled, more: object = {}): void {
      const { id, startedAt, method, url, outcome } = request;
      const known = requestNumber(id);
      const n = known ?? requests.count++;
      if (known === undefined) requests.byId.add(id, n);
      if (newest.size >= MAX_NEWEST) newest.clear();
      newest.set(id, n);
      requests.startedAt.set(n, startedAt);
      requests.rows.set(n, holdsRequests ? spools.requests.put([JSON.stringify(request)]) : 0);
      // Most lines end with what is known of their request now.
      requests.heads.set(n, spools.heads.put([JSON.stringify({ id, method, url, outcome, ...more }), '\n', asLines ? requestText({ method, url, outcome }) : '']));
      outcomes.delete(n);
      if (headOf?.n === n) headOf = null;
    },
    head,
    setOutcome(id: string, outcome: ArchiveRequest['outcome']): void {
      const n = requestNumber(id);
      if (n !== undefined) outcomes.set(n, outcome);
      headOf = null;
    },
    putEvent(event: ArchiveEvent, dedupeKey: string | null): void {
      const known = eventNumber(event.id);
      const n = known ?? events.count++;
      if (known === undefined) events.byId.add(event.id, n);
      // JSON leaves out what is undefined: the key by which repeats are known is nothing of an archive's.
      events.rows.set(n, spools.events.put(rowsOfEvents.row(event, dedupeKey)));
      events.occurredAt.set(n, event.occurredAt);
      events.receivedAt.set(n, event.receivedAt);
      events.indexes.set(n, event.index);
      events.requests.set(n, (requestNumber(event.requestId) ?? -1) + 1);
      events.sessions.set(n, sessionNumber(event.sessionKey));
      if (dedupeKey !== null && events.byDedupeKey.get(dedupeKey, (row) => rowsOfEvents.dedupeKey(rowAt(row)) === dedupeKey) === undefined) events.byDedupeKey.add(dedupeKey, n);
    },
    /** The first event that was put with this key. */
    eventOfDedupeKey(key: string): ArchiveEvent | undefined {
      const n = events.byDedupeKey.get(key, (row) => rowsOfEvents.dedupeKey(rowAt(row)) === key);
      return n === undefined ? undefined : eventAt(n);
    },
    assignEvent(id: EventId, sessionKey: string | null): void {
      const n = eventNumber(id);
      if (n !== undefined) events.sessions.set(n, sessionNumber(sessionKey));
    },
    /** The same as lines of NDJSON; only where they lie as such. */
    *lines(): Generator<LineInPlace> {
      for (const n of inOrder(events.count, eventOrder)) yield { row: spools.events.bytes(events.rows.get(n)), sessionKey: keyAt(n), request: requestTextOf(n) };
    },
    /** Findings that are many, as they hang on requests. */
    putFinding(finding: ArchiveFinding): void {
      findings = spools.findings.put([JSON.stringify(finding)]) + 1;
    },
    *requests(): Generator<ArchiveRequest> {
      for (const n of inOrder(requests.count, requestOrder)) yield requestAt(n);
    },
    *events({ dataAsText }: EventsAsked = {}): Generator<EventPart> {
      for (const n of inOrder(events.count, eventOrder)) {
        const event = eventAt(n, !dataAsText);
        const last = event.repeatedBy?.at(-1);
        const request = requestOf(n);
        yield { event, ...(dataAsText ? { dataText: rowsOfEvents.dataText(rowAt(n)) } : {}), request, lastOutcome: (last === undefined ? request : head(last))?.outcome ?? null };
      }
    },
    *findings(): Generator<ArchiveFinding> {
      for (let row = 0; row < findings; row++) yield JSON.parse(spools.findings.get(row)) as ArchiveFinding;
    },
    close: (): void => Object.values(spools).forEach((spool) => spool.close()),
  };
}
