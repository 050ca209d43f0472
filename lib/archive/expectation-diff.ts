import type { Expectation, Observed, ObservedSession, ObservedStep, SessionExpectation, StepExpectation, TextExpectation } from './expectation.ts';
import { cut, plain } from './terminal-text.ts';
import { many } from './words.ts';

/** More lines of equal footsteps than this around a difference are passed over. */
const CONTEXT = 2;
/** So many pairs are compared at most to align two lists; longer ones are compared place by place. */
const MAX_PAIRS = 4_000_000;
const WIDTH = 120;

/** How a recording differs from what was expected. `differences` 0: not at all, and the lines are empty. */
export type ExpectationDiff = { readonly differences: number; readonly lines: readonly string[] };

/**
 * Compares session by session, each vendor's and project's in their order, as vendors start in any order beside one another. Lines are for a person:
 * `-` is missing, `+` was not expected.
 */
export function compareWithExpectation(expected: Expectation, observed: Observed): ExpectationDiff {
  const lines: string[] = [];
  let differences = 0;
  const rest = [...observed.sessions];
  const numbers = new Map<string, number>();
  for (const want of expected.sessions) {
    const number = (numbers.get(want.protocol) ?? 0) + 1;
    numbers.set(want.protocol, number);
    const name = `${plain(want.protocol)}, session ${number}`;
    const at = rest.findIndex((got) => got.protocol === want.protocol && (want.project === undefined || sameText(want.project, got.project)));
    const [got] = at < 0 ? [] : rest.splice(at, 1);
    const found = got ? sessionLines(want, got) : [`- expected, and not there${want.footsteps ? ` (${many(want.footsteps.length, 'footstep')})` : ''}`];
    differences += found.filter((line) => /^[-+!]/.test(line)).length;
    if (found.length) lines.push(got ? `${name} (${cut(plain(got.id), 40)})` : name, ...found.map((line) => `  ${line}`));
  }
  for (const got of rest) {
    differences++;
    lines.push(`${plain(got.protocol)} (${cut(plain(got.id), 40)})`, `  + not expected (began ${got.began}, ${many(got.footsteps.length, 'footstep')})`);
  }
  const homeless = expected.withoutSession ? stepLines(expected.withoutSession, observed.withoutSession) : [];
  differences += homeless.filter((line) => /^[-+]/.test(line)).length;
  if (homeless.length) lines.push('without a session', ...homeless.map((line) => `  ${line}`));
  return { differences, lines };
}

function sessionLines(want: SessionExpectation, got: ObservedSession): string[] {
  const lines: string[] = [];
  const say = (what: string, expected: string, found: string): void => {
    if (expected !== found) lines.push(`! ${what}: expected ${expected}, found ${found}`);
  };
  if (want.began !== undefined) say('began', want.began, got.began);
  if (want.ended !== undefined) say('ended', want.ended ?? 'not yet', got.ended ?? 'not yet');
  if (want.findings !== undefined) say('findings', want.findings.toSorted().map(plain).join(', ') || 'none', got.findings.map(plain).join(', ') || 'none');
  return [...lines, ...(want.footsteps === undefined ? [] : stepLines(want.footsteps, got.footsteps))];
}

type Row = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** Empty where all are as expected; else the differences with the equal lines around them. */
function stepLines(want: readonly StepExpectation[], got: readonly ObservedStep[]): string[] {
  const rows = align(want, got);
  if (rows.every(({ sign }) => sign === ' ')) return [];
  const near = rows.map((_, i) => rows.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== ' '));
  return rows.flatMap(({ sign, text }, i) => (near[i] ? [`${sign} ${text}`] : near[i - 1] || i === 0 ? ['  …'] : []));
}

/** The longest common run of both lists, and what is in one alone. */
function align(want: readonly StepExpectation[], got: readonly ObservedStep[]): Row[] {
  let from = 0;
  while (from < want.length && from < got.length && fits(want[from], got[from])) from++;
  let [wantEnd, gotEnd] = [want.length, got.length];
  while (wantEnd > from && gotEnd > from && fits(want[wantEnd - 1], got[gotEnd - 1])) [wantEnd, gotEnd] = [wantEnd - 1, gotEnd - 1];
  const equal = (steps: readonly ObservedStep[]): Row[] => steps.map((step) => ({ sign: ' ', text: observedText(step) }));
  return [...equal(got.slice(0, from)), ...middle(want.slice(from, wantEnd), got.slice(from, gotEnd)), ...equal(got.slice(gotEnd))];
}

function middle(want: readonly StepExpectation[], got: readonly ObservedStep[]): Row[] {
  const removed = (i: number): Row => ({ sign: '-', text: expectedText(want[i] as StepExpectation) });
  const added = (i: number): Row => ({ sign: '+', text: observedText(got[i] as ObservedStep) });
  if (want.length * got.length > MAX_PAIRS) return [...want.map((_, i) => removed(i)), ...got.map((_, i) => added(i))];
  const width = got.length + 1;
  const common = new Uint32Array((want.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = want.length - 1; i >= 0; i--) for (let j = got.length - 1; j >= 0; j--) common[i * width + j] = fits(want[i], got[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < want.length || j < got.length) {
    if (i < want.length && j < got.length && fits(want[i], got[j])) {
      rows.push({ sign: ' ', text: observedText(got[j++] as ObservedStep) });
      i++;
    } else if (i < want.length && (j >= got.length || at(i + 1, j) >= at(i, j + 1))) rows.push(removed(i++));
    else rows.push(added(j++));
  }
  return rows;
}

function fits(want: StepExpectation | undefined, got: ObservedStep | undefined): boolean {
  return want !== undefined && got !== undefined && want.kind === got.kind && (want.name === undefined || sameText(want.name, got.name)) && (want.page === undefined || sameText(want.page, got.page)) &&
    (want.isError === undefined || want.isError === got.isError) && (want.delivered === undefined || got.delivered === null || want.delivered === got.delivered);
}

function sameText(want: TextExpectation | null, got: string | null): boolean {
  if (want === null || got === null) return want === got;
  return typeof want === 'string' ? want === got : isLike(want.like, got);
}

/** Whether the parts of a pattern between its `*` stand in the text in their order, the first and last at its ends. In linear time. */
export function isLike(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

const shownText = (text: TextExpectation): string => plain(typeof text === 'string' ? text : text.like);

const expectedText = ({ kind, name, page, isError, delivered }: StepExpectation): string => line(kind, name === undefined ? '*' : shownText(name), page === undefined ? '' : shownText(page), isError === true, delivered === false);
const observedText = ({ kind, name, page, isError, delivered }: ObservedStep): string => line(kind, plain(name), page === null ? '' : plain(page), isError, delivered === false);

const line = (kind: string, name: string, page: string, isError: boolean, lost: boolean): string =>
  cut([kind, name, ...(page ? [`on ${page}`] : []), ...(isError ? ['(an error)'] : []), ...(lost ? ['(not delivered)'] : [])].join(' '), WIDTH);
