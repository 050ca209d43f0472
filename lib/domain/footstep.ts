import type { Event } from './event.ts';
import type { RequestRecord } from './ports.ts';
import type { Outcome, RequestId } from './request.ts';
import type { Footstep } from './views.ts';

/** What a footstep shows of a request that carried its event. */
export type Carrier = Pick<RequestRecord, 'outcome' | 'bodySize'>;

/**
 * An event as the lists show it. It is delivered when any of the requests that carried it was: a failed first attempt is no loss when the
 * second got through. The size, in bytes, is that of the first request's body; null where no request is known any more, or none had a body.
 */
export function footstepOf(event: Event, requestOf: (id: RequestId) => Carrier | undefined): Footstep {
  const all = [event.requestId, ...event.repeatedBy].flatMap((id) => requestOf(id) ?? []);
  const outcome = (all.find((request) => accepted(request.outcome)) ?? all.at(-1))?.outcome ?? { kind: 'unknown' };
  return { ...event, outcome, bodySize: all.find(({ bodySize }) => bodySize !== null)?.bodySize ?? null };
}

const accepted = (outcome: Outcome): boolean => outcome.kind === 'responded' && outcome.status < 400;
