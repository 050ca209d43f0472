// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppServicesProvider } from '../../../../components/app-services.ts';
import { FootstepList } from '../../../../components/footsteps/FootstepList.tsx';
import type { Footstep } from '../../../../lib/domain/views.ts';
import { fakeServices } from '../../../fakes/app-services.ts';
import { HOSTILE, demoFootstep, fewFootsteps, manyFootsteps } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, demoSession } from '../../../fakes/demo-sessions.ts';

afterEach(() => cleanup());

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
    expect(onSelect.mock.calls).toEqual([[few[2]?.id], [`gap ${gap.from} paused`]]);
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
