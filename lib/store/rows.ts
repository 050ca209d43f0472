import type { Event } from '../domain/event.ts';
import type { Outcome, RequestId } from '../domain/request.ts';
import type { Session } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import type { SessionRow } from './db.ts';

/** From rows to what the screens show; for whoever reads them. */

export const toSession = ({ open: _open, openTabs: _openTabs, lane: _lane, dueAt: _dueAt, ...session }: SessionRow): Session => session;

/** The requests that carried any of these events. */
export const requestsOf = (events: readonly Event[]): RequestId[] => [...new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]))];

/** An event is delivered when any of the requests that carried it was: a failed first attempt is no loss when the second got through. */
export function toFootstep(event: Event, outcomes: ReadonlyMap<RequestId, Outcome>): Footstep {
  const all = [event.requestId, ...event.repeatedBy].flatMap((id) => outcomes.get(id) ?? []);
  return { ...event, outcome: all.find(accepted) ?? all.at(-1) ?? { kind: 'unknown' } };
}

const accepted = (outcome: Outcome): boolean => outcome.kind === 'responded' && outcome.status < 400;
