import { decodeLatin1 } from '../base/bytes.ts';
import { hash } from '../base/hash.ts';
import type { Json } from '../base/json.ts';
import { asRequestId, type CapturedRequest } from '../domain/request.ts';
import { LEDGER_COLUMNS, type Archive, type CaptureLedger } from './archive.ts';

/**
 * Names the requests of several files that are read as one recording. Ids are unique in a file only: a request that another file holds in
 * the same words is the same one (null); a different one of that name gets its file's number after its id.
 */
export function createNames(): (request: CapturedRequest, file: number) => CapturedRequest | null {
  const known = new Map<string, string>();
  return (request, file) => {
    const { method, url, startedAt, body } = request;
    const content = hash(`${method} ${url} ${startedAt} ${body.kind} ${body.kind === 'bytes' ? decodeLatin1(body.bytes) : ''}`);
    for (const id of [request.id, asRequestId(`${request.id}~${file + 1}`)]) {
      const other = known.get(id);
      if (other === content) return null;
      if (other !== undefined) continue;
      known.set(id, content);
      return { ...request, id };
    }
    return null;
  };
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
export function mergeExtras(archives: readonly Pick<Archive, 'extra'>[]): Archive['extra'] {
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
