import { EVENT_KINDS } from '../../domain/event.ts';
import type { Cause, SessionState } from '../../domain/session.ts';
import type { DeliveryKind } from '../delivery.ts';

/** A value that a term can have, with what it stands for. */
export type TermValue = { readonly word: string; readonly hint: string };

/** One `name:` of the language. `words`: one of `values`, or the beginning of some; `text`: any; `number`, `time`: with comparison. */
export type Term = { readonly name: string; readonly hint: string; readonly kind: 'words' | 'text' | 'number' | 'time'; readonly values: readonly TermValue[] };

/** Why sessions begin and end, in the words of the filter. */
export const ROTATIONS: readonly (TermValue & { readonly cause: Cause })[] = [
  { word: 'idle', hint: 'silent for too long', cause: 'idleTimeout' },
  { word: 'max', hint: 'its longest duration was over', cause: 'maxDuration' },
  { word: 'manual', hint: 'the page asked for it', cause: 'manualStart' },
  { word: 'identity', hint: 'another user', cause: 'identityChange' },
  { word: 'reset', hint: 'the SDK was reset', cause: 'reset' },
  { word: 'navigation', hint: 'another page', cause: 'navigation' },
  { word: 'tab', hint: 'the tab was closed', cause: 'tabClosed' },
  { word: 'storage', hint: 'the stored id was lost', cause: 'storageLost' },
  { word: 'server', hint: "the server's own rule", cause: 'serverRule' },
  { word: 'start', hint: 'announced by its first request', cause: 'declaredStart' },
  { word: 'end', hint: 'said to be over', cause: 'declaredEnd' },
  { word: 'first', hint: 'already under way when first seen', cause: 'firstSeen' },
  { word: 'unknown', hint: 'nobody can tell', cause: 'unknown' },
];

const STATES: { readonly [state in SessionState]: string } = {
  live: 'signs of life come as expected', late: 'a heartbeat is overdue', idle: 'silent for a while, not over', ended: 'said to be over',
  expired: "the vendor's time-out passed", crashed: "the SDK's own word", abnormal: "the SDK's own word",
};

/** What became of the request. Of an answer that nobody waited for, the server's word counts; `failed` and `blocked` are two things. */
export const DELIVERIES: readonly (TermValue & { readonly kinds: readonly DeliveryKind[] })[] = [
  { word: 'delivered', hint: 'the server took it', kinds: ['delivered', 'pageGone'] },
  { word: 'blocked', hint: 'stopped before it was sent', kinds: ['blocked', 'policy'] },
  { word: 'failed', hint: 'it did not arrive', kinds: ['failed'] },
  { word: 'rejected', hint: 'the server refused it', kinds: ['rejected'] },
  { word: 'limited', hint: 'too many requests', kinds: ['limited'] },
  { word: 'server-error', hint: 'the server failed', kinds: ['serverError'] },
  { word: 'answered', hint: 'neither taken nor refused', kinds: ['answered'] },
  { word: 'given-up', hint: 'nobody waited for an answer', kinds: ['givenUp'] },
  { word: 'pending', hint: 'no answer yet', kinds: ['pending'] },
  { word: 'unknown', hint: 'the browser did not say', kinds: ['unknown'] },
];

const HAS: readonly TermValue[] = [
  { word: 'finding', hint: 'something wrong was noticed' }, { word: 'error', hint: 'an error happened in the session' }, { word: 'user', hint: 'the user is known' },
  { word: 'heartbeat', hint: 'heartbeats were seen' }, { word: 'repeat', hint: 'the same event was sent again' },
];
const BEATS: readonly TermValue[] = [
  { word: 'missed', hint: 'a beat did not come' }, { word: 'late', hint: 'a beat is overdue' }, { word: 'suspended', hint: 'none while the tab is hidden' },
];
const plainWords = (words: readonly string[]): TermValue[] => words.map((word) => ({ word, hint: '' }));
const NUMBERS: readonly TermValue[] = [{ word: '>0', hint: 'at least one' }, { word: '=0', hint: 'none' }];

export const TERMS: readonly Term[] = [
  { name: 'vendor', hint: 'whose SDK', kind: 'text', values: [] },
  { name: 'kind', hint: 'what happened', kind: 'words', values: plainWords(EVENT_KINDS) },
  { name: 'state', hint: 'how the session is', kind: 'words', values: Object.entries(STATES).map(([word, hint]) => ({ word, hint })) },
  { name: 'user', hint: 'id, name or anonymous id', kind: 'text', values: [] },
  { name: 'session', hint: 'its id, or the beginning of it', kind: 'text', values: [] },
  { name: 'status', hint: "the server's answer", kind: 'number', values: [{ word: '>=400', hint: 'refused or failed' }, { word: '200-299', hint: 'taken' }, { word: '>=500', hint: 'the server failed' }] },
  { name: 'delivery', hint: 'what became of the request', kind: 'words', values: DELIVERIES },
  { name: 'rotated', hint: 'why the session began or ended', kind: 'words', values: ROTATIONS },
  { name: 'beats', hint: 'how the heartbeat is', kind: 'words', values: BEATS },
  { name: 'gap', hint: 'longest silence inside the session', kind: 'time', values: [{ word: '>30m', hint: 'ms, s, m, h or d' }, { word: '>5m', hint: '' }] },
  { name: 'has', hint: 'something that is there', kind: 'words', values: HAS },
  { name: 'finding', hint: 'its code or severity', kind: 'text', values: plainWords(['error', 'warning', 'info']) },
  { name: 'errors', hint: 'errors in the session', kind: 'number', values: NUMBERS },
  { name: 'events', hint: 'events in the session', kind: 'number', values: [{ word: '>10', hint: '' }, { word: '=0', hint: 'none' }] },
  { name: 'duration', hint: 'how long the session lasted', kind: 'time', values: [{ word: '>5m', hint: 'ms, s, m, h or d' }, { word: '<10s', hint: '' }] },
  { name: 'imported', hint: 'from a file of that name', kind: 'text', values: [] },
  { name: 'page', hint: 'address of the page', kind: 'text', values: [] },
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
