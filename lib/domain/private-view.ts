import type { Event } from './event.ts';
import type { Finding } from './finding.ts';
import type { Counters, RequestRecord, SessionRecord } from './ports.ts';
import type { Body } from './request.ts';
import type { Session } from './session.ts';
import type { Footstep, HiddenRequest } from './views.ts';

/** What a page of ours is shown of a private window, whole at each change: it lies in the background's memory and nowhere else. */
export type PrivateView = {
  /** Newest activity first. */
  readonly sessions: readonly Session[];
  /** Oldest first; the newest so many. */
  readonly footsteps: readonly Footstep[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
  /** Requests of the tab whose body is missing: what DevTools, while it is open on it, may know. */
  readonly hidden: readonly HiddenRequest[];
};

/** All that is held of a private window, for an export that was asked for. */
export type PrivateRecording = {
  readonly requests: readonly RequestRecord[];
  readonly bodies: ReadonlyMap<RequestRecord['id'], Body>;
  readonly events: readonly Event[];
  readonly sessions: readonly SessionRecord[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
};
