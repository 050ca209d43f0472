// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { beforeAll, expect, it, vi } from 'vitest';
import { Report } from '../../../../components/report/Report.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import { draw } from '../../../fakes/draw.tsx';
import { ALL_LETTERS, FILTER_CASES, FILTER_FOOTSTEPS, letterOf } from '../../../fakes/filter-cases.ts';

vi.mock('uplot', () => import('../../../fakes/uplot.ts'));

beforeAll(loadParts);

const shown = (): string => [...document.querySelectorAll('[id^="report-sessions-"]')].map((row) => letterOf(row.textContent)).toSorted().join('');

/** A list of sessions is asked; where footsteps can answer more, the reader has them searched. */
it('shows the sessions that the panel shows with each filter', async () => {
  draw(<Report />, { tabId: null, footsteps: FILTER_FOOTSTEPS });
  await expect.poll(shown).toBe(ALL_LETTERS);
  for (const [text, left] of FILTER_CASES) {
    fireEvent.input(screen.getByRole('combobox', { name: 'Filter' }), { target: { value: text } });
    await expect.poll(() => {
      screen.queryByRole('button', { name: 'Search footsteps' })?.click();
      return `${text}: ${shown()}`;
    }).toBe(`${text}: ${left.split(' ')[0]}`);
  }
});
