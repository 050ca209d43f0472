/**
 * `npm run matrix -- --browser chromium|firefox [--short] [--show]`: sends requests in every way there is in the real browser, and compares
 * what the server got with what the extension recorded. The last line counts; exit status 1 if anything is unexplained.
 */
import { parseArgs } from 'node:util';
import { tallyLine, tallyOf } from '../../../lib/view/self-test/results.ts';
import { buildExtension } from '../build-extension.ts';
import { buildSite } from '../demo/site-build.ts';
import { agreesWithPage, playMatrix } from './play.ts';
import { matrixText } from './table.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { browser: { type: 'string', default: 'chromium' }, short: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } } });
  const { browser, short, show } = values;
  if (browser !== 'chromium' && browser !== 'firefox') throw new Error(`--browser: expected chromium or firefox, found "${browser}"`);
  await buildExtension(browser);
  await buildSite();
  const played = await playMatrix({ browser, short, headless: !show, say });
  const { results, onPage } = played;
  const line = tallyLine(tallyOf(results));
  const agrees = agreesWithPage(played);
  say(`\n${matrixText(results)}\n`);
  if (!agrees) say(`The extension's own page came to something else: ${onPage}`);
  say(line);
  return agrees && tallyOf(results).unexplained === 0 ? 0 : 1;
}
