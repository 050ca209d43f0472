import { expect, it } from 'vitest';
import { randomOf } from '../../../tools/endurance/random.ts';
import { soakPlan } from '../../../tools/endurance/soak-plan.ts';

const times = { stop: 3, restart: 2, discard: 1, clock: 1, sleep: 1 };
const plan = (seed: number) => soakPlan({ tabs: 3, requests: 300, times, random: randomOf(seed) });

it('is the same for the same seed, and another for another', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

it('has as many requests and disturbances as are wanted, the latter between requests', () => {
  const steps = plan(7);
  const count = (kind: string): number => steps.filter((step) => step.do === kind).length;
  expect(count('send')).toBe(300);
  expect(Object.fromEntries(Object.keys(times).map((kind) => [kind, count(kind)]))).toEqual(times);
  expect([steps[0]?.do, steps.at(-1)?.do]).toEqual(['send', 'send']);
});

it('has no request twice: a recording that is played again is a visit of its own', () => {
  const sent = plan(7).flatMap((step) => (step.do === 'send' && step.request.method === 'POST' ? [`${step.request.path} ${step.request.base64}`] : []));
  const doubled = sent.filter((one, i) => sent.indexOf(one) !== i);
  // Some SDKs send the same bytes again by themselves.
  expect(doubled.length).toBeLessThan(sent.length / 10);
});
