import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenHouseRules, HOUSE_RULES } from './house-rules.ts';
import { ROOT } from './source-files.ts';

/** `code` in a file of `folder` breaks `rule` and no other. A `null` rule: it is allowed there. */
type Plant = { folder: string; code: string; rule: string | null; ext?: string };

const PURE = ['base', 'domain', 'protocols', 'protocols/vendors', 'findings', 'view', 'archive'].map((folder) => `lib/${folder}`);
const inEach = (folders: string[], codes: string[], rule: string | null): Plant[] => folders.flatMap((folder) => codes.map((code) => ({ folder, code, rule })));

const GLOBALS = 'eslint(no-restricted-globals)';
const PROPERTIES = 'eslint(no-restricted-properties)';

const globalUses = [
  'window.name', 'document.title', 'globalThis.name', 'self.name', 'navigator.language', 'location.href', 'localStorage.length', 'performance.now()', 'crypto.randomUUID()',
  'chrome.runtime', 'browser.runtime', "fetch('x')", 'new XMLHttpRequest()', 'setTimeout(String, 1)', 'setInterval(String, 1)', 'process.argv', 'Buffer.alloc(1)',
].map((code) => `export const a = ${code};`);

const MARKUP = ["export const a = (e: Element) => { e.innerHTML = 'x'; };", "export const a = (e: Element) => e.insertAdjacentHTML('beforeend', 'x');", "export const a = (e: Element) => { e.outerHTML = 'x'; };"];

const LINT: Plant[] = [
  ...inEach(PURE, globalUses, GLOBALS),
  ...inEach(PURE, ['export const a = Date.now();', 'export const a = Math.random();'], PROPERTIES),
  ...inEach(PURE, ['export const a = new Date(5).getTime();', 'export const a = Date.UTC(2020, 0, 1);', "export const a = new URL('https://a.example/').host;", 'export const a = new TextDecoder().encoding;'], null),
  ...inEach(PURE, ["import { x } from 'dexie';", "import type { x } from 'preact';", "import { x } from 'wxt/browser';", "import { x } from 'node:fs';"].map((line) => `${line} export type A = typeof x;`), 'eslint(no-restricted-imports)'),

  ...inEach(['lib/store', 'lib/browser', 'lib/app', 'components', 'entrypoints'], ["export const a = fetch('x');", 'export const a = new WebSocket("wss://a.example");', 'export const a = chrome.runtime;', 'export const a = browser.runtime;'], GLOBALS),
  ...inEach(['lib/browser', 'components'], ["export const a = navigator.sendBeacon('x');", ...MARKUP], PROPERTIES),
  ...inEach(['lib/browser', 'lib/pipeline', 'components'], ["export const a = setTimeout(String, Date.now());", 'export const a = document.title;'], null),
  ...inEach([...PURE, 'lib/browser', 'lib/app', 'components'], ["console.log('x'); export const a = 1;"], 'eslint(no-console)'),
  ...inEach(['lib/page'], ["export const a = fetch('x');", "export const a = navigator.sendBeacon('x');"], null),
  ...inEach(['lib/page'], ['export const a = chrome.runtime;'], GLOBALS),
  ...inEach(['lib/page'], MARKUP, PROPERTIES),

  ...inEach(['lib/base', 'components', 'entrypoints', 'tests/tools'], ['export const a: any = 1;'], 'typescript(no-explicit-any)'),
  ...inEach(['lib/base', 'tests/tools'], ['// @ts-ignore\nexport const a = 1;'], 'typescript(ban-ts-comment)'),
  ...inEach(['lib/base', 'components', 'tests/tools'], ["export const a = eval('1');"], 'eslint(no-eval)'),
  ...inEach(['lib/base', 'components'], ["export const a = new Function('return 1');"], 'eslint(no-new-func)'),
  ...inEach(['components'], ["export const a = setTimeout('1', 1);"], 'eslint(no-implied-eval)'),
  ...inEach(['components'], ["export const a = 'javascript:void 0';"], 'eslint(no-script-url)'),
  { folder: 'components', code: "export const A = () => <p dangerouslySetInnerHTML={{ __html: 'x' }} />;", rule: 'react(no-danger)', ext: 'tsx' },
  { folder: 'components', code: 'export const A = () => <p>x</p>;', rule: null, ext: 'tsx' },
  ...inEach(['lib/base', 'components'], ['const a = 1; export default a;'], 'import(no-default-export)'),
  ...inEach(['entrypoints'], ['const a = 1; export default a;'], null),
  ...inEach(['components'], ["import './a.css';", "import styles from './a.module.css'; export const a = styles;"], null),
  ...inEach(['lib/base', 'components', 'entrypoints', 'tests/tools'], [`export const a = [\n${'1,\n'.repeat(399)}];`], 'eslint(max-lines)'),
  ...inEach(['lib/base', 'components', 'entrypoints', 'tests/tools'], [`export const a = [\n${'1,\n'.repeat(398)}];`], null),

  // One of each category, as a sign that the categories are on.
  ...inEach(['lib/base', 'tests/tools'], ['export const a = (b: number) => b === Number.NaN;'], 'eslint(use-isnan)'),
  ...inEach(['lib/base', 'tests/tools'], ['export const a = (b: number) => [b].map((b) => b + 1);'], 'eslint(no-shadow)'),
  ...inEach(['lib/base', 'tests/tools'], ['const unused = 1; export const a = 2;'], 'eslint(no-unused-vars)'),
  ...inEach(['lib/base'], ['export const a = (b: number[]) => b.sort();'], 'unicorn(no-array-sort)'),

  ...[
    ["it.only('x', () => { expect(1).toBe(1); });", 'no-focused-tests'],
    ["describe.only('x', () => { it('y', () => { expect(1).toBe(1); }); });", 'no-focused-tests'],
    ["it.skip('x', () => { expect(1).toBe(1); });", 'no-disabled-tests'],
    ["describe.skip('x', () => { it('y', () => { expect(1).toBe(1); }); });", 'no-disabled-tests'],
    ["it.todo('x');", 'warn-todo'],
    ["// it('x', () => { expect(1).toBe(1); });", 'no-commented-out-tests'],
    ["it('x', () => { String(1); });", 'expect-expect'],
  ].map(([code, rule]) => ({ folder: 'tests/unit', code: `import { describe, expect, it } from 'vitest';\n${code}\nexport const used = [describe, expect, it];`, rule: `vitest(${rule})`, ext: 'test.ts' })),
  { folder: 'tests/unit', code: "import fc from 'fast-check';\nimport { it } from 'vitest';\nit('x', () => { fc.assert(fc.property(fc.nat(), (n) => n >= 0)); });", rule: null, ext: 'test.ts' },
];

