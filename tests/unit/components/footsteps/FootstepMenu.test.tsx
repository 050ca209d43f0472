// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { FootstepList } from '../../../../components/footsteps/FootstepList.tsx';
import { fewFootsteps } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, demoSession } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const session = DEMO_SESSIONS[0] ?? demoSession('s');
const few = fewFootsteps(session);
const search = few.find(({ name }) => name === 'search');

function open(gone = false) {
  const chosen: string[] = [];
  const drawn = draw(
    <FootstepList footsteps={few} startedAt={session.startedAt} selected={search?.id ?? null} onSelect={(id) => void chosen.push(id)} onOpen={() => undefined} />,
    { footsteps: few, ...(gone ? { details: () => null } : {}) },
  );
  return { ...drawn, chosen };
}
const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Footsteps' });

it('comes from the keyboard for the chosen footstep, copies with keys masked, and gives the focus back', async () => {
  const { commands } = open();
  await screen.findByText('search');
  expect(fireEvent.contextMenu(grid())).toBe(false);
  expect((await screen.findByRole('menu')).getAttribute('aria-label')).toBe('search');
  expect(document.activeElement?.textContent).toBe('Copy the request as JSON');
  fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
  expect(document.activeElement?.textContent).toBe('Copy the request as cURL');
  fireEvent.click(document.activeElement as Element);
  expect(await screen.findByText('Copied')).toBeTruthy();
  expect(commands).toEqual([['copy', expect.stringMatching(/^curl /)]]);
  expect(JSON.stringify(commands)).not.toContain('0123456789abcdef');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(grid());
});

it('comes with the mouse for the footstep under it, which is chosen; Esc closes it', async () => {
  const { chosen, commands } = open();
  fireEvent.contextMenu(await screen.findByText('Checkout'), { clientX: 40, clientY: 50 });
  const menu = await screen.findByRole('menu');
  expect(menu.getAttribute('aria-label')).toBe('Checkout');
  expect(chosen).toEqual([few.find(({ name }) => name === 'Checkout')?.id]);
  fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
  await expect.poll(() => screen.queryByRole('menu')).toBeNull();
  expect(commands).toEqual([]);
});

it('says so where the request is gone', async () => {
  const { commands } = open(true);
  await screen.findByText('search');
  fireEvent.contextMenu(grid());
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy the request as fetch' }));
  expect(await screen.findByText(/no longer stored/)).toBeTruthy();
  expect(commands).toEqual([]);
});
