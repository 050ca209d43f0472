import type { Json } from '../base/json.ts';
import { asRequestId, type CapturedRequest } from '../domain/request.ts';
import { LEDGER_COLUMNS, type Archive, type CaptureLedger } from './archive.ts';

/**
 * The requests of several files as one recording, in the order of time. Ids are unique in a file only: a request that another file holds in
 * the same words is the same one; a different one of that name gets the file's number after its id.
 */
export function mergeRequests(files: readonly (readonly CapturedRequest[])[]): CapturedRequest[] {
  const known = new Map<string, CapturedRequest>();
  files.forEach((requests, file) => {
    for (const request of requests) {
      const other = known.get(request.id);
      if (!other) known.set(request.id, request);
      else if (!isSame(other, request)) {
        const id = `${request.id}~${file + 1}`;
        known.set(id, { ...request, id: asRequestId(id) });
      }
    }
  });
  return [...known.values()].toSorted((a, b) => a.startedAt - b.startedAt);
}

function isSame(a: CapturedRequest, b: CapturedRequest): boolean {
  if (a.url !== b.url || a.method !== b.method || a.startedAt !== b.startedAt || a.body.kind !== b.body.kind) return false;
  if (a.body.kind !== 'bytes' || b.body.kind !== 'bytes') return true;
  const { bytes } = b.body;
  return a.body.bytes.length === bytes.length && a.body.bytes.every((byte, i) => byte === bytes[i]);
}

/**
 * Several archives as one, in the order of time, with the first's header. Equal entries are one; a request that shares only its id with
 * another file's gets the file's number after it, there and wherever it is named. Of a session in several files the longest seen stays.
 */
export function mergeArchives([first, ...others]: readonly [Archive, ...Archive[]]): Archive {
  if (!others.length) return first;
  const known = new Map(first.requests.map((r) => [r.id, JSON.stringify(r)]));
  const all = [first, ...others.map((archive, i) => renamed(archive, known, i + 2))];
  const sessions = all.flatMap((a) => a.sessions).toSorted((a, b) => b.lastActivityAt - a.lastActivityAt);
  return {
    exporter: first.exporter,
    createdAt: Math.max(...all.map((a) => a.createdAt)),
    requests: unique(all.flatMap((a) => a.requests), (r) => r.id).toSorted((a, b) => a.startedAt - b.startedAt),
    events: unique(all.flatMap((a) => a.events), (e) => e.id).toSorted((a, b) => a.occurredAt - b.occurredAt),
    sessions: unique(sessions, (s) => s.key).toSorted((a, b) => a.startedAt - b.startedAt),
    findings: unique(all.flatMap((a) => a.findings), (f) => JSON.stringify([f.code, f.sessionKey, f.eventId, f.requestId, f.message])),
    captureLedger: all.map((a) => a.captureLedger).reduce(addLedgers),
    extra: mergeExtras(all),
  };
}

/** Keys beside the documented ones: the first file's word counts, but gaps are those of all files. */
export function mergeExtras(archives: readonly Archive[]): Archive['extra'] {
  const extra = Object.fromEntries(archives.toReversed().flatMap((a) => Object.entries(a.extra)));
  const lists = archives.flatMap(({ extra: { gaps } }): (readonly Json[])[] => (Array.isArray(gaps) ? [gaps as readonly Json[]] : []));
  return lists.length > 1 ? { ...extra, gaps: unique(lists.flat(), (gap) => JSON.stringify(gap)) } : extra;
}

function renamed(archive: Archive, known: Map<string, string>, file: number): Archive {
  const names = new Map<string, string>();
  for (const request of archive.requests) {
    const text = JSON.stringify(request);
    const id = known.has(request.id) && known.get(request.id) !== text ? `${request.id}~${file}` : request.id;
    names.set(request.id, id);
    known.set(id, text);
  }
  const name = (id: string) => names.get(id) ?? id;
  const eventNames = new Map(archive.events.map((e) => [e.id, name(e.requestId) === e.requestId ? e.id : `${name(e.requestId)}:${e.index}`]));
  return {
    ...archive,
    requests: archive.requests.map((r) => ({ ...r, id: name(r.id) })),
    events: archive.events.map((e) => ({ ...e, id: eventNames.get(e.id) ?? e.id, requestId: name(e.requestId), ...(e.repeatedBy ? { repeatedBy: e.repeatedBy.map(name) } : {}) })),
    findings: archive.findings.map((f) => ({
      ...f, requestId: f.requestId === null ? null : name(f.requestId), eventId: f.eventId === null ? null : (eventNames.get(f.eventId) ?? f.eventId),
    })),
  };
}

function unique<T>(entries: readonly T[], id: (entry: T) => string): T[] {
  const known = new Map<string, T>();
  for (const entry of entries) if (!known.has(id(entry))) known.set(id(entry), entry);
  return [...known.values()];
}

function addLedgers(a: CaptureLedger | null, b: CaptureLedger | null): CaptureLedger | null {
  if (!a || !b) return a ?? b;
  return Object.fromEntries(LEDGER_COLUMNS.map((column) => [column, a[column] + b[column]])) as CaptureLedger;
}
