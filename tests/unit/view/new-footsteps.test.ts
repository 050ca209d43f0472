import { expect, it } from 'vitest';
import { newSince, seenUntil } from '../../../lib/view/new-footsteps.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const step = (at: number, receivedAt = at) => ({ ...demoFootstep(demoSession('s'), at, at), occurredAt: at, receivedAt });

it('counts what came after all that was seen', () => {
  const seen = seenUntil([step(1), step(2)]);
  expect(newSince([step(1), step(2), step(3), step(4)], seen, true)).toBe(2);
});

it('what happened long ago and came now is new, and not behind the rest', () => {
  const seen = seenUntil([step(5), step(6)]);
  const late = [step(1, 9), step(5), step(6)];
  expect(newSince(late, seen, false)).toBe(1);
  expect(newSince(late, seen, true)).toBe(0);
});

it('a filter that takes the last one away makes nothing new', () => {
  expect(newSince([step(1)], seenUntil([step(1), step(2)]), true)).toBe(0);
});
