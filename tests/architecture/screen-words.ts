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

/** Texts of the view-models that are no words of ours: signs of a language, and units. */
const SIGNS = new Set([' OR ', 'minmax(…px, …)', '… UTC']);

/** What is written there is for other programs: commands to be pasted, and what the self-test sends. */
const FOR_PROGRAMS = ['lib/view/messages/', 'lib/view/copy-as/', 'lib/view/self-test/payload.ts'];

/** What a literal or a template says, with `…` for what is put in; null for any other node. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('') : null;
}

/** A sentence or a part of one that stands in a view-model: letters, a blank, and more letters or what is put in. Names, keys and classes have no blanks. */
export function isSentence(node: ts.Node): boolean {
  const text = textOf(node);
  if (text === null || SIGNS.has(text) || ts.isImportDeclaration(node.parent) || ts.isLiteralTypeNode(node.parent)) return false;
  // An exception is a defect, told to who mends it.
  if (ts.isNewExpression(node.parent) && node.parent.expression.getText().endsWith('Error')) return false;
  return /\p{L}{2,}\S* (?:\p{L}|…)|… \p{L}{3,}/u.test(text);
}

/** Sentences in view-models: all that screens show comes from the catalogue, also where no component says it. */
export function sentencesInViews(root: string): string[] {
  return filesUnder(root, ['lib/view'])
    .filter((path) => isModule(path) && !FOR_PROGRAMS.some((place) => path.startsWith(place)))
    .flatMap((path) => spots(join(root, path), isSentence).map(({ line, text }) => `${path}:${line} says ${text.trim()}: words on screen come from lib/view/messages`));
}
