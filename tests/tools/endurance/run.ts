/**
 * `npm run endurance -- --browser chromium|firefox [--requests 10000] [--tabs 20] [--stops 100] [--seed N] [--bare]`: sends at the highest
 * rate the machine can while the background is stopped at moments by chance. Exit status 1 where something is stored twice, or lost and not told.
 *
 * `--bare` (Chromium): the same with an extension that does nothing but write down what the browser tells it, to compare with.
 */
import { parseArgs } from 'node:util';
import { launchTestBrowser } from '../../e2e/support/browsers.ts';
import { buildExtension, EXTENSION_DIRECTORY, FIREFOX_EXTENSION_DIRECTORY } from '../build-extension.ts';
import { bareExtension, hearingExtension } from './hearing.ts';
import { endure, endureBare, holds, type BareEndured } from './play.ts';
import { randomOf } from './random.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const number = (given: string, name: string): number => {
    if (!/^\d+$/.test(given)) throw new Error(`--${name}: expected a number, found "${given}"`);
    return Number(given);
  };
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'string', default: 'chromium' }, requests: { type: 'string', default: '10000' }, tabs: { type: 'string', default: '20' },
      stops: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      bare: { type: 'boolean', default: false },
    },
  });
  const { browser: name } = values;
  if (name !== 'chromium' && name !== 'firefox') throw new Error(`--browser: expected chromium or firefox, found "${name}"`);
  if (values.bare && name === 'firefox') throw new Error('--bare: for Chromium alone');
  if (!values.bare) await buildExtension(name);
  const directory = values.bare ? await bareExtension() : await hearingExtension(name === 'firefox' ? FIREFOX_EXTENSION_DIRECTORY : EXTENSION_DIRECTORY);
  const browser = await launchTestBrowser(name, undefined, directory);
  try {
    say(`seed ${values.seed}`);
    const options = { requests: number(values.requests, 'requests'), tabs: number(values.tabs, 'tabs'), stops: number(values.stops, 'stops'), random: randomOf(number(values.seed, 'seed')), say };
    if (values.bare) {
      sayHeard(await endureBare(browser, { ...options, page: 'page.html' }));
      return 0;
    }
    const endured = await endure(browser, options);
    const { lost, untold, doubled, invented, gaps, outcomes, calm, heard: _, ...rest } = endured;
    for (const gap of gaps) say(`gap ${gap.why}: ${gap.to === null ? 'open' : `${Math.round(gap.to - gap.from)} ms`}, ${gap.lost ?? 0} lost`);
    say(JSON.stringify({ ...rest, outcomes }));
    say(`${endured.arrived} arrived, ${endured.stored} stored, ${lost.length} lost (gaps tell of up to ${endured.told}, ${untold.length} outside of them), ${doubled.length} doubled, ${invented.length} invented, ${endured.stops} stops in ${endured.seconds.toFixed(1)} s`);
    sayHeard(endured);
    say(`after the last stop: ${calm.sent} sent, ${calm.lost.length} lost, ${calm.endless.length} of unknown end`);
    return holds(endured) ? 0 : 1;
  } finally {
    await browser.close();
  }
}

/** Of what the browser told the background nothing should be lost; of what was under way to it a stop costs all. */
function sayHeard({ arrived, heard, lost, stops, seconds }: BareEndured): void {
  say(`of ${arrived} that arrived the browser told the background ${heard.size}; of those ${lost.filter((number) => heard.has(number)).length} are lost, of all ${lost.length}, with ${stops} stops in ${seconds.toFixed(1)} s`);
}
