import { expect, it } from 'vitest';
import type { Heartbeat } from '../../../lib/domain/session.ts';
import { beatTicks } from '../../../lib/view/timeline-beats.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('one');
const T0 = session.startedAt;
const heart = (overrides: Partial<Heartbeat> = {}): Heartbeat => ({ periodMs: 30_000, periodFrom: 'observed', seen: [], nextDueAt: null, suspended: false, ...overrides });
const beat = (n: number, at: number) => demoFootstep(session, n, at, { kind: 'heartbeat' });
const told = (ticks: ReturnType<typeof beatTicks>) => ticks.map(({ at, kind }) => [kind, at - T0]);

it('tells beats in time, late ones, and where some were missed', () => {
  const steps = [beat(1, 0), beat(2, 30_000), beat(3, 70_000), beat(4, 160_000)];
  expect(told(beatTicks(heart(), steps, T0 + 160_000, []))).toEqual([['beat', 0], ['beat', 30_000], ['lateBeat', 70_000], ['missedBeat', 100_000], ['missedBeat', 130_000], ['beat', 160_000]]);
});
it('calls no beat missed that another sign of life put off, nor one before the first', () => {
  const steps = [demoFootstep(session, 1, 0), beat(2, 90_000), demoFootstep(session, 3, 115_000), beat(4, 145_000)];
  expect(told(beatTicks(heart(), steps, T0 + 145_000, []))).toEqual([['beat', 90_000], ['beat', 145_000]]);
});
it('counts none where the tab was hidden or nothing was recorded', () => {
  const hidden = [{ from: T0 + 40_000, to: T0 + 150_000 }];
  expect(told(beatTicks(heart(), [beat(1, 30_000), beat(2, 160_000)], T0 + 160_000, hidden))).toEqual([['beat', 30_000], ['beat', 160_000]]);
});
it('goes on to now while one is due, and not where beats are suspended or none is expected', () => {
  const until = T0 + 100_000;
  expect(told(beatTicks(heart({ nextDueAt: T0 + 60_000 }), [beat(1, 30_000)], until, []))).toEqual([['beat', 30_000], ['missedBeat', 60_000]]);
  expect(told(beatTicks(heart({ nextDueAt: T0 + 60_000, suspended: true }), [beat(1, 30_000)], until, []))).toEqual([['beat', 30_000]]);
  expect(told(beatTicks(heart(), [beat(1, 30_000)], until, []))).toEqual([['beat', 30_000]]);
});
it('takes beats of which no footstep is loaded from the strip, each once', () => {
  const ticks = beatTicks(heart({ seen: [T0, T0 + 30_000, T0 + 60_100] }), [beat(3, 60_000)], T0 + 60_000, []);
  expect(told(ticks)).toEqual([['beat', 0], ['beat', 30_000], ['beat', 60_000]]);
  expect(ticks.map((tick) => tick.footstep !== null)).toEqual([false, false, true]);
});
