import { join } from 'node:path';
import ts from 'typescript';
import { filesUnder, isModule } from './source-files.ts';
import { spots } from './syntax.ts';

/** Attributes of elements, and properties of our components, whose text a person reads or hears. */
const READ_ALOUD = new Set(['title', 'label', 'placeholder', 'alt', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'what']);

/** What is the same in every language: names of things, and examples of addresses. */
const SAME_EVERYWHERE = new Set(['Footsteps', 'F12', 'URL', 'JSON', 'HTTP', 'http://127.0.0.1:8000', 'npm start']);

const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text) && !SAME_EVERYWHERE.has(text.trim());

const tagOf = (node: ts.Node): string => (ts.isJsxElement(node) ? node.openingElement.tagName.getText() : '');

/** Text that a person reads and that stands in the code itself: between tags, in an attribute, or as one of the values an expression there has. */
export function isScreenWord(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return hasWords(node.text.replaceAll(/&\w+;/g, '')) && tagOf(node.parent) !== 'code' && tagOf(node.parent) !== 'kbd';
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddle(node) && !ts.isTemplateTail(node)) return false;
  return hasWords(node.text) && isShown(node);
}

/** Whether a text is a value of what an element shows, and not an argument of a call, an index, or compared. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return READ_ALOUD.has(parent.name.getText());
  if (ts.isJsxExpression(parent)) return ts.isJsxAttribute(parent.parent) ? READ_ALOUD.has(parent.parent.name.getText()) : tagOf(parent.parent) !== 'code' && tagOf(parent.parent) !== 'kbd';
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isBinaryExpression(parent)) return [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken].includes(parent.operatorToken.kind) && isShown(parent);
  if (ts.isParenthesizedExpression(parent) || ts.isTemplateExpression(parent)) return isShown(parent);
  if (ts.isTemplateSpan(parent)) return isShown(parent.parent);
  // A record of what a component is given: `{ id: 'fields', label: 'Fields' }`.
  return ts.isPropertyAssignment(parent) && parent.initializer === node && READ_ALOUD.has(parent.name.getText().replaceAll("'", ''));
}

/** Words in components that do not come from the message catalogue, one sentence each. `pending`: folders and files whose words are still to be moved. */
export function wordsInCode(root: string, pending: readonly string[] = []): string[] {
  return filesUnder(root, ['components'])
    .filter((path) => isModule(path) && !pending.some((place) => path.startsWith(place)))
    .flatMap((path) => spots(join(root, path), isScreenWord).map(({ line, text }) => `${path}:${line} says ${text.trim()}: words on screen come from lib/view/messages`));
}
