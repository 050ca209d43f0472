import fc from 'fast-check';
import { expect, it } from 'vitest';
import { activityOf, kindCounts } from '../../../lib/view/activity.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('s');
const T = session.startedAt;
const step = (at: number, overrides = {}) => demoFootstep(session, at, at, overrides);

it('counts footsteps and errors in equal stretches of time, beats left out', () => {
  const activity = activityOf([step(0), step(10), step(55, { isError: true }), step(60, { kind: 'heartbeat' }), step(100)], T, T + 100, 4);
  expect(activity?.bars.map(({ count, errors }) => [count, errors])).toEqual([[2, 0], [0, 0], [1, 1], [1, 0]]);
  expect(activity?.most).toBe(2);
  expect(activity?.bars.at(-1)?.to).toBe(T + 100);
});

it('is none where nothing but beats was seen', () => {
  expect(activityOf([step(1, { kind: 'heartbeat' })], T, T + 10)).toBeNull();
});

it('counts each footstep once, also those outside the session and all at one moment', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 50 }), fc.nat(500), (times, length) => {
    const bars = activityOf(times.map((at) => step(at)), T, T + length)?.bars ?? [];
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
  }));
});

it('tells kinds, the most frequent first', () => {
  expect(kindCounts([step(1, { kind: 'log' }), step(2, { kind: 'error' }), step(3, { kind: 'log' })])).toEqual([{ kind: 'log', count: 2 }, { kind: 'error', count: 1 }]);
});
