import { expect, it } from 'vitest';
import { identityRows, sessionTitle, userText } from '../../../lib/view/who.ts';

it('never takes an identity for an id', () => {
  expect(sessionTitle({ sessionId: 'abc', basis: 'declared' })).toEqual({ id: 'abc', words: null });
  expect(sessionTitle({ sessionId: null, basis: 'identity' })).toEqual({ id: null, words: 'id made by the server' });
  expect(sessionTitle({ sessionId: 'ada@example.com', basis: 'identity' })).toEqual({ id: null, words: 'id made by the server' });
  expect(sessionTitle({ sessionId: null, basis: 'derived' })).toEqual({ id: null, words: 'no id on the wire' });
});

it('names a user by name, then by id; who is anonymous has no name', () => {
  expect(userText({ name: 'Ada', userId: 'u1' })).toBe('Ada');
  expect(userText({ userId: 'u1', anonymousId: 'a1' })).toBe('u1');
  expect(userText({ anonymousId: 'a1' })).toBeNull();
});

it('lists the keys that are known', () => expect(identityRows({ userId: 'u1', deviceId: 'd1' })).toEqual([{ label: 'User id', value: 'u1' }, { label: 'Device id', value: 'd1' }]));
