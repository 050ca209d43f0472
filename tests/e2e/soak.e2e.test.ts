import { expect, test } from 'vitest';
import { randomOf } from '../tools/endurance/random.ts';
import { soakPlan } from '../tools/endurance/soak-plan.ts';
import { soak } from '../tools/endurance/soak.ts';

/** The traffic and its disturbances can be had again: `FOOTSTEPS_SEED` takes the seed that a failed run named. */
const SEED = Number(process.env['FOOTSTEPS_SEED'] ?? Date.now() % 2 ** 31);

/** A short form of `npm run soak`. */
test(`traffic is recorded the same in peace and while everything happens to the browser (seed ${SEED})`, async () => {
  const times = { stop: 3, restart: 1, discard: 1, clock: 1, sleep: 1 };
  const plan = soakPlan({ tabs: 4, requests: 100, times, random: randomOf(SEED) });
  const { done, traffic, ledger, events, sessions } = await soak({ browser: 'chromium', tabs: 4, plan, lasts: 0 });
  expect({ traffic, ledger }).toEqual({ traffic: [], ledger: [] });
  expect(done).toEqual(times);
  expect(events).toBeGreaterThan(60);
  expect(sessions).toBeGreaterThan(5);
});
