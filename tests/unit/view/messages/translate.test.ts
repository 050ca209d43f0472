import { afterEach, expect, test } from 'vitest';
import { english } from '../../../../lib/view/messages/english.ts';
import { setMessages, t, tn } from '../../../../lib/view/messages/translate.ts';

afterEach(() => setMessages(english, 'en'));

test('a message stands in English where nothing else was set', () => {
  expect(t('extensionDescription')).toMatch(/^Shows the sessions/);
});

test('a number decides the form of a plural', () => {
  expect([0, 1, 2, 5000].map((n) => tn('count_event', n, n.toLocaleString('en')))).toEqual(['0 events', '1 event', '2 events', '5,000 events']);
});

test('another language has its own forms', () => {
  const polish: { readonly [key: string]: string } = { count_event_one: '$1 zdarzenie', count_event_few: '$1 zdarzenia', count_event_many: '$1 zdarzeń', count_event_other: '$1 zdarzenia' };
  setMessages((key, [first = '']) => (polish[key] ?? '').replace('$1', first), 'pl');
  expect([1, 2, 5, 22].map((n) => tn('count_event', n, String(n)))).toEqual(['1 zdarzenie', '2 zdarzenia', '5 zdarzeń', '22 zdarzenia']);
});

test('a form that a language lacks is replaced by that for others, a missing text by its name', () => {
  setMessages((key) => (key === 'count_event_other' ? 'events' : ''), 'en');
  expect(tn('count_event', 1, '1')).toBe('events');
  expect(t('extensionDescription')).toBe('extensionDescription');
});

test('the browser is asked once for a text, whatever is put into it', () => {
  const asked: string[] = [];
  setMessages((key, places) => {
    asked.push(key);
    return english(key, places);
  }, 'en');
  expect([1, 2, 3].map((n) => tn('count_event', n, String(n)))).toEqual(['1 event', '2 events', '3 events']);
  expect(tn('count_event', 4, '$1 \ue001 $$')).toBe('$1 \ue001 $$ events');
  expect([t('extensionDescription'), t('extensionDescription')]).toEqual([english('extensionDescription', []), english('extensionDescription', [])]);
  expect(asked).toEqual(['count_event_one', 'count_event_other', 'extensionDescription']);
});

test('text from the wire is put in as it is, even where it looks like a place', () => {
  expect(english('count_event_other', ['$2 $$ $1'])).toBe('$2 $$ $1 events');
});
