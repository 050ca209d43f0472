import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkImports, IMPORT_RULES, WORKER_RULE } from './check-imports.ts';
import { filesUnder, isModule, ROOT, SHIPPED } from './source-files.ts';

/** Path -> what the file imports, one statement an entry. */
type Tree = Record<string, string[]>;

/** Planted files, and every violation that they must raise: `rule: from -> to`, `to` being a package's name where it is one. */
type Plant = { rule: string; tree: Tree; expected: string[] };

const uses = (specifier: string): string => `import * as x from '${specifier}'; console.log(x);`;
const usesType = (specifier: string): string => `import type * as X from '${specifier}'; export type Y = typeof X;`;

/** One plant for a rule that looks at a single import: `from` says `line`, which leads `to`. */
function direct(rule: string, from: string, line: string, to: string, others: Tree = {}, also: string[] = []): Plant {
  return { rule, tree: { [from]: [line], ...others }, expected: [`${rule}: ${from} -> ${to}`, ...also] };
}

const PLANTS: Plant[] = [
  direct('folder-lib-base', 'lib/base/a.ts', uses('../domain/b.ts'), 'lib/domain/b.ts', { 'lib/domain/b.ts': [] }),
  direct('folder-lib-domain', 'lib/domain/a.ts', uses('../view/b.ts'), 'lib/view/b.ts', { 'lib/view/b.ts': [] }),
  direct('folder-lib-protocols', 'lib/protocols/a.ts', uses('../findings/b.ts'), 'lib/findings/b.ts', { 'lib/findings/b.ts': [] }),
  direct('folder-lib-findings', 'lib/findings/a.ts', uses('../protocols/b.ts'), 'lib/protocols/b.ts', { 'lib/protocols/b.ts': [] }),
  direct('folder-lib-view', 'lib/view/a.ts', uses('../archive/b.ts'), 'lib/archive/b.ts', { 'lib/archive/b.ts': [] }),
  direct('folder-lib-archive', 'lib/archive/a.ts', uses('../protocols/b.ts'), 'lib/protocols/b.ts', { 'lib/protocols/b.ts': [] }),
  direct('folder-lib-store', 'lib/store/a.ts', uses('../protocols/b.ts'), 'lib/protocols/b.ts', { 'lib/protocols/b.ts': [] }),
  direct('folder-lib-pipeline', 'lib/pipeline/a.ts', uses('../store/b.ts'), 'lib/store/b.ts', { 'lib/store/b.ts': [] }),
  direct('folder-lib-browser', 'lib/browser/a.ts', uses('../pipeline/b.ts'), 'lib/pipeline/b.ts', { 'lib/pipeline/b.ts': [] }),
  direct('folder-lib-page', 'lib/page/a.ts', uses('../domain/b.ts'), 'lib/domain/b.ts', { 'lib/domain/b.ts': [] }),
  direct('folder-lib-app', 'lib/app/a.ts', uses('../../package.json'), 'package.json', { 'package.json': [] }),
  direct('folder-components', 'components/a.ts', uses('../lib/protocols/b.ts'), 'lib/protocols/b.ts', { 'lib/protocols/b.ts': [] }),
  direct('folder-entrypoints', 'entrypoints/popup/main.tsx', uses('../../lib/view/b.ts'), 'lib/view/b.ts', { 'lib/view/b.ts': [] }),

  direct('package-dexie', 'lib/pipeline/a.ts', usesType('dexie'), 'dexie'),
  direct('package-extension-api', 'lib/page/a.ts', uses('wxt/browser'), 'wxt'),
  direct('package-extension-api', 'lib/page/a.ts', uses('webextension-polyfill'), 'webextension-polyfill'),
  direct('package-preact', 'lib/browser/a.ts', uses('preact'), 'preact'),
  direct('package-wxt', 'lib/browser/a.ts', uses('wxt/utils/define-background'), 'wxt'),
  direct('package-valibot', 'lib/protocols/a.ts', uses('valibot'), 'valibot'),
  direct('package-fflate', 'lib/protocols/a.ts', uses('fflate'), 'fflate'),
  direct('package-unlisted', 'lib/app/a.ts', uses('fast-check'), 'fast-check'),
  direct('package-node', 'lib/app/a.ts', uses('node:fs'), 'fs'),

  {
    rule: 'reach-pure',
    tree: { 'lib/view/a.ts': [uses('../base/b.ts')], 'lib/base/b.ts': [uses('dexie')] },
    expected: ['package-dexie: lib/base/b.ts -> dexie', 'reach-pure: lib/base/b.ts -> dexie', 'reach-pure: lib/view/a.ts -> dexie'],
  },
  {
    rule: 'reach-vendor',
    tree: {
      'lib/protocols/vendors/acme.ts': [uses('../families/shared.ts')],
      'lib/protocols/families/shared.ts': [uses('../catalog.ts')],
      'lib/protocols/catalog.ts': [uses('./vendors/other/index.ts')],
      'lib/protocols/vendors/other/index.ts': [uses('./parts.ts')],
      'lib/protocols/vendors/other/parts.ts': [],
    },
    expected: ['index.ts', 'parts.ts'].map((file) => `reach-vendor: lib/protocols/vendors/acme.ts -> lib/protocols/vendors/other/${file}`),
  },
  {
    rule: 'reach-vendor',
    tree: { 'lib/protocols/vendors/acme.ts': [uses('./acme-legacy.ts')], 'lib/protocols/vendors/acme-legacy.ts': [] },
    expected: ['reach-vendor: lib/protocols/vendors/acme.ts -> lib/protocols/vendors/acme-legacy.ts'],
  },
  {
    rule: 'reach-components',
    tree: { 'components/A.tsx': [uses('../lib/view/b.ts')], 'lib/view/b.ts': [uses('../store/c.ts')], 'lib/store/c.ts': [] },
    expected: [
      'folder-lib-view: lib/view/b.ts -> lib/store/c.ts', 'reach-components: components/A.tsx -> lib/store/c.ts', 'reach-pure: lib/view/b.ts -> lib/store/c.ts',
    ],
  },
  {
    rule: 'reach-background',
    tree: {
      'entrypoints/background.ts': [uses('../lib/app/b.ts')],
      'lib/app/b.ts': [uses('../../components/C.tsx')],
      'components/C.tsx': [],
    },
    expected: [
      'folder-lib-app: lib/app/b.ts -> components/C.tsx', 'reach-background: entrypoints/background.ts -> components/C.tsx', 'reach-lib: lib/app/b.ts -> components/C.tsx',
    ],
  },
  {
    rule: 'reach-background',
    tree: { 'entrypoints/background/index.ts': [uses('preact')] },
    expected: ['reach-background: entrypoints/background/index.ts -> preact'],
  },
  {
    rule: 'reach-lib',
    tree: { 'lib/app/a.ts': [uses('../../tests/fakes/b.ts')], 'tests/fakes/b.ts': [] },
    expected: ['folder-lib-app: lib/app/a.ts -> tests/fakes/b.ts', 'reach-lib: lib/app/a.ts -> tests/fakes/b.ts'],
  },
  {
    rule: WORKER_RULE,
    tree: {
      'entrypoints/background.ts': [uses('../lib/app/b.ts')],
      'lib/app/b.ts': ["const name = './c.ts'; export const c = () => import(name);"],
      'entrypoints/popup/main.tsx': ["export const c = () => import('../../lib/app/b.ts');"],
    },
    expected: [`${WORKER_RULE}: lib/app/b.ts -> import(name)`],
  },

  direct('package-uplot', 'lib/view/a.ts', uses('uplot'), 'uplot'),
  direct('vendors-through-catalog', 'lib/protocols/registry.ts', uses('./vendors/acme.ts'), 'lib/protocols/vendors/acme.ts', { 'lib/protocols/vendors/acme.ts': [] }),
  direct('migrations-frozen', 'lib/store/migrations/1.ts', usesType('../../base/b.ts'), 'lib/base/b.ts', { 'lib/base/b.ts': [] }),
  direct('migrations-types-only', 'lib/store/migrations/1.ts', uses('dexie'), 'dexie'),
  direct('no-barrels', 'lib/base/a.ts', "export * from './b.ts';", 'lib/base/b.ts', { 'lib/base/b.ts': [] }),
  direct('no-unresolved', 'lib/base/a.ts', uses('@/lib/base/b.ts'), '@/lib/base/b.ts', { 'lib/base/b.ts': [] }),
  direct('no-unresolved', 'lib/base/a.ts', uses('./gone.ts'), './gone.ts'),
  {
    rule: 'no-circular',
    tree: { 'lib/base/a.ts': [uses('./b.ts')], 'lib/base/b.ts': [uses('./a.ts')] },
    expected: ['no-circular: lib/base/a.ts -> lib/base/b.ts'],
  },
  { rule: 'no-orphans', tree: { 'lib/view/a.ts': [] }, expected: ['no-orphans: lib/view/a.ts -> lib/view/a.ts'] },
  {
    rule: 'no-dead-code',
    tree: { 'entrypoints/options/main.ts': [uses('../../lib/app/b.ts')], 'lib/app/b.ts': [], 'lib/app/c.ts': [uses('../base/d.ts')], 'lib/base/d.ts': [] },
    expected: ['no-dead-code: lib/app/c.ts -> lib/app/c.ts', 'no-dead-code: lib/base/d.ts -> lib/base/d.ts'],
  },
];

