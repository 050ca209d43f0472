/**
 * `npm run bench [-- --only core,stored,row] [--check] [--events N] [--stored N,N] [--profile DIR] [--short]`: how fast it is, as a table, and as JSON with machine,
 * versions and spread in `.output/bench/`. Every time stands beside a limit or a control of the same run. `--check` judges ratios and counts
 * (tests/bench/budgets.ts), and exits with 1 where one is missed; `--events`: how many are stored for the panel's and the popup's figures;
 * `--stored`: how many for those of growth (a million take minutes to fill in); `--minutes`: how long a stream goes on while the panel's heap is weighed;
 * `--profile DIR`: fills and keeps the browser's profile of the panel's part there; one that is filled already is measured as it is.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXTENSION_DIRECTORY, buildExtension } from '../tools/build-extension.ts';
import { findBrowser } from '../tools/browser-finder.ts';
import { PROJECT_ROOT } from '../tools/run-tool.ts';
import { BUDGETS, complaint } from './budgets.ts';
import type { Figure } from './measure.ts';
import { core } from './parts/core.ts';
import { growth } from './parts/growth.ts';
import { heap } from './parts/heap.ts';
import { ingestion } from './parts/ingest.ts';
import { inspected } from './parts/inspect.ts';
import { workerMemory } from './parts/memory.ts';
import { pageCost } from './parts/page-cost.ts';
import { pageTapCost } from './parts/page-tap.ts';
import { panel } from './parts/panel.ts';
import { popup } from './parts/popup.ts';
import { row } from './parts/row.ts';
import { sizes } from './parts/size.ts';
import { storing } from './parts/stored.ts';
import { waking } from './parts/wake.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'bench');
const { values: options } = parseArgs({ options: { only: { type: 'string' }, check: { type: 'boolean' }, short: { type: 'boolean' }, events: { type: 'string', default: '100000' }, minutes: { type: 'string', default: '1' }, profile: { type: 'string' }, stored: { type: 'string', default: '100000' } } });
const short = options.short === true;

const PARTS: { readonly [name: string]: () => Figure[] | Promise<Figure[]> } = {
  core: () => core(short ? 20 : 60, short ? 5 : 11, short ? 20_000 : 60_000),
  inspect: () => inspected(short ? 20 : 200),
  ingest: () => ingestion(2),
  growth: () => growth(2, short ? [5_000] : options.stored.split(',').map(Number), short ? 1 : 3),
  stored: () => storing(EXTENSION_DIRECTORY, short ? 2 : 15),
  page: () => (short ? pageCost(EXTENSION_DIRECTORY, 1, 1, 200) : pageCost(EXTENSION_DIRECTORY)),
  tap: () => (short ? pageTapCost(EXTENSION_DIRECTORY, 2, 30) : pageTapCost(EXTENSION_DIRECTORY)),
  wake: () => (short ? waking(EXTENSION_DIRECTORY, 1, 2) : waking(EXTENSION_DIRECTORY)),
  memory: () => workerMemory(EXTENSION_DIRECTORY, short ? 400 : 10_000),
  panel: () => panel(EXTENSION_DIRECTORY, short ? 5_000 : Number(options.events), options.profile),
  popup: () => popup(EXTENSION_DIRECTORY, short ? 5_000 : Number(options.events)),
  row: () => row(EXTENSION_DIRECTORY, short ? 400 : 5_000, 200),
  heap: () => heap(EXTENSION_DIRECTORY, short ? 0.1 : Number(options.minutes), 200),
  size: () => sizes(EXTENSION_DIRECTORY),
};

const wanted = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
const WITHOUT_EXTENSION: readonly string[] = ['core', 'inspect', 'ingest', 'growth'];
if (wanted.some((name) => !WITHOUT_EXTENSION.includes(name))) await buildExtension();

const figures: Figure[] = [];
for (const name of wanted) {
  process.stdout.write(`${name}…\n`);
  figures.push(...((await PARTS[name]?.()) ?? []));
}

const shown = (n: number): string => (Math.abs(n) >= 1_000 ? Math.round(n).toLocaleString('en') : n.toFixed(n < 10 ? 2 : 1));
const rows = figures.map(({ name, what, unit, value, spread, control }) => [
  what, BUDGETS[name]?.goal ?? '', `${shown(value)} ${unit}`, spread[0] === spread[1] ? '' : `${shown(spread[0])} to ${shown(spread[1])}`,
  control ? `${shown(control.value)} (${control.what})` : '', control ? (value / control.value).toFixed(2) : '',
]);
const table = [['what', 'goal', 'measured', 'spread', 'control', 'ratio'], ['---', '---', '---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
console.log(`\n${table}\n`);

const manifest = JSON.parse(await readFile(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as { readonly version: string };
await mkdir(OUTPUT, { recursive: true });
await writeFile(path.join(OUTPUT, options.only === undefined ? 'bench.json' : `bench-${wanted.join('-')}.json`), `${JSON.stringify({
  at: new Date().toISOString(), version: manifest.version, node: process.version, browser: path.basename(await findBrowser('chromium')),
  machine: { system: `${os.type()} ${os.release()}`, processor: os.cpus()[0]?.model ?? '', cores: os.cpus().length, memory: os.totalmem(), load: os.loadavg() },
  figures: figures.map((f) => ({ ...f, goal: BUDGETS[f.name]?.goal ?? null, ratio: f.control ? f.value / f.control.value : null })),
}, null, 2)}\n`);

if (options.check) {
  const complaints = figures.flatMap((f) => complaint(f) ?? []);
  for (const line of complaints) console.log(line);
  console.log(complaints.length ? `${complaints.length} budgets missed` : 'all judged figures are within their budgets');
  if (complaints.length) process.exitCode = 1;
}
