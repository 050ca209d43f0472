import type { Event, EventId } from '../domain/event.ts';
import type { IngestTransaction } from '../domain/ports.ts';
import type { Outcome, RequestId } from '../domain/request.ts';

/** Requests named by an event as having sent it again; beyond that they are only counted. */
const MAX_REPEATED_BY = 32;

export type Folded = {
  /** What to write: new events, and stored ones that were sent again. */
  readonly events: Map<EventId, Event>;
  /** By the id that the repeat would have had: the event that it repeats, and whether the collector had refused that until now. */
  readonly repeats: ReadonlyMap<EventId, { readonly of: EventId; readonly wasRefused: boolean }>;
};

/** Whether the collector surely did not take it: an answer that is an error, or no answer. What is not known counts as taken. */
const refused = (outcome: Outcome | undefined): boolean => outcome !== undefined && (outcome.kind === 'failed' || (outcome.kind === 'responded' && outcome.status >= 400));

/** The requests that sent an event again, with one more. A queue can hold it twice, so that one request repeats it twice. */
const named = ({ repeatedBy }: Event, id: RequestId): readonly RequestId[] => (repeatedBy.includes(id) || repeatedBy.length >= MAX_REPEATED_BY ? repeatedBy : [...repeatedBy, id]);

/**
 * Takes events that were sent before (retries, a beacon's repeat) out, and counts them where they were first seen.
 *
 * @param sent stored events with the dedupe keys of these, and perhaps others
 * @param outcomes of the requests of this batch, which are not stored yet.
 */
export async function foldRepeats(tx: Pick<IngestTransaction, 'requests'>, incoming: readonly Event[], sent: readonly Event[], outcomes: ReadonlyMap<RequestId, Outcome>): Promise<Folded> {
  const known = new Map(sent.map((e) => [e.dedupeKey, e]));
  const events = new Map<EventId, Event>();
  const repeats = new Map<EventId, { of: EventId; wasRefused: boolean }>();
  const wasTaken = async (id: RequestId): Promise<boolean> => !refused(outcomes.get(id) ?? (await tx.requests([id]))[0]?.outcome);
  for (const event of incoming) {
    const first = event.dedupeKey === null ? undefined : known.get(event.dedupeKey);
    if (first) {
      const before = await Promise.all([first.requestId, ...first.repeatedBy].map(wasTaken));
      repeats.set(event.id, { of: first.id, wasRefused: !before.includes(true) && (await wasTaken(event.requestId)) });
      const again = { ...first, repeats: first.repeats + 1, repeatedBy: named(first, event.requestId) };
      known.set(event.dedupeKey, again);
      events.set(again.id, again);
    } else {
      if (event.dedupeKey !== null) known.set(event.dedupeKey, event);
      events.set(event.id, event);
    }
  }
  return { events, repeats };
}
