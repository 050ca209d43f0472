import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Where a piece of code stands: 1-based line, and the code's first line. */
export type Spot = { line: number; text: string };

/** Every node of a file that `matches`, in the order of the text. The file is parsed, not resolved: names are names. */
export function spots(path: string, matches: (node: ts.Node) => boolean): Spot[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Spot[] = [];
  const visit = (node: ts.Node): void => {
    if (matches(node)) {
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text: node.getText(source).split('\n', 1)[0] ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import(…)`, with a literal or without: import graphs know only the literal ones. */
export const isDynamicImport = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
