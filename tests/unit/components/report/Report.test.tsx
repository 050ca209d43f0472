// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Report } from '../../../../components/report/Report.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import { demoImport, importedSessions } from '../../../fakes/demo-import.ts';
import { DEMO_SESSIONS } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

vi.mock('uplot', () => import('../../../fakes/uplot.ts'));

beforeEach(async () => {
  history.replaceState(null, '', '/report.html');
  await loadParts();
});

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[id^="report-sessions-"]')];
const table = (): HTMLElement => screen.getByRole('grid', { name: 'Sessions' });
const card = (id: string): string | null | undefined => document.querySelector(`[data-card=${id}] dd`)?.textContent;
const boxes = (): HTMLInputElement[] => [...table().querySelectorAll<HTMLInputElement>('input[type=checkbox]')];

describe('the report', () => {
  it('shows numbers and a line for each session of all sites', () => {
    draw(<Report />, { tabId: null });
    expect(rows()).toHaveLength(7);
    expect(['sessions', 'users', 'errors', 'crashFree'].map(card)).toEqual(['7', '3', '4', '85.7 %']);
  });

  it('filters, shows open sessions alone, and writes both into its address', async () => {
    draw(<Report />, { tabId: null });
    fireEvent.input(screen.getByRole('combobox', { name: 'Filter' }), { target: { value: 'vendor:sentry' } });
    expect(rows()).toHaveLength(2);
    fireEvent.click(screen.getByRole('switch', { name: 'Open only' }));
    expect(rows()).toHaveLength(1);
    await waitFor(() => expect(location.search).toBe('?filter=vendor%3Asentry&active=1'));
    expect(card('sessions')).toBe('1');
  });

  it('opens the session of its address, and says where that is gone', async () => {
    history.replaceState(null, '', '/report.html?session=9f3c51d07be44a1c8a5d20f7c1b9e3aa');
    draw(<Report />, { tabId: null });
    const detail = screen.getByRole('region', { name: 'The chosen session' });
    expect(within(detail).getByText('9f3c51d07be44a1c8a5d20f7c1b9e3aa')).toBeDefined();
    fireEvent.click(within(detail).getByRole('button', { name: 'Close the session' }));
    expect(location.search).toBe('');
    act(() => {
      history.replaceState(null, '', '/report.html?session=gone');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await waitFor(() => expect(screen.getByText('This session is not stored any more')).toBeDefined());
  });

  it('deletes what was chosen in two steps', async () => {
    const services = draw(<Report />, { tabId: null });
    for (const box of boxes().slice(0, 2)) fireEvent.click(box);
    expect(screen.getByText('2 chosen')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Delete…' }));
    expect(services.commands).toEqual([]);
    fireEvent.click(screen.getByText('Delete 2 sessions'));
    await waitFor(() => expect(rows()).toHaveLength(5));
    expect(services.commands).toEqual([['deleteSessions', ['exceptionless:ada', '1795255800123']]]);
    expect(screen.queryByText('2 chosen')).toBeNull();
  });

  it('chooses all that are shown, or none, by the box at the head, which says whether some are chosen', () => {
    draw(<Report />, { tabId: null });
    const head = screen.getByRole('button', { name: 'Choose all shown' });
    const box = (line: number) => within(rows()[line] as HTMLElement).getByRole<HTMLInputElement>('checkbox');
    expect(head.getAttribute('aria-pressed')).toBe('false');
    fireEvent.click(box(1));
    expect(head.getAttribute('aria-pressed')).toBe('mixed');
    fireEvent.click(head);
    expect(head.getAttribute('aria-pressed')).toBe('true');
    expect(rows().map((_, line) => box(line).checked)).not.toContain(false);
    fireEvent.click(head);
    expect(head.getAttribute('aria-pressed')).toBe('false');
    expect(rows().map((_, line) => box(line).checked)).not.toContain(true);
  });

  it('marks what was imported, and leaves it to be removed as one', async () => {
    const file = demoImport();
    const services = draw(<Report />, { tabId: null, sessions: [...DEMO_SESSIONS, ...importedSessions(file)], imports: [file] });
    expect(rows()).toHaveLength(14);
    expect(screen.getAllByTitle('Imported from shop.footsteps.json')).toHaveLength(7);
    fireEvent.click(screen.getByRole('button', { name: 'Choose all shown' }));
    fireEvent.click(screen.getByRole('button', { name: 'Delete…' }));
    expect(screen.getByText(/7 of them are imported and stay/)).toBeDefined();
    fireEvent.click(screen.getByText('Delete 7 sessions'));
    await waitFor(() => expect(rows()).toHaveLength(7));
    fireEvent.click(screen.getByRole('button', { name: 'Import…' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove shop.footsteps.json' }));
    expect(services.commands.at(-1)).toEqual(['removeImport', file.id]);
  });

  it('compares two sessions, footstep by footstep', async () => {
    history.replaceState(null, '', '/report.html?compare=9f3c51d07be44a1c8a5d20f7c1b9e3aa&with=b1946ac92492d2347c6235b4d2611184');
    draw(<Report />, { tabId: null });
    expect(await screen.findByRole('grid', { name: 'Footsteps' })).toBeDefined();
    // What chooses sessions is of no use here.
    expect(screen.queryByRole('combobox', { name: 'Filter' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Back to the sessions' }));
    expect(screen.getByRole('combobox', { name: 'Filter' })).toBeDefined();
    expect(rows()).toHaveLength(7);
  });

  it('shows all sessions of a user across vendors', () => {
    history.replaceState(null, '', '/report.html?user=ada%40example.com');
    draw(<Report />, { tabId: null });
    expect(screen.getByRole('heading', { name: 'Ada Lovelace' })).toBeDefined();
    expect(rows()).toHaveLength(5);
    fireEvent.click(screen.getByRole('button', { name: 'Back to all users' }));
    expect(rows()).toHaveLength(7);
  });

  it('groups, and folds a group', () => {
    history.replaceState(null, '', '/report.html?group=vendor');
    draw(<Report />, { tabId: null });
    expect(rows()).toHaveLength(7 + 4);
    const grid = screen.getByRole('treegrid', { name: 'Sessions' });
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: 'ArrowLeft' });
    expect(rows()).toHaveLength(7 + 4 - 2);
  });

  it('searches footsteps for what sessions do not tell, when asked to', async () => {
    draw(<Report />, { tabId: null });
    fireEvent.input(screen.getByRole('combobox', { name: 'Filter' }), { target: { value: 'kind:feedback' } });
    expect(screen.getByText('No session matches')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Search footsteps' }));
    await waitFor(() => expect(rows().length).toBeGreaterThan(0));
  });
});
