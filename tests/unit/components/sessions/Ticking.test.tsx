// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppServicesProvider } from '../../../../components/app-services.ts';
import { Duration, Until } from '../../../../components/sessions/Ticking.tsx';
import type { Session } from '../../../../lib/domain/session.ts';
import { DEMO_SESSIONS, NOW } from '../../../fakes/demo-sessions.ts';
import { fakeServices } from '../../../fakes/app-services.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('counts on with every second, where nothing is read from the store and nothing around it is drawn anew', () => {
  const session = DEMO_SESSIONS[0] as Session;
  let drawn = 0;
  const Around = () => {
    drawn++;
    return <p role="note"><Duration session={session} />, <Until at={NOW + 90_000} /></p>;
  };
  const services = fakeServices();
  const reads = [vi.spyOn(services, 'sessions'), vi.spyOn(services, 'footsteps'), vi.spyOn(services, 'findings'), vi.spyOn(services, 'details')];
  render(<AppServicesProvider value={services}><Around /></AppServicesProvider>);
  const said = (): string => screen.getByRole('note').textContent;
  const before = said();
  const texts = [1, 2, 3].map((second) => {
    services.clock.at = NOW + second * 1000;
    act(() => void vi.advanceTimersByTime(1000));
    return said();
  });
  expect(new Set([before, ...texts]).size).toBe(4);
  expect(texts.at(-1)).toContain('in 1 min 27 s');
  expect(drawn).toBe(1);
  for (const read of reads) expect(read).not.toHaveBeenCalled();
});
