import type { ArchiveSession } from '../archive/archive.ts';
import { collect, type ArchiveParts, type Entries, type EventPart } from '../archive/parts.ts';
import { padEnd, plain, widthOf } from '../archive/terminal-text.ts';
import { isObject } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Outcome } from '../domain/request.ts';
import type { Heartbeat } from '../domain/session.ts';
import { catalog } from '../protocols/catalog.ts';
import type { Filter } from '../view/filter/ast.ts';
import { compileFilter } from '../view/filter/evaluate.ts';
import { parseFilter } from '../view/filter/parse.ts';
import type { FilterFootstep, FilterSession } from '../view/filter/subject.ts';

const UNKNOWN: Outcome = { kind: 'unknown' };
const fields = catalog.flatMap((dissector) => dissector.fields);
const names = new Map<string, string>(catalog.map((dissector) => [dissector.id, dissector.name]));

/** The filter, or its sentence with the text below it and carets under the place. */
export function readFilter(text: string): Result<Filter> {
  const filter = parseFilter(text);
  if (!filter.problem) return ok(filter);
  const { message, from, to } = filter.problem;
  // Line breaks and tabs are one space each, so that the carets stand under their place.
  const line = [...text].map((char) => (/\s/u.test(char) ? ' ' : plain(char) || '·')).join('');
  const before = widthOf(line.slice(0, from));
  return err(`--filter: ${plain(message)}\n  ${line}\n  ${padEnd('', before)}${'^'.repeat(Math.max(1, widthOf(line.slice(from, to))))}`);
}

/** What a filter left. */
export type Filtered = { readonly parts: ArchiveParts; readonly isEmpty: boolean };

/**
 * The sessions that a filter shows with the footsteps that it shows, as the panel does: a session is kept where it fits itself or one of
 * its footsteps does. Requests and findings go with what they are about; the capture ledger stays that of the whole recording.
 */
export async function filterParts(parts: ArchiveParts, filter: Filter): Promise<Filtered> {
  const all = await collect(parts.sessions());
  const sessions = all.map(sessionOf);
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  const times: FilterFootstep[] = [];
  for await (const part of parts.events()) times.push({ ...footstepOf(part), name: '', page: null, identity: {}, data: null });
  const matcher = compileFilter(filter, { now: parts.createdAt, vendorName: (id) => names.get(id) ?? id, fields, findings: await collect(parts.findings()), footsteps: times });

  const eventIds = new Set<string>();
  const requestIds = new Set<string>();
  const keys = new Set(sessions.filter(matcher.session).map(({ key }) => key));
  for await (const part of parts.events()) {
    const footstep = footstepOf(part);
    if (!matcher.footstep(footstep, byKey.get(footstep.sessionKey ?? ''))) continue;
    eventIds.add(footstep.id);
    if (footstep.sessionKey !== null) keys.add(footstep.sessionKey);
    for (const id of [footstep.requestId, ...(part.event.repeatedBy ?? [])]) requestIds.add(id);
  }
  return {
    isEmpty: !eventIds.size && !all.some(({ key }) => keys.has(key)),
    parts: {
      ...parts,
      sessions: () => all.filter(({ key }) => keys.has(key)),
      events: (asked) => only(parts.events(asked), ({ event }) => eventIds.has(event.id)),
      requests: () => only(parts.requests(), ({ id }) => requestIds.has(id)),
      findings: () => only(parts.findings(), ({ sessionKey, eventId, requestId }) =>
        eventId !== null ? eventIds.has(eventId) : sessionKey !== null ? keys.has(sessionKey) : requestId === null || requestIds.has(requestId)),
    },
  };
}

async function* only<T>(entries: Entries<T>, test: (entry: T) => boolean): AsyncGenerator<T> {
  for await (const entry of entries) if (test(entry)) yield entry;
}

const footstepOf = ({ event, request }: EventPart): FilterFootstep => ({ ...event, repeats: event.repeats ?? 0, outcome: request?.outcome ?? UNKNOWN });

/** States in an archive are already those of its moment. What it says beyond the documented keys is checked, as anybody may have written it. */
function sessionOf(session: ArchiveSession): FilterSession {
  const { heartbeat, site } = session as ArchiveSession & { readonly heartbeat?: unknown; readonly site?: unknown };
  return { ...session, upcoming: [], heartbeat: isHeartbeat(heartbeat) ? heartbeat : null, site: typeof site === 'string' ? site : null };
}

function isHeartbeat(value: unknown): value is Heartbeat {
  const isNumberOrNull = (one: unknown): boolean => one === null || typeof one === 'number';
  return isObject(value) && isNumberOrNull(value['periodMs']) && isNumberOrNull(value['nextDueAt']) && Array.isArray(value['seen']) && value['seen'].every((at) => typeof at === 'number');
}
