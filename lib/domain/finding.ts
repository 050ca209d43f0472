import type { EventId } from './event.ts';
import type { RequestId } from './request.ts';
import type { SessionKey } from './session.ts';

export type Severity = 'info' | 'warning' | 'error';

/** Something wrong that we noticed, with its evidence in the message. */
export type Finding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly sessionKey: SessionKey | null;
  readonly eventId: EventId | null;
  readonly requestId: RequestId | null;
};