/** What each folder may do, in one tree that breaks nothing: a checker that forbids everything would pass all plants. */
const ALLOWED: Tree = {
  'entrypoints/background.ts': [uses('wxt/utils/define-background'), uses('../lib/app/background.ts')],
  'entrypoints/popup/main.tsx': [uses('preact'), uses('../../lib/app/page-services.ts'), uses('../../components/App.tsx'), "import('../../components/Late.tsx');"],
  'entrypoints/page-tap.content.ts': [uses('../lib/page/tap.ts')],
  'components/App.tsx': [uses('preact/hooks'), uses('../lib/view/rows.ts'), uses('../lib/domain/event.ts'), "import styles from './App.module.css'; console.log(styles);", "import icon from './icon.svg?raw'; console.log(icon);"],
  'components/App.module.css': [],
  'components/icon.svg': [],
  'components/Late.tsx': [uses('../lib/base/time.ts')],
  'lib/app/background.ts': [uses('../pipeline/ingest.ts'), uses('../store/db.ts'), uses('../browser/feed.ts')],
  'lib/app/page-services.ts': [uses('../archive/archive.ts'), uses('../view/rows.ts')],
  'lib/app/inspect.ts': [uses('node:fs'), uses('../pipeline/ingest.ts')],
  'lib/pipeline/ingest.ts': [uses('fflate'), uses('../protocols/catalog.ts'), uses('../findings/catalog.ts')],
  'lib/protocols/catalog.ts': ["export * from './vendors/acme.ts';", uses('./vendors/other/index.ts')],
  'lib/protocols/vendors/acme.ts': [uses('../families/shared.ts')],
  'lib/protocols/vendors/other/index.ts': [uses('./parts.ts'), uses('../../families/shared.ts')],
  'lib/protocols/vendors/other/parts.ts': [],
  'lib/protocols/families/shared.ts': [uses('../../domain/event.ts')],
  'lib/findings/catalog.ts': [uses('../domain/event.ts')],
  'lib/archive/archive.ts': [uses('valibot'), uses('fflate'), uses('../domain/event.ts')],
  'lib/store/db.ts': [uses('dexie'), uses('./migrations/1.ts')],
  'lib/store/migrations/1.ts': [usesType('dexie')],
  'lib/browser/feed.ts': [uses('wxt/browser'), uses('valibot'), uses('../domain/event.ts')],
  'lib/page/tap.ts': [uses('../base/time.ts')],
  'lib/view/rows.ts': [uses('../domain/event.ts')],
  'lib/domain/event.ts': [usesType('./session.ts'), uses('../base/time.ts')],
  'lib/domain/session.ts': [uses('./event.ts')],
  'lib/base/time.ts': [],
  'tests/tools/run-inspect.ts': [uses('../../lib/app/inspect.ts')],
};

