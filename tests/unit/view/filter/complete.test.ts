import { describe, expect, it } from 'vitest';
import { accept, complete, type CompletionSource } from '../../../../lib/view/filter/complete.ts';
import { TERMS } from '../../../../lib/view/filter/terms.ts';

const source: CompletionSource = {
  vendors: [{ word: 'sentry', hint: 'Sentry' }, { word: 'snowplow', hint: 'Snowplow' }], users: ['ada@example.com', 'Ada Lovelace'], sessions: ['9f3c', '77aa'], pages: ['https://shop.example/'],
  codes: ['heartbeat.missed', 'heartbeat.missed'], fields: [{ name: 'sentry.event.level', label: 'Level' }],
};
/** `|` is the cursor. */
const at = (marked: string) => {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, found: complete(text, cursor, source) };
};
const inserts = (marked: string): string[] => at(marked).found.items.map(({ insert }) => insert);
const taken = (marked: string): string => {
  const { text, found } = at(marked);
  const [item] = found.items;
  if (!item) throw new Error('nothing is proposed');
  const next = accept(text, found, item);
  return `${next.text.slice(0, next.cursor)}|${next.text.slice(next.cursor)}`;
};

describe('what is proposed', () => {
  it('are all terms where nothing stands', () => {
    for (const marked of ['|', 'a |', '(|', '-|', '| b']) expect(inserts(marked)).toHaveLength(TERMS.length);
  });
  it.each([
    ['st|', ['state:', 'status:']], ['a -ki|', ['kind:']], ['(ro|)', ['rotated:']], ['lev|', ['sentry.event.level:']], ['xyz|', []], ['O|', []], ['st|x', ['state:', 'status:']],
    ['kind:err|', ['error']], ['kind:error|', []], ['state:e|', ['ended', 'expired']], ['rotated:|', expect.arrayContaining(['idle', 'max']) as string[]], ['status:|', ['>=400', '200-299', '>=500']],
    ['vendor:|', ['sentry', 'snowplow']], ['user:a|', ['"ada@example.com"', '"Ada Lovelace"']], ['user:"Ada L|', ['"Ada Lovelace"']], ['session:9|', ['9f3c']], ['finding:heart|', ['heartbeat.missed']],
    ['"st|', []], ['"st"|', []], ['/st/|', []],
  ])('%s', (marked, expected) => expect(inserts(marked)).toEqual(expected));
});

describe('what is taken', () => {
  it.each([
    ['a st| b', 'a state:| b'], ['kind:err|', 'kind:error |'], ['kind:e|rr b', 'kind:error |b'], ['(kind:err|)', '(kind:error |)'], ['user:"Ada L|', 'user:"Ada Lovelace" |'], ['-ki|', '-kind:|'],
  ])('%s', (marked, expected) => expect(taken(marked)).toBe(expected));
});
