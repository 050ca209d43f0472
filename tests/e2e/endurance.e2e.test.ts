import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from '../tools/browser-finder.ts';
import { endure } from '../tools/endurance/play.ts';
import { randomOf } from '../tools/endurance/random.ts';
import { launchTestBrowser, type TestBrowser } from './support/browsers.ts';

/** The order of stops can be had again: `FOOTSTEPS_SEED` takes the seed that a failed run named. */
const SEED = Number(process.env['FOOTSTEPS_SEED'] ?? Date.now() % 2 ** 31);

/** A short form of `npm run endurance`. */
describe.each<{ name: BrowserName; requests: number; tabs: number; stops: number }>([
  { name: 'chromium', requests: 1_000, tabs: 6, stops: 10 },
  { name: 'firefox', requests: 400, tabs: 4, stops: 6 },
])(`tabs that send as fast as they can to $name (seed ${SEED})`, ({ name, requests, tabs, stops }) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchTestBrowser(name);
  });
  afterAll(async () => browser?.close());

  test('while the background is stopped again and again: each request is stored once, or it falls into a gap', async () => {
    const { sent, calm, lost, untold, told, gaps, doubled, invented, eventless, outcomes, inbox, candidates, stored, arrived } = await endure(browser, { requests, tabs, stops, random: randomOf(SEED) });
    expect({ arrived, doubled, invented, eventless, inbox, pending: outcomes['pending'] ?? 0 }).toEqual({ arrived: sent, doubled: [], invented: [], eventless: 0, inbox: 0, pending: 0 });
    expect(candidates).toBe(stored);
    expect(untold, `of ${lost.length} lost, with gaps ${JSON.stringify(gaps)}`).toEqual([]);
    // No fewer than were lost. A stop while it is told has it told again, but not again and again.
    expect(lost.length, `lost ${lost.join(' ')}`).toBeLessThanOrEqual(told);
    expect(told).toBeLessThanOrEqual(2 * requests);
    // How many are lost while it is stopped is a matter of what the browser had handed over; of those after it, none is.
    expect(calm).toEqual({ sent: calm.sent, lost: [], endless: [] });
    expect(calm.sent).toBeGreaterThan(50);
  });
});
