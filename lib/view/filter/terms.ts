import { EVENT_KINDS } from '../../domain/event.ts';
import type { Cause, SessionState } from '../../domain/session.ts';
import type { DeliveryKind } from '../delivery.ts';
import type { MessageKey } from '../messages/catalog.ts';

/** A value that a term can have, with the message that says what it stands for; null where the word says it. */
export type TermValue = { readonly word: string; readonly hint: MessageKey | null };

/** One `name:` of the language. `words`: one of `values`, or the beginning of some; `text`: any; `number`, `time`: with comparison. */
export type Term = { readonly name: string; readonly hint: MessageKey; readonly kind: 'words' | 'text' | 'number' | 'time'; readonly values: readonly TermValue[] };

/** Words whose hint is named after them. */
const hinted = <const Of extends string, const Word extends string>(of: Of, words: readonly Word[]) => words.map((word) => ({ word, hint: `filter_${of}_${word}` as const }));
const plain = (words: readonly string[]): readonly TermValue[] => words.map((word) => ({ word, hint: null }));

/** What each word for a begin or end of sessions stands for. */
const CAUSES = {
  idle: 'idleTimeout', max: 'maxDuration', manual: 'manualStart', identity: 'identityChange', reset: 'reset', navigation: 'navigation', tab: 'tabClosed', storage: 'storageLost',
  server: 'serverRule', start: 'declaredStart', end: 'declaredEnd', first: 'firstSeen', unknown: 'unknown',
} as const satisfies { readonly [word: string]: Cause };

/** Why sessions begin and end, in the words of the filter. */
export const ROTATIONS: readonly (TermValue & { readonly cause: Cause })[] = hinted('rotated', Object.keys(CAUSES) as (keyof typeof CAUSES)[]).map((value) => ({ ...value, cause: CAUSES[value.word] }));

const STATES = ['live', 'late', 'idle', 'ended', 'expired', 'crashed', 'abnormal'] as const satisfies readonly SessionState[];

const delivery = (word: string, hint: MessageKey, ...kinds: readonly DeliveryKind[]) => ({ word, hint, kinds });
/** What became of the request. Of an answer that nobody waited for, the server's word counts; `failed` and `blocked` are two things. */
export const DELIVERIES: readonly (TermValue & { readonly kinds: readonly DeliveryKind[] })[] = [
  delivery('delivered', 'filter_delivery_delivered', 'delivered', 'pageGone'),
  delivery('blocked', 'filter_delivery_blocked', 'blocked', 'policy'),
  delivery('failed', 'filter_delivery_failed', 'failed'),
  delivery('rejected', 'filter_delivery_rejected', 'rejected'),
  delivery('limited', 'filter_delivery_limited', 'limited'),
  delivery('server-error', 'filter_delivery_serverError', 'serverError'),
  delivery('answered', 'filter_delivery_answered', 'answered'),
  delivery('given-up', 'filter_delivery_givenUp', 'givenUp'),
  delivery('pending', 'filter_delivery_pending', 'pending'),
  delivery('unknown', 'filter_delivery_unknown', 'unknown'),
];

const NONE: TermValue = { word: '=0', hint: 'filter_number_none' };
/** An example of a length of time; how it is written is told with the first. */
const lasting = (first: string, second: string): readonly TermValue[] => [{ word: first, hint: 'filter_time_units' }, ...plain([second])];

const term = <const Name extends string, const Kind extends Term['kind']>(name: Name, kind: Kind, values: readonly TermValue[] = []) => ({ name, hint: `filter_term_${name}` as const, kind, values });

export const TERMS: readonly Term[] = [
  term('vendor', 'text'),
  term('kind', 'words', plain(EVENT_KINDS)),
  term('state', 'words', hinted('state', STATES)),
  term('user', 'text'),
  term('session', 'text'),
  term('status', 'number', [{ word: '>=400', hint: 'filter_number_refused' }, { word: '200-299', hint: 'filter_number_taken' }, { word: '>=500', hint: 'filter_delivery_serverError' }]),
  term('delivery', 'words', DELIVERIES),
  term('rotated', 'words', ROTATIONS),
  term('beats', 'words', hinted('beats', ['missed', 'late', 'suspended'])),
  term('gap', 'time', lasting('>30m', '>5m')),
  term('has', 'words', hinted('has', ['finding', 'error', 'user', 'heartbeat', 'repeat'])),
  term('finding', 'text', plain(['error', 'warning', 'info'])),
  term('errors', 'number', [{ word: '>0', hint: 'filter_number_some' }, NONE]),
  term('events', 'number', [...plain(['>10']), NONE]),
  term('duration', 'time', lasting('>5m', '<10s')),
  term('imported', 'text'),
  term('page', 'text'),
];

const BY_NAME = new Map(TERMS.map((one) => [one.name, one]));
export const termNamed = (name: string): Term | undefined => BY_NAME.get(name.toLowerCase());

/** Case, spaces and hyphens are no part of a word: `session-start` is `sessionStart`. */
export const wordKey = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/** The values that begin with a word; where it is one of them, that one alone. */
export function valuesOf<T extends TermValue>(values: readonly T[], word: string): readonly T[] {
  const key = wordKey(word);
  const exact = values.filter((value) => wordKey(value.word) === key);
  return exact.length > 0 ? exact : values.filter((value) => wordKey(value.word).startsWith(key));
}
