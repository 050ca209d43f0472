import type { Event } from '../domain/event.ts';
import { importedEvent, importedFinding, importedKey, importedRequest, importedSession, type ImportId, type ImportMark } from '../domain/import.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { CapturedRequest } from '../domain/request.ts';
import type { FileReading, ReadingStore } from '../pipeline/file-reading.ts';
import { createMemory, type ImportSender } from './import-sender.ts';

/** So many requests, or bytes of their bodies, are put into the order of time; writers keep it, but for those that overlap. */
const WINDOW = 2_000;
const WINDOW_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 250;

/** Dissects the requests of a file as the background does those of the browser, and gives what comes of it to the sender. */
export type ImportReading = {
  take(request: CapturedRequest): void;
  drain(): Promise<void>;
  /** Gives the sessions, as of the last moment that the requests tell of; null where there is none. */
  end(mark: ImportMark): Promise<number | null>;
};

export function createImportReading(id: ImportId, sender: ImportSender, startReading: (store: ReadingStore) => FileReading): ImportReading {
  const reading = startReading(storeOn(id, sender));
  let window: CapturedRequest[] = [];
  let bytes = 0;
  let last: number | null = null;

  async function flush(keep: number): Promise<void> {
    while (window.length > keep) {
      const some = window.splice(0, Math.min(AT_ONCE, window.length - keep));
      for (const request of some) bytes -= sizeOf(request);
      await reading.add(some);
      await sender.drain();
    }
  }

  return {
    take(request) {
      let at = window.length;
      while (at > 0 && (window[at - 1] as CapturedRequest).startedAt > request.startedAt) at--;
      window.splice(at, 0, request);
      bytes += sizeOf(request);
      last = Math.max(last ?? 0, request.startedAt, 'endedAt' in request.outcome ? request.outcome.endedAt : 0);
    },
    drain: () => flush(bytes > WINDOW_BYTES ? Math.min(AT_ONCE, window.length >> 1) : WINDOW),
    async end(mark) {
      await flush(0);
      window = [];
      const asOf = last ?? mark.asOf;
      const { sessions, findings } = reading.sessions(asOf);
      for (const { facts: _facts, lane: _lane, dueAt: _due, ...session } of sessions) {
        sender.session(importedSession({ ...mark, asOf }, session));
        await sender.drain();
      }
      for (const finding of findings) {
        sender.finding(importedFinding(id, finding));
        await sender.drain();
      }
      return last;
    },
  };
}

const sizeOf = ({ body }: CapturedRequest): number => (body.kind === 'bytes' ? body.bytes.length : 0);

/** Remembers of the last requests and events what the reading asks for again; the rest goes on its way at once. */
function storeOn(id: ImportId, sender: ImportSender): ReadingStore {
  const requests = createMemory<string, Pick<RequestRecord, 'outcome' | 'result'>>();
  const events = createMemory<string, true>();
  const byDedupeKey = createMemory<string, Event>();
  return {
    putRequest(record, body) {
      requests.put(record.id, { outcome: record.outcome, result: record.result });
      sender.request(importedRequest(id, record), body);
    },
    request: (key) => requests.get(key),
    setOutcome(key, outcome) {
      const known = requests.get(key);
      if (known) requests.put(key, { ...known, outcome });
      sender.later({ outcomes: [{ id: importedKey(id, key), outcome }] });
    },
    putEvent(event) {
      if (event.dedupeKey !== null) byDedupeKey.put(event.dedupeKey, { ...event, data: null });
      const stored = importedEvent(id, event);
      if (events.has(event.id)) sender.later({ repeats: [{ id: stored.id, repeats: stored.repeats, repeatedBy: stored.repeatedBy }] });
      else sender.event(stored);
      events.put(event.id, true);
    },
    eventOfDedupeKey: (key) => byDedupeKey.get(key),
    assignEvent(key, sessionKey) {
      sender.later({ assigned: [{ id: importedKey(id, key), sessionKey: sessionKey === null ? null : importedKey(id, sessionKey) }] });
    },
  };
}
