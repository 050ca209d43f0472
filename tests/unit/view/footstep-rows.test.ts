import { expect, it } from 'vitest';
import { inOrder } from '../../../lib/view/footstep-rows.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('s');

it('orders by when things happened, then arrived, then stood in the batch', () => {
  const early = demoFootstep(session, 1, 5);
  const batch = [0, 1].map((index) => demoFootstep(session, 2, 10, { index, id: `b:${index}` as never }));
  expect(inOrder([batch[1] as never, early, batch[0] as never]).map((f) => f.id)).toEqual([early.id, 'b:0', 'b:1']);
});

it('gives a list that is in order back as it is', () => {
  const list = [demoFootstep(session, 1, 5), demoFootstep(session, 2, 6)];
  expect(inOrder(list)).toBe(list);
});
