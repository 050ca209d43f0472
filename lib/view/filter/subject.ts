import type { EpochMs } from '../../base/time.ts';
import type { Event } from '../../domain/event.ts';
import type { FieldSpec } from '../../domain/field.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Outcome } from '../../domain/request.ts';
import type { Cause, Heartbeat, Session } from '../../domain/session.ts';
import { deliveryText } from '../delivery.ts';
import { kindWord } from '../kind.ts';

/** What a filter asks of a session: one of the store's has it, and one of an archive. */
export type FilterSession = Pick<Session, 'endpoint' | 'sessionId' | 'startedAt' | 'lastActivityAt' | 'endedAt' | 'state' | 'counts' | 'identity' | 'attributes'> & {
  readonly key: string;
  readonly protocol: string;
  readonly start: { readonly cause: Cause };
  readonly end: { readonly cause: Cause } | null;
  readonly upcoming: Session['upcoming'];
  readonly imported?: { readonly fileName: string; readonly asOf: EpochMs };
  readonly heartbeat: Heartbeat | null;
  readonly site: string | null;
};

export type FilterFootstep = Pick<Event, 'kind' | 'name' | 'occurredAt' | 'identity' | 'page' | 'isError' | 'data' | 'repeats'> & {
  readonly id: string;
  readonly requestId: string;
  readonly sessionKey: string | null;
  readonly protocol: string;
  readonly outcome: Outcome;
};

export type FilterFinding = Pick<Finding, 'code' | 'severity'> & { readonly sessionKey: string | null; readonly eventId: string | null; readonly requestId: string | null };
export type NamedField = Pick<FieldSpec, 'name' | 'label' | 'path'>;

/** What a filter is asked about: a footstep with its session, as far as it has one, or a session alone. */
export type Subject = { readonly footstep: FilterFootstep | null; readonly session: FilterSession | null };

/** What is known beside the subject. `footsteps`: those from which the silences of sessions are measured. */
export type FilterContext = {
  readonly now: EpochMs;
  readonly vendorName: (protocol: string) => string;
  readonly fields: readonly NamedField[];
  readonly findings: readonly FilterFinding[];
  readonly footsteps: readonly FilterFootstep[];
  /** The longest silence inside each session, where it is known otherwise than by `footsteps`. */
  readonly gaps?: ReadonlyMap<string, number>;
};

/** The texts of a row, one a line: as they are, and in lower case. */
export type SearchText = { readonly text: () => string; readonly lower: () => string };

// The same row is asked about at every keystroke and with every arrival; its text never changes, as rows are immutable.
const lowerTexts = new WeakMap<object, string>();
const texts = new WeakMap<object, string>();

function cached<T extends object>(known: WeakMap<object, string>, row: T, make: (row: T) => string): string {
  const before = known.get(row);
  if (before !== undefined) return before;
  const text = make(row);
  known.set(row, text);
  return text;
}

const searchText = <T extends object>(row: T, make: (row: T) => string): SearchText => ({
  text: () => cached(texts, row, make),
  lower: () => cached(lowerTexts, row, (one) => make(one).toLowerCase()),
});

const line = (text: string | null | undefined): string => (text ? `\n${text}` : '');
const identityLines = ({ userId, name, anonymousId, deviceId }: Event['identity']): string => line(userId) + line(name) + line(anonymousId) + line(deviceId);

const textOfFootstep = (f: FilterFootstep): string => f.name + line(kindWord(f.kind)) + line(f.page) + line(f.protocol) + line(deliveryText(f)) + identityLines(f.identity);
// States change with time, so they are no part of the text.
const textOfSession = (s: FilterSession): string =>
  s.key + line(s.sessionId) + line(s.protocol) + line(s.site) + line(s.endpoint.collector) + line(s.endpoint.project) + identityLines(s.identity) +
  Object.values(s.attributes).map((value) => (typeof value === 'string' ? line(value) : '')).join('');

export const footstepText = (footstep: FilterFootstep): SearchText => searchText(footstep, textOfFootstep);
export const sessionText = (session: FilterSession): SearchText => searchText(session, textOfSession);
