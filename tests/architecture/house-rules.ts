import { join } from 'node:path';
import ts from 'typescript';
import { filesUnder, isModule, SHIPPED } from './source-files.ts';
import { isDynamicImport, spots } from './syntax.ts';

/** A rule about what stands inside one file that the options of no lint rule can say. */
export type HouseRule = { name: string; why: string; folders: readonly string[]; matches: (node: ts.Node) => boolean };

const PURE = ['base', 'domain', 'protocols', 'findings', 'view', 'archive'].map((folder) => `lib/${folder}`);

const isDate = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'Date';

/** `./x` and `../x`, but neither a package nor a file whose extension is told (a bundler's `?raw` may follow it). */
const guessesExtension = (specifier: ts.Node | undefined): boolean =>
  specifier !== undefined && ts.isStringLiteralLike(specifier) && /^\.{1,2}(\/|$)/.test(specifier.text) && !/\.(tsx?|css|json|svg|png)(\?\w+)?$/.test(specifier.text);

export const HOUSE_RULES: readonly HouseRule[] = [
  {
    name: 'date-without-time',
    why: 'it reads the clock, and the clock is an input; `new Date(ms)` is fine',
    folders: PURE,
    matches: (node) => (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) || (ts.isCallExpression(node) && isDate(node.expression)),
  },
  {
    name: 'dangerous-html',
    why: 'text from the wire is never markup; the linter sees the attribute alone, not a spread or an object of props',
    folders: SHIPPED,
    matches: (node) => (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === 'dangerouslySetInnerHTML',
  },
  {
    name: 'import-extension',
    why: 'a bundler guesses the extension, but Node does not, and lib runs in plain Node',
    folders: [...SHIPPED, 'tests'],
    matches: (node) =>
      ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && guessesExtension(node.moduleSpecifier)) ||
      (isDynamicImport(node) && guessesExtension(node.arguments[0])) ||
      (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && guessesExtension(node.argument.literal)),
  },
];

/** What breaks a house rule under `root`, one sentence each. */
export function brokenHouseRules(root: string): string[] {
  return HOUSE_RULES.flatMap(({ name, why, folders, matches }) =>
    filesUnder(root, folders)
      .filter(isModule)
      .flatMap((path) => spots(join(root, path), matches).map(({ line, text }) => `${path}:${line} says ${text}: ${why} (${name})`)),
  );
}
