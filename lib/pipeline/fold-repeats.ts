import type { Event, EventId } from '../domain/event.ts';
import type { IngestTransaction } from '../domain/ports.ts';

/** Requests named by an event as having sent it again; beyond that they are only counted. */
const MAX_REPEATED_BY = 32;

export type Folded = {
  /** What to write: new events, and stored ones that were sent again. */
  readonly events: Map<EventId, Event>;
  /** Ids that the repeats would have had. */
  readonly repeats: ReadonlySet<EventId>;
};

/** Takes events that were sent before (retries, a beacon's repeat) out, and counts them where they were first seen. */
export async function foldRepeats(tx: IngestTransaction, incoming: readonly Event[]): Promise<Folded> {
  const keys = [...new Set(incoming.flatMap((e) => e.dedupeKey ?? []))];
  const known = new Map((keys.length ? await tx.eventsByDedupeKey(keys) : []).map((e) => [e.dedupeKey, e]));
  const events = new Map<EventId, Event>();
  const repeats = new Set<EventId>();
  for (const event of incoming) {
    const first = event.dedupeKey === null ? undefined : known.get(event.dedupeKey);
    if (first) {
      repeats.add(event.id);
      const again = { ...first, repeats: first.repeats + 1, repeatedBy: first.repeatedBy.length < MAX_REPEATED_BY ? [...first.repeatedBy, event.requestId] : first.repeatedBy };
      known.set(event.dedupeKey, again);
      events.set(again.id, again);
    } else {
      if (event.dedupeKey !== null) known.set(event.dedupeKey, event);
      events.set(event.id, event);
    }
  }
  return { events, repeats };
}
