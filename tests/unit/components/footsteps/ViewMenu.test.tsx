// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { FootstepList } from '../../../../components/footsteps/FootstepList.tsx';
import { ViewMenu } from '../../../../components/footsteps/ViewMenu.tsx';
import { clockText } from '../../../../lib/view/time-mode.ts';
import { fewFootsteps } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, demoSession } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const session = DEMO_SESSIONS[0] ?? demoSession('s');
const few = fewFootsteps(session);
const both = () => draw(<><ViewMenu several={false} /><FootstepList footsteps={few} startedAt={session.startedAt} selected={null} onSelect={() => undefined} onOpen={() => undefined} /></>);
const heads = (): (string | null)[] => screen.getAllByRole('columnheader').map((one) => one.textContent);
const choose = async (role: 'checkbox' | 'radio', name: RegExp | string): Promise<void> => {
  fireEvent.click(await screen.findByRole(role, { name }));
};

it('chooses columns for the list, and takes them back', async () => {
  both();
  fireEvent.click(screen.getByRole('button', { name: 'View' }));
  await choose('checkbox', 'Size');
  await expect.poll(heads).toEqual(['Offset', 'Kind', 'Name', 'Page', 'Delivery', 'Size']);
  await choose('checkbox', 'Kind');
  await expect.poll(heads).not.toContain('Kind');
  fireEvent.click(screen.getByRole('button', { name: /as at first/ }));
  await expect.poll(heads).toEqual(['Offset', 'Kind', 'Name', 'Page', 'Delivery']);
});

it('chooses how moments are written', async () => {
  both();
  fireEvent.click(screen.getByRole('button', { name: 'View' }));
  await choose('radio', 'Time of day, UTC');
  await expect.poll(heads).toContain('Time, UTC');
  expect(screen.getByText(clockText(few[0]?.occurredAt ?? 0, 'utc', true))).toBeTruthy();
});

it('is closed with Esc, and the button has the focus again', async () => {
  both();
  fireEvent.click(screen.getByRole('button', { name: 'View' }));
  fireEvent.keyDown(await screen.findByRole('checkbox', { name: 'Size' }), { key: 'Escape' });
  await expect.poll(() => screen.queryByRole('checkbox')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'View' }));
});
