// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppServicesProvider } from '../../../../components/app-services.ts';
import { FootstepList } from '../../../../components/footsteps/FootstepList.tsx';
import type { Footstep } from '../../../../lib/domain/views.ts';
import { fakeServices } from '../../../fakes/app-services.ts';
import { HOSTILE, demoFootstep, fewFootsteps, manyFootsteps } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, demoSession } from '../../../fakes/demo-sessions.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const session = DEMO_SESSIONS[0] ?? demoSession('s');
const services = fakeServices();
const list = (footsteps: readonly Footstep[], onSelect: (id: string) => void = () => undefined) => (
  <AppServicesProvider value={services}><FootstepList footsteps={footsteps} startedAt={session.startedAt} selected={null} onSelect={onSelect} onOpen={() => undefined} /></AppServicesProvider>
);
const appended = (n: number): Footstep => demoFootstep(session, 50_000 + n, 280_000 + n, { name: `appended ${n}` });
const grid = (): HTMLElement => screen.getByRole('grid');
const scrollTo = (top: number): void => {
  grid().scrollTop = top;
  fireEvent.scroll(grid());
};

describe('a long list', () => {
  const many = manyFootsteps(session, 5000);
  it('draws little of it and begins at its end', async () => {
    render(list(many));
    expect(await screen.findByText(/ 4999$/)).toBeTruthy();
    expect(grid().querySelectorAll('*').length).toBeLessThan(1000);
  });
  it('follows what comes in while its end is in view', async () => {
    const { rerender } = render(list(many));
    await screen.findByText(/ 4999$/);
    rerender(list([...many, appended(1)]));
    expect(await screen.findByText('appended 1')).toBeTruthy();
    expect(screen.queryByText(/new below/)).toBeNull();
  });
  it('leaves a reader who has scrolled away where they are, and tells how much is new', async () => {
    const { rerender } = render(list(many));
    await screen.findByText(/ 4999$/);
    scrollTo(22 * 1000 + 7);
    await screen.findByText(/ 1000$/);
    rerender(list([...many, ...Array.from({ length: 12 }, (_, n) => appended(n))]));
    const button = await screen.findByRole('button', { name: /12 new below/ });
    expect(grid().scrollTop).toBe(22 * 1000 + 7);
    fireEvent.click(button);
    expect(await screen.findByText('appended 11')).toBeTruthy();
    await expect.poll(() => screen.queryByText(/new below/)).toBeNull();
  });
  it('keeps the row at the top in its place when rows above it go', async () => {
    const { rerender } = render(list(many));
    await screen.findByText(/ 4999$/);
    scrollTo(22 * 1000 + 7);
    await screen.findByText(/ 1000$/);
    rerender(list(many.slice(300)));
    await expect.poll(() => grid().scrollTop).toBe(22 * 700 + 7);
  });
});

it('shows markup in a name as the text that it is', () => {
  render(list(fewFootsteps(session)));
  expect(screen.getByText(HOSTILE)).toBeTruthy();
  expect(document.querySelector('img, script')).toBeNull();
  expect((globalThis as { pwned?: unknown }).pwned).toBeUndefined();
});

it('says delivery and repeats in words', () => {
  render(list(fewFootsteps(session)));
  for (const words of ['delivered 200, sent 3 times', 'rate-limited 429', 'rejected 400', 'blocked by an extension', 'failed (offline)', 'delivered (page gone)', 'unknown', 'pending']) {
    expect(screen.getAllByText(words).length).toBeGreaterThan(0);
  }
});

describe('a gap', () => {
  const few = fewFootsteps(session);
  const at = few[1]?.occurredAt ?? 0;
  const gap = { from: at + 1, to: at + 180_001, why: 'paused', lost: null } as const;
  const draw = (until: number | null, onSelect: (id: string) => void = () => undefined) =>
    render(
      <AppServicesProvider value={services}>
        <FootstepList footsteps={few} gaps={[gap]} until={until} startedAt={session.startedAt} selected={null} onSelect={onSelect} onOpen={() => undefined} />
      </AppServicesProvider>,
    );
  it('is a line of its own where recording stopped, with times, why and how long', () => {
    draw(null);
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows).toHaveLength(few.length + 2);
    expect(rows[3]).toMatch(/Not recording .*–.*: paused.*3 m 00 s/);
    expect(rows[4]).toContain(few[2]?.name);
  });
  it('leaves lines around it theirs, and can be walked over', () => {
    const onSelect = vi.fn<(id: string) => void>();
    draw(null, onSelect);
    fireEvent.click(screen.getByText('search'));
    fireEvent.click(screen.getByText(/Not recording/));
    expect(onSelect.mock.calls).toEqual([[few[2]?.id], [`gap:${gap.from}:paused`]]);
  });
  it('after the end of the session is not its', () => {
    draw(at);
    expect(screen.queryByText(/Not recording/)).toBeNull();
  });
});

it('selects by id', () => {
  const onSelect = vi.fn<(id: string) => void>();
  const few = fewFootsteps(session);
  render(list(few, onSelect));
  fireEvent.click(screen.getByText('search'));
  expect(onSelect).toHaveBeenCalledWith(few[2]?.id);
});

