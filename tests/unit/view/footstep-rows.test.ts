import { expect, it } from 'vitest';
import { formatClock } from '../../../lib/view/format.ts';
import { footstepRow, inOrder } from '../../../lib/view/footstep-rows.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('s');
const footstep = demoFootstep(session, 1, 12_345, { kind: 'sessionEnd', name: 'end', page: 'https://shop.example/p?q=1', isError: true });

it('tells the time since the start of the session, or of day where there are several', () => {
  expect(footstepRow(footstep, session.startedAt)).toEqual({ time: '+0:12.3', kind: 'session end', name: 'end', page: '/p?q=1', delivery: 'delivered 200', tone: 'good', isError: true });
  expect(footstepRow(footstep, null).time).toBe(formatClock(footstep.occurredAt, true));
});

it('orders by when things happened, then arrived, then stood in the batch', () => {
  const early = demoFootstep(session, 1, 5);
  const batch = [0, 1].map((index) => demoFootstep(session, 2, 10, { index, id: `b:${index}` as never }));
  expect(inOrder([batch[1] as never, early, batch[0] as never]).map((f) => f.id)).toEqual([early.id, 'b:0', 'b:1']);
});

it('gives a list that is in order back as it is', () => {
  const list = [demoFootstep(session, 1, 5), demoFootstep(session, 2, 6)];
  expect(inOrder(list)).toBe(list);
});
