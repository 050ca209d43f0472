import { EVENT_KINDS } from '../../domain/event.ts';
import type { Cause, SessionState } from '../../domain/session.ts';
import type { DeliveryKind } from '../delivery.ts';
import type { MessageKey } from '../messages/catalog.ts';

/** A value that a term can have, with the message that says what it stands for; null where the word says it. */
export type TermValue = { readonly word: string; readonly hint: MessageKey | null };

/** One `name:` of the language. `words`: one of `values`, or the beginning of some; `text`: any; `number`, `time`: with comparison. */
export type Term = { readonly name: string; readonly hint: MessageKey; readonly kind: 'words' | 'text' | 'number' | 'time'; readonly values: readonly TermValue[] };

/** Why sessions begin and end, in the words of the filter. */
export const ROTATIONS: readonly (TermValue & { readonly cause: Cause })[] = [
  { word: 'idle', hint: 'filter_rotated_idle', cause: 'idleTimeout' },
  { word: 'max', hint: 'filter_rotated_max', cause: 'maxDuration' },
  { word: 'manual', hint: 'filter_rotated_manual', cause: 'manualStart' },
  { word: 'identity', hint: 'filter_rotated_identity', cause: 'identityChange' },
  { word: 'reset', hint: 'filter_rotated_reset', cause: 'reset' },
  { word: 'navigation', hint: 'filter_rotated_navigation', cause: 'navigation' },
  { word: 'tab', hint: 'filter_rotated_tab', cause: 'tabClosed' },
  { word: 'storage', hint: 'filter_rotated_storage', cause: 'storageLost' },
  { word: 'server', hint: 'filter_rotated_server', cause: 'serverRule' },
  { word: 'start', hint: 'filter_rotated_start', cause: 'declaredStart' },
  { word: 'end', hint: 'filter_rotated_end', cause: 'declaredEnd' },
  { word: 'first', hint: 'filter_rotated_first', cause: 'firstSeen' },
  { word: 'unknown', hint: 'filter_rotated_unknown', cause: 'unknown' },
];

const STATES: readonly SessionState[] = ['live', 'late', 'idle', 'ended', 'expired', 'crashed', 'abnormal'];

/** What became of the request. Of an answer that nobody waited for, the server's word counts; `failed` and `blocked` are two things. */
export const DELIVERIES: readonly (TermValue & { readonly kinds: readonly DeliveryKind[] })[] = [
  { word: 'delivered', hint: 'filter_delivery_delivered', kinds: ['delivered', 'pageGone'] },
  { word: 'blocked', hint: 'filter_delivery_blocked', kinds: ['blocked', 'policy'] },
  { word: 'failed', hint: 'filter_delivery_failed', kinds: ['failed'] },
  { word: 'rejected', hint: 'filter_delivery_rejected', kinds: ['rejected'] },
  { word: 'limited', hint: 'filter_delivery_limited', kinds: ['limited'] },
  { word: 'server-error', hint: 'filter_delivery_serverError', kinds: ['serverError'] },
  { word: 'answered', hint: 'filter_delivery_answered', kinds: ['answered'] },
  { word: 'given-up', hint: 'filter_delivery_givenUp', kinds: ['givenUp'] },
  { word: 'pending', hint: 'filter_delivery_pending', kinds: ['pending'] },
  { word: 'unknown', hint: 'filter_delivery_unknown', kinds: ['unknown'] },
];

const HAS: readonly TermValue[] = [
  { word: 'finding', hint: 'filter_has_finding' }, { word: 'error', hint: 'filter_has_error' }, { word: 'user', hint: 'filter_has_user' },
  { word: 'heartbeat', hint: 'filter_has_heartbeat' }, { word: 'repeat', hint: 'filter_has_repeat' },
];
const BEATS: readonly TermValue[] = [
  { word: 'missed', hint: 'filter_beats_missed' }, { word: 'late', hint: 'filter_beats_late' }, { word: 'suspended', hint: 'filter_beats_suspended' },
];
const plainWords = (words: readonly string[]): TermValue[] => words.map((word) => ({ word, hint: null }));
const NUMBERS: readonly TermValue[] = [{ word: '>0', hint: 'filter_number_some' }, { word: '=0', hint: 'filter_number_none' }];

export const TERMS: readonly Term[] = [
  { name: 'vendor', hint: 'filter_term_vendor', kind: 'text', values: [] },
  { name: 'kind', hint: 'filter_term_kind', kind: 'words', values: plainWords(EVENT_KINDS) },
  { name: 'state', hint: 'filter_term_state', kind: 'words', values: STATES.map((word) => ({ word, hint: `filter_state_${word}` as const })) },
  { name: 'user', hint: 'filter_term_user', kind: 'text', values: [] },
  { name: 'session', hint: 'filter_term_session', kind: 'text', values: [] },
  { name: 'status', hint: 'filter_term_status', kind: 'number', values: [{ word: '>=400', hint: 'filter_number_refused' }, { word: '200-299', hint: 'filter_number_taken' }, { word: '>=500', hint: 'filter_delivery_serverError' }] },
  { name: 'delivery', hint: 'filter_term_delivery', kind: 'words', values: DELIVERIES },
  { name: 'rotated', hint: 'filter_term_rotated', kind: 'words', values: ROTATIONS },
  { name: 'beats', hint: 'filter_term_beats', kind: 'words', values: BEATS },
  { name: 'gap', hint: 'filter_term_gap', kind: 'time', values: [{ word: '>30m', hint: 'filter_time_units' }, { word: '>5m', hint: null }] },
  { name: 'has', hint: 'filter_term_has', kind: 'words', values: HAS },
  { name: 'finding', hint: 'filter_term_finding', kind: 'text', values: plainWords(['error', 'warning', 'info']) },
  { name: 'errors', hint: 'filter_term_errors', kind: 'number', values: NUMBERS },
  { name: 'events', hint: 'filter_term_events', kind: 'number', values: [{ word: '>10', hint: null }, { word: '=0', hint: 'filter_number_none' }] },
  { name: 'duration', hint: 'filter_term_duration', kind: 'time', values: [{ word: '>5m', hint: 'filter_time_units' }, { word: '<10s', hint: null }] },
  { name: 'imported', hint: 'filter_term_imported', kind: 'text', values: [] },
  { name: 'page', hint: 'filter_term_page', kind: 'text', values: [] },
];

const BY_NAME = new Map(TERMS.map((term) => [term.name, term]));
export const termNamed = (name: string): Term | undefined => BY_NAME.get(name.toLowerCase());

/** Case, spaces and hyphens are no part of a word: `session-start` is `sessionStart`. */
export const wordKey = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/** The values that begin with a word; where it is one of them, that one alone. */
export function valuesOf<T extends TermValue>(values: readonly T[], word: string): readonly T[] {
  const key = wordKey(word);
  const exact = values.filter((value) => wordKey(value.word) === key);
  return exact.length > 0 ? exact : values.filter((value) => wordKey(value.word).startsWith(key));
}
