// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { SidePanel } from '../../../../components/side-panel/SidePanel.tsx';
import { draw } from '../../../fakes/draw.tsx';

const counts = (): string => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? '';

it('shows the cards of the popup, and the footsteps of the tab', async () => {
  draw(<SidePanel />);
  expect(await screen.findByRole('article', { name: 'Session of Sentry' })).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Footsteps of this tab' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Side panel' })).toBeNull();
});

it('shows the footsteps of the session that is chosen, until all are asked for', async () => {
  draw(<SidePanel />);
  const sentry = await screen.findByRole('button', { name: 'Sentry' });
  const all = counts();
  fireEvent.click(sentry);
  expect(await screen.findByRole('heading', { name: 'Footsteps of Sentry' })).toBeTruthy();
  expect(sentry.getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => Number(counts())).toBeLessThan(Number(all));
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(await screen.findByRole('heading', { name: 'Footsteps of this tab' })).toBeTruthy();
  await expect.poll(counts).toBe(all);
});

it('teaches where nothing was seen', async () => {
  draw(<SidePanel />, { sessions: [], footsteps: [], findings: [], counters: { seen: 312 } });
  expect(await screen.findByRole('heading', { name: 'No session seen on this page yet' })).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'No footsteps yet' })).toBeTruthy();
});

it('says so where no tab is on screen', () => {
  draw(<SidePanel />, { tabId: null });
  expect(screen.getByRole('heading', { name: 'No page to look at' })).toBeTruthy();
});
