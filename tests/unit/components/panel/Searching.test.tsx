// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { AppServicesProvider, type AppServices } from '../../../../components/app-services.ts';
import { Panel } from '../../../../components/panel/Panel.tsx';
import { LIVE_FOOTSTEPS } from '../../../../components/panel/use-panel-data.ts';
import type { Session } from '../../../../lib/domain/session.ts';
import type { Footstep, FootstepPiece } from '../../../../lib/domain/views.ts';
import { clockText } from '../../../../lib/view/time-mode.ts';
import { fakeServices } from '../../../fakes/app-services.ts';
import { demoFootstep } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const session = DEMO_SESSIONS[0] as Session;
/** As many as memory takes; what is older has to be searched in the store. */
const held = Array.from({ length: LIVE_FOOTSTEPS }, (_, n): Footstep => demoFootstep(session, n, n, { kind: 'track', name: 'filler' }));

it('tells that the store is searched, down to when, and says it to those who listen, until it is over', async () => {
  let answer = (_piece: FootstepPiece): void => undefined;
  const olderFootsteps = vi.fn<AppServices['olderFootsteps']>(() => new Promise((resolve) => (answer = resolve)));
  const services = { ...fakeServices({ sessions: [session], footsteps: held }), olderFootsteps };
  draw(<AppServicesProvider value={services}><Panel /></AppServicesProvider>);
  await screen.findByRole('treegrid', { name: 'Sessions' });
  fireEvent.input(screen.getByRole('combobox', { name: 'Filter' }), { target: { value: 'needle' } });
  expect(await screen.findByText(/^searching/)).toBeTruthy();
  await expect.poll(() => olderFootsteps.mock.calls.length).toBe(1);
  const at = session.startedAt - 3_600_000;
  // Drawn at most so often: an answer at once would be drawn with the next.
  await new Promise((resolve) => setTimeout(resolve, 250));
  answer({ rows: [demoFootstep(session, -1, -1_800_000, { name: 'needle 1' })], next: at });
  expect(await screen.findByText(`searching before ${clockText(at, 'local')}…`)).toBeTruthy();
  await expect.poll(() => screen.getAllByRole('status').map((one) => one.textContent)).toContainEqual(expect.stringContaining('so far, still searching'));
  await expect.poll(() => olderFootsteps.mock.calls.length).toBe(2);
  answer({ rows: [], next: null });
  await expect.poll(() => screen.queryByText(/^searching/)).toBeNull();
  await expect.poll(() => screen.getByRole('grid', { name: 'Footsteps' }).getAttribute('aria-rowcount')).toBe('2');
});
