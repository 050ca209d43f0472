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
};

/** Texts of a row, each with its lower case. */
export type SearchText = { readonly parts: readonly string[]; readonly lower: string };

// The same row is asked about at every keystroke and with every arrival; its text never changes, as rows are immutable.
const texts = new WeakMap<object, SearchText>();

function textOf<T extends object>(row: T, make: (row: T) => readonly unknown[]): SearchText {
  const known = texts.get(row);
  if (known) return known;
  const parts = make(row).filter((part) => typeof part === 'string');
  const text = { parts, lower: parts.join('\n').toLowerCase() };
  texts.set(row, text);
  return text;
}

export const footstepText = (footstep: FilterFootstep): SearchText =>
  textOf(footstep, (f) => [f.name, kindWord(f.kind), f.page, f.protocol, deliveryText(f), ...Object.values(f.identity)]);

// States change with time, so they are no part of the text.
export const sessionText = (session: FilterSession): SearchText =>
  textOf(session, (s) => [s.sessionId, s.key, s.protocol, s.site, s.endpoint.collector, s.endpoint.project, ...Object.values(s.identity), ...Object.values(s.attributes)]);
