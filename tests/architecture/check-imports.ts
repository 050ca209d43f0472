/**
 * Checks who imports whom, against `.dependency-cruiser.cjs`, and prints each violation as a sentence.
 * Exit code 1 where a rule is broken or a module on disk was not read: a checker that reads nothing finds nothing.
 *
 *   node tests/architecture/check-imports.ts
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult, type IModule, type IViolation } from 'dependency-cruiser';
import { filesUnder, isModule, ROOT, SHIPPED } from './source-files.ts';
import { isDynamicImport, spots } from './syntax.ts';

export type Violation = { rule: string; from: string; to: string; sentence: string; fails: boolean };

/** `read`: how many of the modules on disk under {@link SHIPPED} were read; `unread`: the others. */
export type ImportCheck = { violations: Violation[]; read: number; unread: string[] };

export const IMPORT_RULES = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

const WHY = new Map(IMPORT_RULES.forbidden?.map((rule) => [rule.name, rule.comment]));

/** The one rule that needs a look into the modules: it stands here as the graph shows no `import(variable)`. */
export const WORKER_RULE = 'worker-dynamic-import';
const WORKER_WHY = "the bundler's helper for import() touches `document`, which a worker lacks";

/** The build imports of ours too. */
const BUILD_CONFIG = 'wxt.config.ts';

/** Runs the rules over a tree laid out like this checkout. */
export async function checkImports(root: string, { forbidden, options }: IConfiguration = IMPORT_RULES): Promise<ImportCheck> {
  const onDisk = filesUnder(root, SHIPPED).filter(isModule);
  const folders = [...SHIPPED, 'tests'].filter((folder) => filesUnder(root, [folder]).some(isModule));
  const config = existsSync(join(root, BUILD_CONFIG)) ? [BUILD_CONFIG] : [];
  const { output } = await cruise([...folders, ...config], { ...options, baseDir: root, validate: true, ruleSet: { forbidden: forbidden ?? [] } });
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text where its graph was asked for');

  const found = new Set(output.modules.map((module) => module.source));
  const unread = onDisk.filter((path) => !found.has(path));
  return {
    violations: [...output.summary.violations.map(asViolation), ...workerViolations(root, output)],
    read: onDisk.length - unread.length,
    unread,
  };
}

function asViolation(v: IViolation): Violation {
  const chain = (v.cycle ?? v.via ?? []).map((step) => step.name);
  return { rule: v.rule.name, from: v.from, to: v.to, sentence: `${what(v, chain)}: ${WHY.get(v.rule.name)} (${v.rule.name})`, fails: v.rule.severity === 'error' };
}

function what({ type, from, to, unresolvedTo }: IViolation, chain: readonly string[]): string {
  if (type === 'cycle') return `${from} needs itself through ${chain.join(' -> ')}`;
  if (type === 'module' || from === to) return from;
  if (type === 'reachability' && chain.length > 1) return `${from} reaches ${to} through ${chain.slice(0, -1).join(' -> ')}`;
  return `${from} imports ${unresolvedTo ?? to}`;
}

/** Every `import()` in the background's entrypoint or in a module of ours that it reaches. */
function workerViolations(root: string, { modules }: ICruiseResult): Violation[] {
  return reachable(modules, modules.map((m) => m.source).filter((path) => /^entrypoints\/background(\/index)?\.ts$/.test(path)))
    .filter((path) => isModule(path) && !path.includes('node_modules/'))
    .flatMap((path) =>
      spots(join(root, path), isDynamicImport).map(({ line, text }) => ({
        rule: WORKER_RULE, from: path, to: text, fails: true,
        sentence: `${path}:${line} says ${text} and the background reaches it: ${WORKER_WHY} (${WORKER_RULE})`,
      })),
    );
}

function reachable(modules: readonly IModule[], start: readonly string[]): string[] {
  const next = new Map(modules.map((m) => [m.source, m.dependencies.map((d) => d.resolved)]));
  const seen = new Set(start);
  // A Set that grows while it is walked is the queue.
  for (const path of seen) for (const to of next.get(path) ?? []) seen.add(to);
  return [...seen];
}

if (import.meta.main) {
  const { violations, read, unread } = await checkImports(ROOT);
  const [broken, notes] = [violations.filter((v) => v.fails), violations.filter((v) => !v.fails)];
  for (const { sentence } of broken) console.error(sentence);
  for (const path of unread) console.error(`${path} was not read, so nothing is known of its imports`);
  for (const [rule, group] of Map.groupBy(notes, (v) => v.rule)) console.log(`note (${rule}): ${group.map((v) => v.from).join(', ')}`);
  console.log(`${read} modules read, ${broken.length} imports against the rules`);
  process.exitCode = broken.length || unread.length || !read ? 1 : 0;
}
