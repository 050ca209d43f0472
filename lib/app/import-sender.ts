import { importText } from '../archive/import-text.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { ImportRows } from '../domain/import.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Body } from '../domain/request.ts';
import type { Session } from '../domain/session.ts';

/** So many rows, or chars of them, are one message and one transaction. */
const ROWS = 500;
const CHARS = 2 * 1024 * 1024;
/** Messages between page and background end at 64 MB. */
const MAX_ROW_CHARS = 24 * 1024 * 1024;

type Lists = { -readonly [L in keyof ImportRows]: ImportRows[L][number][] };

const empty = (): Lists => ({ requests: [], events: [], sessions: [], findings: [], outcomes: [], repeats: [], assigned: [] });

/** Collects rows of an import and hands them over in order, some at a time. */
export type ImportSender = {
  request(record: RequestRecord, body: Body): void;
  event(event: Event): void;
  session(session: Session): void;
  finding(finding: Finding): void;
  /** Later words about rows that were given before. */
  later(change: Partial<Pick<ImportRows, 'outcomes' | 'repeats' | 'assigned'>>): void;
  /** Resolves when what is waiting is little; all of it where `whole`. */
  drain(whole?: boolean): Promise<void>;
  readonly counts: { readonly requests: number; readonly events: number; readonly sessions: number };
};

/**
 * @param send writes a part, known by its number: rejected, the import is over
 * @param tooLarge is told of a row that no message can hold; the body alone is left out where that is it
 */
export function createImportSender(send: (number: number, text: string) => Promise<void>, tooLarge: (what: string) => void): ImportSender {
  const counts = { requests: 0, events: 0, sessions: 0 };
  let rows = empty();
  const waiting: Lists[] = [];
  let held = 0;
  let chars = 0;
  let number = 0;

  function took(size: number): void {
    chars += size;
    if (++held < ROWS && chars < CHARS) return;
    waiting.push(rows);
    rows = empty();
    held = chars = 0;
  }

  /** Rough, but never far below what is sent. */
  const sizeOf = (value: unknown): number => JSON.stringify(value).length;

  return {
    counts,
    request(record, body) {
      const size = (body.kind === 'bytes' ? Math.ceil(body.bytes.length / 3) * 4 : body.kind === 'form' ? sizeOf(body) : 0) + 200;
      const head = sizeOf(record);
      if (head > MAX_ROW_CHARS) return tooLarge(`request ${record.id.slice(0, 80)}`);
      const kept: Body = size > MAX_ROW_CHARS ? { kind: 'unavailable', reason: 'tooLarge', size: body.kind === 'bytes' ? body.bytes.length : size } : body;
      if (kept !== body) tooLarge(`body of request ${record.id.slice(0, 80)}`);
      counts.requests++;
      rows.requests.push({ ...record, bodyKind: kept.kind, body: kept });
      took(head + (kept === body ? size : 0));
    },
    event(event) {
      const size = sizeOf(event);
      if (size > MAX_ROW_CHARS) return tooLarge(`event ${event.id.slice(0, 80)}`);
      counts.events++;
      rows.events.push(event);
      took(size);
    },
    session(session) {
      const size = sizeOf(session);
      if (size > MAX_ROW_CHARS) return tooLarge(`session ${session.key.slice(0, 80)}`);
      counts.sessions++;
      rows.sessions.push(session);
      took(size);
    },
    finding(finding) {
      const size = sizeOf(finding);
      if (size > MAX_ROW_CHARS) return tooLarge(`finding ${finding.code.slice(0, 80)}`);
      rows.findings.push(finding);
      took(size);
    },
    later({ outcomes = [], repeats = [], assigned = [] }) {
      rows.outcomes.push(...outcomes);
      rows.repeats.push(...repeats);
      rows.assigned.push(...assigned);
      took(200 * (outcomes.length + repeats.length + assigned.length));
    },
    async drain(whole = false) {
      if (whole && held > 0) {
        waiting.push(rows);
        rows = empty();
        held = chars = 0;
      }
      for (let next = waiting.shift(); next; next = waiting.shift()) await send(number++, importText(next));
    },
  };
}

/** Of so many of the last requests and events it is known what was read, as what is sent again or answered later follows soon. */
const REMEMBERED = 200_000;

/** A map that forgets what was put first. */
export function createMemory<K, V>(most = REMEMBERED): Pick<Map<K, V>, 'get' | 'has'> & { put(key: K, value: V): void } {
  const map = new Map<K, V>();
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    put(key, value) {
      map.set(key, value);
      if (map.size <= most) return;
      const [first] = map.keys();
      if (first !== undefined) map.delete(first);
    },
  };
}
