/**
 * `npm run soak [-- --browser chromium|firefox] [--minutes 10] [--tabs 30] [--requests 4500] [--seed N]`: plays the traffic of many tabs twice, in
 * peace and while the background is stopped, the browser restarted, tabs are discarded, the clock is set and the machine sleeps. By default what 30
 * tabs send in an hour. Exit status 1 where the two recordings differ.
 */
import { parseArgs } from 'node:util';
import type { BrowserName } from '../browser-finder.ts';
import { buildExtension } from '../build-extension.ts';
import { buildSite } from '../demo/site-build.ts';
import { randomOf } from './random.ts';
import { soakPlan } from './soak-plan.ts';
import { soak } from './soak.ts';

const MINUTE = 60_000;
const MOST_SHOWN = 40;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'string', default: 'chromium' }, minutes: { type: 'string', default: '10' }, tabs: { type: 'string', default: '30' },
      requests: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    },
  });
  const number = (name: 'minutes' | 'tabs' | 'requests' | 'seed', given: string): number => {
    if (!/^\d+$/.test(given)) throw new Error(`--${name}: expected a number, found "${given}"`);
    return Number(given);
  };
  if (values.browser !== 'chromium' && values.browser !== 'firefox') throw new Error(`--browser: expected chromium or firefox, found "${values.browser}"`);
  const browser: BrowserName = values.browser;
  const [tabs, minutes] = [number('tabs', values.tabs), number('minutes', values.minutes)];
  // A page with two SDKs and their heartbeats sends some 150 requests in an hour.
  const requests = values.requests === undefined ? tabs * 150 : number('requests', values.requests);
  const each = Math.max(1, Math.round(minutes));
  await buildExtension(browser);
  await buildSite();
  say(`seed ${values.seed}: ${requests} requests of ${tabs} tabs`);
  const began = performance.now();
  const plan = soakPlan({ tabs, requests, times: { stop: 6 * each, restart: Math.ceil(each / 3), discard: 2 * each, clock: 2 * each, sleep: each }, random: randomOf(number('seed', values.seed)) });
  const { done, traffic, ledger, told, ...all } = await soak({ browser, tabs, plan, lasts: (minutes * MINUTE) / 2, say });
  const differences = [...traffic.map((line) => `recorded ${line}`), ...ledger.map((line) => `made of it ${line}`)];
  for (const line of differences.slice(0, MOST_SHOWN)) say(line);
  if (differences.length > MOST_SHOWN) say(`and ${differences.length - MOST_SHOWN} more`);
  say(`${all.requests} requests, ${all.events} footsteps, ${all.sessions} sessions; ${Object.entries(done).map(([kind, n]) => `${n} ${kind}`).join(', ')}; ${differences.length} differences, ${told} told as lost, ${Math.round((performance.now() - began) / 1000)} s`);
  return differences.length === 0 ? 0 : 1;
}
