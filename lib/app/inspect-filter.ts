import type { Archive, ArchiveEvent, ArchiveSession } from '../archive/archive.ts';
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

/**
 * The sessions that a filter shows with the footsteps that it shows, as the panel does: a session is kept where it fits itself or one of
 * its footsteps does. Requests and findings go with what they are about; the capture ledger stays that of the whole recording.
 */
export function filterArchive(archive: Archive, filter: Filter): Archive {
  const outcomes = new Map(archive.requests.map((request) => [request.id, request.outcome]));
  const footsteps = archive.events.map((event) => footstepOf(event, outcomes));
  const sessions = archive.sessions.map(sessionOf);
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  const matcher = compileFilter(filter, { now: archive.createdAt, vendorName: (id) => names.get(id) ?? id, fields, findings: archive.findings, footsteps });

  const shown = footsteps.filter((footstep) => matcher.footstep(footstep, byKey.get(footstep.sessionKey ?? '')));
  const eventIds = new Set(shown.map(({ id }) => id));
  const keys = new Set([...sessions.filter(matcher.session).map(({ key }) => key), ...shown.flatMap(({ sessionKey }) => sessionKey ?? [])]);
  const events = archive.events.filter(({ id }) => eventIds.has(id));
  const requestIds = new Set(events.flatMap(({ requestId, repeatedBy = [] }) => [requestId, ...repeatedBy]));
  return {
    ...archive,
    events,
    sessions: archive.sessions.filter(({ key }) => keys.has(key)),
    requests: archive.requests.filter(({ id }) => requestIds.has(id)),
    findings: archive.findings.filter(({ sessionKey, eventId, requestId }) =>
      eventId !== null ? eventIds.has(eventId) : sessionKey !== null ? keys.has(sessionKey) : requestId === null || requestIds.has(requestId)),
  };
}

const footstepOf = (event: ArchiveEvent, outcomes: ReadonlyMap<string, Outcome>): FilterFootstep => ({ ...event, repeats: event.repeats ?? 0, outcome: outcomes.get(event.requestId) ?? UNKNOWN });

/** States in an archive are already those of its moment. What it says beyond the documented keys is checked, as anybody may have written it. */
function sessionOf(session: ArchiveSession): FilterSession {
  const { heartbeat, site } = session as ArchiveSession & { readonly heartbeat?: unknown; readonly site?: unknown };
  return { ...session, upcoming: [], heartbeat: isHeartbeat(heartbeat) ? heartbeat : null, site: typeof site === 'string' ? site : null };
}

function isHeartbeat(value: unknown): value is Heartbeat {
  const isNumberOrNull = (one: unknown): boolean => one === null || typeof one === 'number';
  return isObject(value) && isNumberOrNull(value['periodMs']) && isNumberOrNull(value['nextDueAt']) && Array.isArray(value['seen']) && value['seen'].every((at) => typeof at === 'number');
}
