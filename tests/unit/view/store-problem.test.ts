import { expect, it } from 'vitest';
import { GOOD_STORE, type StoreTrouble } from '../../../lib/domain/store-state.ts';
import { storeProblem } from '../../../lib/view/store-problem.ts';

const NOW = new Date(2026, 10, 21, 12, 0, 0).getTime();

it('is none where the database can be used', () => {
  expect(storeProblem(GOOD_STORE, NOW)).toBeNull();
});

it.each([
  [{ kind: 'blocked' }, 'Close the other pages', ['restart']],
  [{ kind: 'newer' }, 'newer version', ['export', 'reset']],
  [{ kind: 'migration', error: 'version 4: no' }, '(version 4: no)', ['export', 'reset']],
  [{ kind: 'full' }, 'no room', ['export', 'reset']],
  [{ kind: 'failed', error: 'UnknownError: x' }, '(UnknownError: x)', ['export', 'reset']],
] as const satisfies readonly (readonly [StoreTrouble, string, readonly string[]])[])('says what $kind means and what can be done', (trouble, words, ways) => {
  const view = storeProblem({ ...GOOD_STORE, trouble }, NOW);
  expect(view?.sentences.join(' ')).toContain(words);
  expect(view).toMatchObject({ severity: 'error', ways });
});

it('says how many requests are lost, and since when', () => {
  const gap = { from: new Date(2026, 10, 21, 11, 2, 0).getTime(), to: null, why: 'storageFull', lost: 1234 } as const;
  expect(storeProblem({ ...GOOD_STORE, gap }, NOW)?.sentences).toEqual(['Since 11:02:00, 1,234 requests could not be stored.']);
});

it('says how many records are damaged, as a warning', () => {
  expect(storeProblem({ ...GOOD_STORE, damaged: 1 }, NOW)).toEqual({ sentences: ['1 stored record is damaged and left out.'], severity: 'warning', ways: ['export', 'reset'] });
});
