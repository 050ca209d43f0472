import type { EpochMs } from '../base/time.ts';
import type { Event, EventId } from '../domain/event.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest, RequestId } from '../domain/request.ts';
import { createFileReading, type ReadingOptions, type ReadingStore, type ReadSessions } from './file-reading.ts';

/** What reading a recording gives. */
export type ReadRecording = ReadSessions & {
  readonly requests: readonly RequestRecord[];
  readonly bodies: ReadonlyMap<RequestId, Body>;
  readonly events: readonly Event[];
};

export type ReadOptions = ReadingOptions & {
  /** The moment as of which sessions are described. */
  readonly now: EpochMs;
};

const AT_ONCE = 250;

/** Reads requests that lie in memory, and keeps what they give there. Give them in the order of time. */
export async function readRequests(requests: readonly CapturedRequest[], { now, ...options }: ReadOptions): Promise<ReadRecording> {
  const { store, records, bodies, events } = memoryStore();
  const reading = createFileReading(options, store);
  for (let i = 0; i < requests.length; i += AT_ONCE) await reading.add(requests.slice(i, i + AT_ONCE));
  return { ...reading.sessions(now), requests: [...records.values()], bodies, events: [...events.values()] };
}

function memoryStore() {
  const records = new Map<RequestId, RequestRecord>();
  const bodies = new Map<RequestId, Body>();
  const events = new Map<EventId, Event>();
  const byDedupeKey = new Map<string, EventId>();
  const store: ReadingStore = {
    putRequest(record, body) {
      records.set(record.id, record);
      bodies.set(record.id, body);
    },
    request: (id) => records.get(id),
    setOutcome(id, outcome) {
      const record = records.get(id);
      if (record) records.set(id, { ...record, outcome });
    },
    putEvent(event) {
      events.set(event.id, event);
      if (event.dedupeKey !== null && !byDedupeKey.has(event.dedupeKey)) byDedupeKey.set(event.dedupeKey, event.id);
    },
    eventOfDedupeKey: (key) => events.get(byDedupeKey.get(key) as EventId),
    assignEvent(id, sessionKey) {
      const event = events.get(id);
      if (event) events.set(id, { ...event, sessionKey });
    },
  };
  return { store, records, bodies, events };
}