describe('columns', () => {
  const few = fewFootsteps(session);
  const names = (): (string | undefined)[] => screen.getAllByRole('row').slice(1).map((row) => row.querySelector('[title]')?.parentElement?.parentElement?.textContent ?? undefined);
  const head = (name: RegExp): HTMLElement => screen.getByRole('columnheader', { name });
  it('sort by a click on the head, and say so', async () => {
    render(list(few));
    expect(head(/Offset/).getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(screen.getByRole('button', { name: 'Kind' }));
    await expect.poll(() => head(/Kind/).getAttribute('aria-sort')).toBe('ascending');
    expect(head(/Offset/).hasAttribute('aria-sort')).toBe(false);
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('error');
    fireEvent.click(screen.getByRole('button', { name: 'Kind' }));
    await expect.poll(() => head(/Kind/).getAttribute('aria-sort')).toBe('descending');
    expect(names().length).toBe(few.length);
  });
  it('are one stop of the Tab key, walked and resized with the arrows, and remember their width', async () => {
    const { unmount } = render(list(few));
    const buttons = (): HTMLElement[] => screen.getAllByRole('columnheader').map((one) => one.querySelector('button') as HTMLElement);
    expect(buttons().map((one) => one.tabIndex)).toEqual([0, -1, -1, -1, -1]);
    buttons()[0]?.focus();
    fireEvent.keyDown(buttons()[0] as HTMLElement, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(buttons()[1]);
    Object.defineProperty(head(/Kind/), 'offsetWidth', { value: 100 });
    fireEvent.keyDown(buttons()[1] as HTMLElement, { key: 'ArrowRight', shiftKey: true });
    await expect.poll(() => grid().style.getPropertyValue('--columns')).toContain('116px');
    fireEvent.keyDown(buttons()[1] as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(grid());
    unmount();
    render(list(few));
    expect(grid().style.getPropertyValue('--columns')).toContain('116px');
  });
});

describe('new footsteps', () => {
  const many = manyFootsteps(session, 500);
  it('come in above where the newest stand first, and are told of to who is elsewhere', async () => {
    localStorage.setItem('footsteps.view.footsteps', JSON.stringify({ sort: { by: 'time', descending: true } }));
    const { rerender } = render(list(many));
    await screen.findByText(/ 499$/);
    rerender(list([...many, appended(1)]));
    expect(await screen.findByText('appended 1')).toBeTruthy();
    expect(grid().scrollTop).toBe(0);
    scrollTo(22 * 100 + 5);
    await screen.findByText(/ 399$/);
    rerender(list([...many, appended(1), appended(2), appended(3)]));
    expect(await screen.findByRole('button', { name: '2 new above' })).toBeTruthy();
    expect(grid().scrollTop).toBe(22 * 102 + 5);
    fireEvent.click(screen.getByRole('button', { name: '2 new above' }));
    expect(await screen.findByText('appended 3')).toBeTruthy();
  });
  it('leave a reader of another order where they are', async () => {
    localStorage.setItem('footsteps.view.footsteps', JSON.stringify({ sort: { by: 'name', descending: false } }));
    const { rerender } = render(list(many));
    scrollTo(22 * 50 + 5);
    const top = (): string | null | undefined => screen.getAllByRole('row').find((row) => row.style.top === `${Math.floor(grid().scrollTop / 22) * 22}px`)?.textContent;
    await expect.poll(top).toBeTruthy();
    const before = top();
    rerender(list([...many, appended(1), demoFootstep(session, 60_000, 281_000, { name: 'aaa' })]));
    expect(await screen.findByRole('button', { name: '2 new: sort by time' })).toBeTruthy();
    await expect.poll(top).toBe(before);
  });
  it('are none where a filter takes the last ones away', async () => {
    const { rerender } = render(list(many));
    await screen.findByText(/ 499$/);
    scrollTo(22 * 100);
    await screen.findByText(/ 100$/);
    rerender(list(many.slice(0, 300)));
    await expect.poll(() => grid().querySelector('[role=rowgroup]')?.getAttribute('style')).toContain(`${300 * 22}px`);
    expect(screen.queryByText(/new/)).toBeNull();
  });
});

it('folds and unfolds pages with the keyboard', async () => {
  localStorage.setItem('footsteps.view.footsteps', JSON.stringify({ byPage: true }));
  render(list(fewFootsteps(session)));
  const tree = screen.getByRole('treegrid');
  const rows = (): number => screen.getAllByRole('row').length;
  const before = rows();
  fireEvent.keyDown(tree, { key: 'Home' });
  fireEvent.keyDown(tree, { key: 'ArrowLeft' });
  await expect.poll(rows).toBeLessThan(before);
  expect(screen.getAllByRole('row')[1]?.getAttribute('aria-expanded')).toBe('false');
  fireEvent.keyDown(tree, { key: 'ArrowRight' });
  await expect.poll(rows).toBe(before);
});
