// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { describe, expect, it, vi } from 'vitest';
import { SessionList } from '../../../../components/sessions/SessionList.tsx';
import type { Session, SessionKey } from '../../../../lib/domain/session.ts';
import { draw } from '../../../fakes/draw.tsx';
import { DEMO_SESSIONS, demoSession, manySessions, NOW } from '../../../fakes/demo-sessions.ts';

function List({ sessions = DEMO_SESSIONS, onOpen = () => undefined }: { readonly sessions?: readonly Session[]; readonly onOpen?: () => void }) {
  const [selected, setSelected] = useState<SessionKey | null>(null);
  return <><output>{selected}</output><SessionList sessions={sessions} grouped selected={selected} onSelect={setSelected} onOpen={onOpen} /></>;
}
const press = (key: string): void => void fireEvent.keyDown(screen.getByRole('treegrid'), { key });
const active = (): string => document.getElementById(screen.getByRole('treegrid').getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';
const rows = (): number => document.querySelectorAll('[data-index]').length;

describe('tree of sessions', () => {
  it('shows an identity as the user, never as an id', () => {
    draw(<List />);
    const row = screen.getAllByText('id made by the server')[0]?.closest('[role=row]');
    expect(row?.textContent).toContain('Ada Lovelace');
    expect(row?.querySelector('[title="User Ada Lovelace"]')).not.toBeNull();
  });
  it('is walked with the arrows, over groups too; folds and unfolds', async () => {
    draw(<List />);
    const all = rows();
    press('ArrowDown');
    await expect.poll(active).toContain('shop.example');
    press('ArrowRight');
    await expect.poll(active).toContain('Exceptionless');
    press('ArrowLeft');
    await expect.poll(rows).toBe(all - 2);
    press('ArrowRight');
    await expect.poll(rows).toBe(all);
    press('ArrowDown');
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('exceptionless:ada');
    press('ArrowLeft');
    await expect.poll(active).toContain('Exceptionless');
  });
  it('opens the chosen session with Enter, and folds a group with it', async () => {
    const onOpen = vi.fn<() => void>();
    draw(<List onOpen={onOpen} />);
    press('ArrowDown');
    await expect.poll(active).toContain('shop.example');
    press('Enter');
    await expect.poll(rows).toBe(1);
    expect(onOpen).not.toHaveBeenCalled();
    press('Enter');
    await expect.poll(rows).toBeGreaterThan(1);
    fireEvent.click(screen.getByText('1795255800123'));
    await expect.poll(active).toContain('1795255800123');
    press('Enter');
    expect(onOpen).toHaveBeenCalledOnce();
  });
});

it('of ten thousand sessions draws few, counts each group, and goes from end to end and back with the keys', async () => {
  const many = manySessions(10_000);
  const { container } = draw(<List sessions={many} />);
  const lines = Number(screen.getByRole('treegrid').getAttribute('aria-rowcount')) - 1;
  expect(lines).toBeGreaterThan(10_000);
  expect(container.querySelectorAll('*').length).toBeLessThan(1_200);
  const sites = Map.groupBy(many, ({ site }) => site);
  expect(document.querySelector('[data-index="0"]')?.textContent).toContain(`shop.example${sites.get('https://shop.example')?.length}`);
  press('End');
  await expect.poll(active).not.toBe('');
  expect(screen.getByRole('treegrid').getAttribute('aria-activedescendant')).toBe(`sessions-${lines - 1}`);
  press('ArrowUp');
  await expect.poll(() => screen.getByRole('treegrid').getAttribute('aria-activedescendant')).toBe(`sessions-${lines - 2}`);
  press('Home');
  await expect.poll(active).toContain('shop.example');
  press('ArrowLeft');
  await expect.poll(() => Number(screen.getByRole('treegrid').getAttribute('aria-rowcount')) - 1).toBeLessThan(lines);
});

it('lets states change with time alone', async () => {
  vi.useFakeTimers();
  const { clock } = draw(<List sessions={[demoSession('s', { upcoming: [{ at: NOW + 3000, state: 'late' }] })]} />);
  expect(screen.getByText('live')).toBeTruthy();
  clock.at = NOW + 3000;
  await act(async () => {
      await vi.advanceTimersByTimeAsync(1000);
    });
  expect(screen.getByText('late')).toBeTruthy();
});
