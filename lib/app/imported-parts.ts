import type { ArchiveEvent, ArchiveFinding, ArchiveRequest, ArchiveSession } from '../archive/archive.ts';
import type { ArchiveParts, Entries, EventPart } from '../archive/parts.ts';
import { ownKey, ownTab } from '../domain/import.ts';

const keyOrNull = (key: string | null): string | null => (key === null ? null : ownKey(key));
const tabOf = (entry: object): object => ('tabId' in entry && typeof entry.tabId === 'number' ? { tabId: ownTab(entry.tabId) } : {});

/** What was imported as it stood in its file: under the keys that it had there, so that exporting it again changes none. */
export function withOwnKeys(parts: ArchiveParts): ArchiveParts {
  return {
    ...parts,
    requests: () => each(parts.requests(), (request): ArchiveRequest => ({ ...request, id: ownKey(request.id), ...tabOf(request) })),
    events: () => each(parts.events(), (part): EventPart => ({ ...part, event: ownEvent(part.event) })),
    sessions: () => each(parts.sessions(), ownSession),
    findings: () => each(parts.findings(), (finding): ArchiveFinding => ({ ...finding, sessionKey: keyOrNull(finding.sessionKey), eventId: keyOrNull(finding.eventId), requestId: keyOrNull(finding.requestId) })),
  };
}

const ownEvent = (event: ArchiveEvent): ArchiveEvent => ({
  ...event, id: ownKey(event.id), requestId: ownKey(event.requestId), sessionKey: keyOrNull(event.sessionKey), ...(event.repeatedBy ? { repeatedBy: event.repeatedBy.map(ownKey) } : {}), ...tabOf(event),
});

function ownSession(session: ArchiveSession): ArchiveSession {
  const { imported: _mark, tabIds, ...rest } = session as ArchiveSession & { readonly imported?: unknown; readonly tabIds?: readonly number[] };
  return {
    ...rest, key: ownKey(rest.key), start: { ...rest.start, previousKey: keyOrNull(rest.start.previousKey) }, end: rest.end && { ...rest.end, nextKey: keyOrNull(rest.end.nextKey) },
    ...(tabIds ? { tabIds: tabIds.map(ownTab) } : {}),
  };
}

/** Two recordings as one, in the order of time. */
export function together(a: ArchiveParts, b: ArchiveParts): ArchiveParts {
  return {
    ...a,
    requests: () => inOrder(a.requests(), b.requests(), (one) => one.startedAt),
    events: () => inOrder(a.events(), b.events(), ({ event }) => event.occurredAt),
    sessions: () => inOrder(a.sessions(), b.sessions(), (one) => one.startedAt),
    findings: () => inOrder(a.findings(), b.findings(), () => 0),
  };
}

async function* each<T>(entries: Entries<T>, change: (one: T) => T): AsyncGenerator<T> {
  for await (const one of entries) yield change(one);
}

async function* entriesOf<T>(entries: Entries<T>): AsyncGenerator<T> {
  yield* entries;
}

async function* inOrder<T>(a: Entries<T>, b: Entries<T>, timeOf: (one: T) => number): AsyncGenerator<T> {
  const [first, second] = [entriesOf(a), entriesOf(b)];
  let [one, other] = [await first.next(), await second.next()];
  while (!one.done || !other.done) {
    if (!one.done && (other.done || timeOf(one.value) <= timeOf(other.value))) {
      yield one.value;
      one = await first.next();
    } else if (!other.done) {
      yield other.value;
      other = await second.next();
    }
  }
}
