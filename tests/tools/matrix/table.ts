import { PLACES } from '../../../lib/view/self-test/cases.ts';
import { listedResults, matrixRows, reasonsOf, type Result } from '../../../lib/view/self-test/results.ts';
import { textTable } from '../demo/report.ts';

const SHORT: Readonly<Record<string, string>> = { exact: 'exact', explained: 'why', unexplained: 'UNEXPLAINED' };
const BY: Readonly<Record<string, string>> = { pageTap: 'exact (tap)', devtools: 'exact (DevTools)' };
const cell = (result: Result | undefined): string => (result === undefined ? '' : ((result.verdict.by && BY[result.verdict.by]) ?? SHORT[result.verdict.kind] ?? ''));

/** The matrix as text for a terminal: cells, then ends and outcomes, then each reason with its cases. */
export function matrixText(results: readonly Result[]): string {
  const matrix = textTable(matrixRows(results), [
    { title: 'transport', text: (row) => row.transport },
    { title: 'body', text: (row) => row.body },
    ...PLACES.map((place) => ({ title: place, text: (row: ReturnType<typeof matrixRows>[number]) => cell(row.cells.find((one) => one.place === place)?.result) })),
  ]);
  const listed = textTable(listedResults(results), [
    { title: 'case', text: (result) => result.testCase.id },
    { title: 'recorded', text: cell },
    { title: '', text: (result) => result.verdict.text, max: 110 },
  ]);
  return [matrix, listed, reasonsText(results, 'explained', 'Why'), reasonsText(results, 'unexplained', 'UNEXPLAINED')].filter(Boolean).join('\n\n');
}

function reasonsText(results: readonly Result[], kind: 'explained' | 'unexplained', title: string): string {
  const reasons = reasonsOf(results, kind);
  if (reasons.length === 0) return '';
  return `${title}\n${reasons.map(({ text, ids }) => `  ${text}\n    ${ids.length}: ${kind === 'unexplained' ? ids.join(', ') : abridged(ids)}`).join('\n')}`;
}

const abridged = (ids: readonly string[]): string => (ids.length > 6 ? `${ids.slice(0, 6).join(', ')} …` : ids.join(', '));
