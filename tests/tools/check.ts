/**
 * `npm test`: everything that must hold, in the order in which it fails fastest. A failing step does not stop the later ones that do
 * not need it. The last line is `N passed, N failed`; each step that is no test run counts as one test.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Tally } from './check-tally.ts';
import { FAILED, PASSED, exitCodeOf, sum, tallyLine, tallyOfVitest } from './check-tally.ts';
import { PROJECT_ROOT, runNode, toolScript } from './run-tool.ts';

const REPORTS = path.join(PROJECT_ROOT, '.output', 'check');

type Step = { readonly title: string; readonly run: () => Promise<Tally>; /** Titles of steps that must have passed. */ readonly needs?: readonly string[] };

const STEPS: readonly Step[] = [
  // Also makes the types of the extension's own API, which the compiler reads.
  { title: 'prepare', run: () => command(toolScript('wxt'), ['prepare']) },
  { title: 'types', run: () => command(toolScript('typescript', 'tsc'), ['--noEmit']) },
  { title: 'lint', run: () => command(toolScript('oxlint'), ['--deny-warnings']) },
  { title: 'import rules', run: () => command('tests/architecture/check-imports.ts') },
  { title: 'tests', run: () => vitest('tests', []) },
  { title: 'build', run: () => command(toolScript('wxt'), ['build'], { NODE_ENV: 'production' }) },
  { title: 'build for Firefox', run: () => command(toolScript('wxt'), ['build', '-b', 'firefox', '--mv3'], { NODE_ENV: 'production' }) },
  // What the browsers' stores reject or warn of: unsafe code, manifest keys, permissions.
  { title: 'extension lint', needs: ['build for Firefox'], run: () => command('tests/tools/lint-extension.ts') },
  { title: 'end-to-end tests', needs: ['build', 'build for Firefox'], run: () => vitest('e2e', ['--config', 'vitest.e2e.config.ts'], { FOOTSTEPS_BUILT: '1' }) },
];

await rm(REPORTS, { recursive: true, force: true });
await mkdir(REPORTS, { recursive: true });
const tallies = new Map<string, Tally>();
for (const { title, needs = [], run } of STEPS) {
  say(`\n── ${title}`);
  const broken = needs.find((needed) => tallies.get(needed)?.failed !== 0);
  if (broken !== undefined) {
    say(`not run, as "${broken}" failed`);
    tallies.set(title, FAILED);
    continue;
  }
  tallies.set(title, await run().catch(failedToRun));
}

const total = sum([...tallies.values()]);
const failing = [...tallies].filter(([, tally]) => tally.failed > 0);
if (failing.length > 0) say(`\nFailed: ${failing.map(([title, tally]) => `${title} (${tally.failed})`).join(', ')}`);
process.exitCode = exitCodeOf(total);
say(`\n${tallyLine(total)}`);

async function command(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Tally> {
  return (await runNode(script, args, env)) === 0 ? PASSED : FAILED;
}

async function vitest(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Tally> {
  const file = path.join(REPORTS, `${name}.json`);
  const code = await runNode(toolScript('vitest'), ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], env);
  const report: unknown = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  return tallyOfVitest(report, code);
}

function failedToRun(error: unknown): Tally {
  say(error instanceof Error ? error.message : String(error));
  return FAILED;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