const SYNTAX: Plant[] = [
  ...inEach(PURE, ['export const a = new Date();', 'export const a = new Date;', 'export const a = Date();'], 'date-without-time'),
  ...inEach(PURE, ['export const a = (ms: number) => new Date(ms);'], null),
  ...inEach(['lib/browser', 'components'], ['export const a = new Date();'], null),
  ...inEach(['components', 'lib/view'], ["export const a = { dangerouslySetInnerHTML: { __html: 'x' } };", "export const a = { ['dangerouslySetInnerHTML']: 1 };"], 'dangerous-html'),
  ...inEach(['lib/base', 'components', 'entrypoints', 'tests/unit'], ["import { b } from './b'; export const a = b;", "export * from '../b';", "import { b } from '..'; export const a = b;", "export const a = () => import('./b');", "export type A = import('./b').B;"], 'import-extension'),
  ...inEach(['lib/base', 'components'], ["import { b } from './b.ts'; export const a = b;", "import { B } from './b.tsx'; export const a = B;", "import b from './b.module.css'; export const a = b;", "import b from './b.svg?raw'; export const a = b;", "import { b } from 'preact'; export const a = b;"], null),
];

let root = '';
const name = (plant: Plant, i: number): string => `${plant.folder}/plant-${i}.${plant.ext ?? 'ts'}`;

function write(plants: readonly Plant[], prefix: string): string {
  const at = join(root, prefix);
  plants.forEach((plant, i) => {
    const path = join(at, name(plant, i));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, plant.code);
  });
  return at;
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lint-rules-'));
});
afterAll(() => rmSync(root, { recursive: true }));

type Diagnostic = { code: string; filename: string };

/** The linter over a tree of its own, with our configuration at its top as it matches folders from there: file -> codes. */
function lint(at: string): Map<string, string[]> {
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(at, '.oxlintrc.json'));
  const run = spawnSync(process.execPath, [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=json'], { cwd: at, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  const codes = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) codes.set(filename, [...(codes.get(filename) ?? []), code]);
  return codes;
}

/** Where what was told of a plant is not what its rule wants, one sentence each. */
const misjudged = (plants: readonly Plant[], told: (file: string) => readonly (string | undefined)[]): string[] =>
  plants.flatMap((plant, i) => {
    const [want, got] = [plant.rule ?? 'allowed', [...new Set(told(name(plant, i)))].join(' + ') || 'allowed'];
    return got === want ? [] : [`${plant.folder}: ${plant.code.slice(0, 120)}: expected ${want}, got ${got}`];
  });

describe('the linter', () => {
  it('reports each planted mistake by its rule, and nothing else', () => {
    const codes = lint(write(LINT, 'lint'));
    expect(misjudged(LINT, (file) => codes.get(file) ?? [])).toEqual([]);
  });
});

describe('the house rules', () => {
  it('report each planted mistake by their names, and nothing else', () => {
    const broken = brokenHouseRules(write(SYNTAX, 'syntax'));
    const told = (file: string) => broken.filter((sentence) => sentence.startsWith(`${file}:`)).map((sentence) => /\(([\w-]+)\)$/.exec(sentence)?.[1]);
    expect(misjudged(SYNTAX, told)).toEqual([]);
  });

  it('are all planted', () => {
    expect([...new Set(SYNTAX.map((plant) => plant.rule))].filter((rule) => rule !== null).toSorted()).toEqual(HOUSE_RULES.map((rule) => rule.name).toSorted());
  });

  it('are kept in this checkout', () => {
    expect(brokenHouseRules(ROOT)).toEqual([]);
  });
});