let planted: string | null = null;

function plant(tree: Tree): string {
  planted = mkdtempSync(join(tmpdir(), 'import-rules-'));
  // The real packages, so that the rules are tried on the paths to which they really resolve.
  symlinkSync(join(ROOT, 'node_modules'), join(planted, 'node_modules'), 'dir');
  for (const [path, lines] of Object.entries(tree)) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    const text = path.endsWith('.json') ? '{}' : /\.(css|svg)$/.test(path) ? '' : ['export const here = 1;', ...lines, ''].join('\n');
    writeFileSync(join(planted, path), text);
  }
  return planted;
}

const shortened = (to: string): string => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(to)?.[1]?.replace(/^@types\//, '') ?? to;

afterEach(() => {
  if (planted) rmSync(planted, { recursive: true });
  planted = null;
});

/** Every plant is dead code for as long as no entrypoint reaches it, which is no news. */
const found = async (rule: string, tree: Tree): Promise<string[]> => {
  const { violations } = await checkImports(plant(tree));
  return violations.filter((v) => v.rule === rule || v.rule !== 'no-dead-code').map((v) => `${v.rule}: ${v.from} -> ${shortened(v.to)}`).toSorted();
};

describe('the canary', () => {
  it.each(PLANTS)('$rule reports what is planted, and nothing else is reported', async ({ rule, tree, expected }) => {
    expect(await found(rule, tree)).toEqual(expected.toSorted());
  });

  it('has a plant for every rule', () => {
    const rules = [...(IMPORT_RULES.forbidden ?? []).map((rule) => rule.name), WORKER_RULE];
    expect([...new Set(PLANTS.map((p) => p.rule))].toSorted()).toEqual(rules.toSorted());
  });

  it('lets each folder do what it may, and reads every module once', async () => {
    const { violations, read, unread } = await checkImports(plant(ALLOWED));
    expect(violations.map((v) => v.sentence)).toEqual([]);
    expect(read).toBe(Object.keys(ALLOWED).filter((path) => isModule(path) && !path.startsWith('tests/')).length);
    expect(unread).toEqual([]);
  });

  it('tells of modules on disk that were not read', async () => {
    const blind = { ...IMPORT_RULES, options: { ...IMPORT_RULES.options, exclude: { path: '^lib/base/' } } };
    const { read, unread } = await checkImports(plant({ 'lib/base/a.ts': [], 'lib/app/b.ts': [] }), blind);
    expect({ read, unread }).toEqual({ read: 1, unread: ['lib/base/a.ts'] });
  });

  it('says what is wrong in a sentence, with the way that leads there and the reason', async () => {
    const { violations } = await checkImports(plant({ 'components/A.tsx': [uses('../lib/view/b.ts')], 'lib/view/b.ts': [uses('../store/c.ts')], 'lib/store/c.ts': [] }));
    expect(violations.map((v) => v.sentence)).toContain(
      'components/A.tsx reaches lib/store/c.ts through lib/view/b.ts: components get everything from the injected AppServices (reach-components)',
    );
  });
});

describe('this checkout', () => {
  it('keeps the rules, and every module of it is read', async () => {
    const { violations, read, unread } = await checkImports(ROOT);
    expect(violations.filter((v) => v.fails).map((v) => v.sentence)).toEqual([]);
    expect(unread).toEqual([]);
    expect(read).toBe(filesUnder(ROOT, SHIPPED).filter(isModule).length);
    expect(read).toBeGreaterThan(20);
  });
});
