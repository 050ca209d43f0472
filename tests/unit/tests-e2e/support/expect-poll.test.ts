import { expect, test } from 'vitest';
import { poll, pollUntil } from '../../../e2e/support/expect-poll.ts';

test('asks until there is an answer, over exceptions, and gives it', async () => {
  let asked = 0;
  const answer = await poll(
    () => {
      asked += 1;
      if (asked === 1) throw new Error('not yet');
      return asked === 3 ? 'there' : undefined;
    },
    { what: 'it is there', interval: 1 },
  );
  expect(answer).toBe('there');
  expect(asked).toBe(3);
});

test('0 and the empty string are answers', async () => {
  expect(await poll(() => 0, { what: 'a number comes' })).toBe(0);
  expect(await poll(() => '', { what: 'a text comes' })).toBe('');
});

test('giving up names what was waited for and what was seen last', async () => {
  const waiting = pollUntil(() => ({ stored: 2 }), (seen) => seen.stored === 3, { what: '3 are stored', timeout: 20, interval: 2 });
  await expect(waiting).rejects.toThrow('Gave up after 20 ms waiting until 3 are stored; last seen: {"stored":2}');
});

test('a question that never ends is cut off by the deadline', async () => {
  await expect(poll(() => new Promise(() => undefined), { what: 'it answers', timeout: 30 })).rejects.toThrow(/no answer for/);
});

test('what was seen before the deadline cut off a question is told', async () => {
  let asked = 0;
  const ask = (): Promise<number> => (asked++ === 0 ? Promise.resolve(2) : new Promise(() => undefined));
  await expect(pollUntil(ask, (count) => count === 3, { what: '3 are stored', timeout: 500, interval: 1 })).rejects.toThrow(/last seen: 2, then no answer for/);
});
