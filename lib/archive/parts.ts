import type { Archive, ArchiveEvent, ArchiveFinding, ArchiveRequest, ArchiveSession } from './archive.ts';

/** A list that is read entry by entry: an array, or what comes from a database or a file as it is asked for. */
export type Entries<T> = Iterable<T> | AsyncIterable<T>;

/** What the formats tell of the request behind an event. */
export type RequestHead = Pick<ArchiveRequest, 'method' | 'url' | 'outcome'>;

/**
 * An event with the request that brought it, and how its last sending went; null where the archive does not hold them. `dataText`: its data
 * as JSON text; the event's `data` is null then.
 */
export type EventPart = { readonly event: ArchiveEvent; readonly request: RequestHead | null; readonly lastOutcome: ArchiveRequest['outcome'] | null; readonly dataText?: string };

/** `dataAsText`: who asks wants data as text alone, and is given it so by those that have it so. */
export type EventsAsked = { readonly dataAsText?: boolean };

/**
 * An archive that need not lie in memory as a whole: what every export format is written from. Each function may be called several times
 * and starts anew; requests and events come in the order of time. Sessions, findings and gaps are few, bodies and events are many.
 */
export type ArchiveParts = Pick<Archive, 'exporter' | 'createdAt' | 'captureLedger' | 'extra'> & {
  readonly sessions: () => Entries<ArchiveSession>;
  readonly requests: () => Entries<ArchiveRequest>;
  readonly events: (asked?: EventsAsked) => Entries<EventPart>;
  readonly findings: () => Entries<ArchiveFinding>;
};

/** An archive in memory as parts. */
export function partsOf(archive: Archive): ArchiveParts {
  const { exporter, createdAt, extra, captureLedger, sessions, findings } = archive;
  return {
    exporter, createdAt, extra, captureLedger,
    sessions: () => sessions,
    findings: () => findings,
    requests: () => archive.requests.toSorted((a, b) => a.startedAt - b.startedAt),
    events: () => eventParts(archive),
  };
}

/** The events in the order of time, each with its request. */
export function* eventParts({ events, requests }: Pick<Archive, 'events' | 'requests'>): Generator<EventPart> {
  const requestOf = new Map(requests.map((r) => [r.id, r]));
  for (const event of events.toSorted((a, b) => a.occurredAt - b.occurredAt)) {
    const request = requestOf.get(event.requestId) ?? null;
    const last = event.repeatedBy?.length ? (requestOf.get(event.repeatedBy.at(-1) ?? '') ?? null) : request;
    yield { event, request, lastOutcome: last?.outcome ?? null };
  }
}

/** All entries of a list in memory: for lists that are short. */
export async function collect<T>(entries: Entries<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
