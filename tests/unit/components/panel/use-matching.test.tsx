// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { useMatching } from '../../../../components/panel/use-matching.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const SOON = { timeout: 60_000 };

type Row = { readonly n: number };
/** A clock that goes on with each row, so that a slice gets through a few hundred on any machine. */
const slowly = (fits: (n: number) => boolean) => ({ n }: Row): boolean => {
  time += 0.05;
  return fits(n);
};
let time = 0;

function List({ rows, question, test }: { readonly rows: readonly Row[]; readonly question: string; readonly test: ((row: Row) => boolean) | null }) {
  const { shown, done } = useMatching(rows, question, test);
  return <output>{`${shown.length} ${done ? 'done' : 'going on'}`}</output>;
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ n }));

it('is done at once with what is short', () => {
  render(<List rows={rows(10)} question="a" test={({ n }) => n > 4} />);
  expect(screen.getByRole('status').textContent).toBe('5 done');
});

it('shows what it has found, and goes on until it is done', async () => {
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const many = rows(2_000);
  const { rerender } = render(<List rows={many} question="a" test={slowly(() => true)} />);
  expect(screen.getByRole('status').textContent).toMatch(/^\d{2,3} going on$/);
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('2000 done'), SOON);
  rerender(<List rows={many} question="b" test={slowly((n) => n < 1_000)} />);
  expect(screen.getByRole('status').textContent).toBe('0 going on');
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('1000 done'), SOON);
});

it('asks again under other circumstances, after a while', async () => {
  const few = rows(10);
  const { rerender } = render(<List rows={few} question="a" test={() => true} />);
  rerender(<List rows={few} question="a" test={({ n }) => n > 7} />);
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('2 done'), SOON);
});
