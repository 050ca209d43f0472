import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesUnder, isModule, SHIPPED } from './source-files.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;

/** Longest allowed, in lines. Aim at 150, argue past 300. */
const MAX_LINES = 400;
/** An entrypoint wires a composition root to a screen: less than this. */
const ENTRYPOINT_LINES = 40;

/** `tests/unit/` stands for `lib/`, but for these folders of it. */
const MIRRORS: Record<string, string> = { components: 'components', 'tests-tools': 'tests/tools', 'tests-e2e': 'tests/e2e', 'tests-bench': 'tests/bench' };

/** What breaks the rules of names and sizes under `root`, one sentence each. */
export function misnamed(root: string): string[] {
  const files = filesUnder(root, [...SHIPPED, 'tests']).filter((path) => !path.startsWith('tests/fixtures/'));
  const all = new Set(files);
  return files.flatMap((path) => [...badName(path, all), ...badTest(path, all), ...badSize(root, path)]);
}

function badName(path: string, all: ReadonlySet<string>): string[] {
  const folders = dirname(path).split('/');
  const parts = basename(path).replace(/^\./, '').split('.').slice(0, -1);
  const told = folders.filter((folder) => !KEBAB.test(folder)).map((folder) => `${path}: the folder ${folder} is not in kebab-case`);
  if (!isModule(path) && !path.endsWith('.css')) return told;
  const stem = parts[0] ?? '';

  const style = path.endsWith('.module.css');
  const component = path.startsWith('components/') && path.endsWith('.tsx');
  if (style && !all.has(path.replace(/\.module\.css$/, '.tsx'))) return [...told, `${path}: X.module.css stands beside its X.tsx`];
  // A style sheet and a test are named as the component that they belong to.
  const pascal = component || style || (path.startsWith('tests/unit/components/') && PASCAL.test(stem));
  if (pascal) return PASCAL.test(stem) ? told : [...told, `${path}: a component's file is named as the component, in PascalCase`];
  return parts.every((part) => KEBAB.test(part)) ? told : [...told, `${path}: files are named in kebab-case`];
}

/** `name.test.ts` or `name.topic.test.ts` in the same place as the `name.ts`, `name.tsx` or `name/index.ts` that it tests. */
function badTest(path: string, all: ReadonlySet<string>): string[] {
  if (!path.startsWith('tests/unit/') || !isModule(path)) return [];
  const name = /^(.+?)(\.[\w-]+)?\.test\.tsx?$/.exec(basename(path))?.[1];
  if (name === undefined) return [`${path}: tests/unit holds tests only; what tests share stands in tests/fakes or tests/tools`];
  const [top = '', ...rest] = dirname(path).split('/').slice(2);
  const folder = [MIRRORS[top] ?? `lib/${top}`, ...rest].join('/').replace(/\/$/, '');
  const sources = ['.ts', '.tsx', '/index.ts'].map((end) => `${folder}/${name}${end}`);
  return sources.some((source) => all.has(source)) ? [] : [`${path}: it mirrors no source, as there is no ${sources[0]}`];
}

function badSize(root: string, path: string): string[] {
  if (!SHIPPED.some((folder) => path.startsWith(`${folder}/`)) || !/\.(tsx?|css)$/.test(path)) return [];
  const lines = readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n').length;
  if (path.startsWith('entrypoints/') && isModule(path) && lines >= ENTRYPOINT_LINES) return [`${path}: ${lines} lines, where an entrypoint has less than ${ENTRYPOINT_LINES}`];
  return lines > MAX_LINES ? [`${path}: ${lines} lines, where a file has at most ${MAX_LINES}`] : [];
}
