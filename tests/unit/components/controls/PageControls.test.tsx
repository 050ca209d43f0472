// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PageControls } from '../../../../components/controls/PageControls.tsx';
import type { ControlLook } from '../../../../lib/domain/page-controls.ts';
import { DEMO_LOOK } from '../../../fakes/demo-look.ts';
import { draw } from '../../../fakes/draw.tsx';

beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});

const section = async (vendor: string): Promise<HTMLElement> => (await screen.findByRole('heading', { name: new RegExp(vendor) })).closest('section') as HTMLElement;
const orders = (services: { readonly commands: readonly (readonly unknown[])[] }): unknown[] => services.commands.filter(([name]) => name === 'pageControl').map(([, order]) => order);

describe('the SDKs of a page', () => {
  it('are asked when the sheet opens, and nothing is called', async () => {
    const services = draw(<PageControls onClose={() => undefined} />);
    expect((await section('RudderStack')).textContent).toContain('1795255800123');
    expect(orders(services)).toEqual([null]);
  });

  it('stand beside the wire, in words', async () => {
    draw(<PageControls onClose={() => undefined} />);
    expect((await section('RudderStack')).textContent).toContain('same as on the wire');
    expect((await section('Sentry')).textContent).toContain('another session than on the wire');
  });

  it('are called by the call that is written beside the button', async () => {
    const services = draw(<PageControls onClose={() => undefined} />);
    const sdk = within(await section('RudderStack'));
    fireEvent.click(sdk.getByRole('button', { name: 'End the session' }));
    await vi.waitFor(() => expect(orders(services).at(-1)).toEqual({ protocol: 'rudderstack', frameId: 0, action: 'endSession', argument: null }));
  });

  it('take no id that the SDK would not: the reason stands in place, and nothing is called', async () => {
    const services = draw(<PageControls onClose={() => undefined} />);
    const sdk = within(await section('RudderStack'));
    fireEvent.input(sdk.getByLabelText('Session id'), { target: { value: '12x' } });
    fireEvent.click(sdk.getByRole('button', { name: 'Start with an id' }));
    expect(sdk.getByRole('alert').textContent).toContain('whole numbers');
    expect(orders(services)).toEqual([null]);
    fireEvent.input(sdk.getByLabelText('Session id'), { target: { value: '1795255800999' } });
    expect((await section('RudderStack')).textContent).toContain('rudderanalytics.startSession(1795255800999)');
    fireEvent.click(sdk.getByRole('button', { name: 'Start with an id' }));
    await vi.waitFor(() => expect(orders(services).at(-1)).toMatchObject({ action: 'startSessionWithId', argument: '1795255800999' }));
    expect(sdk.queryByRole('alert')).toBeNull();
  });

  it('are asked anew when other sessions are on the wire, and what was said of the last call stays', async () => {
    const called: ControlLook = { ...DEMO_LOOK, done: 'rudderanalytics.endSession()' };
    const services = draw(<PageControls onClose={() => undefined} />, { look: called });
    await section('RudderStack');
    fireEvent.click(within(await section('RudderStack')).getByRole('button', { name: 'End the session' }));
    await screen.findByText(/Called: rudderanalytics/);
    const [newest, ...others] = services.sources.sessions.get();
    services.sources.sessions.set([{ ...newest!, lastActivityAt: newest!.lastActivityAt + 1 }, ...others]);
    services.sources.sessions.set([{ ...newest!, endedAt: newest!.lastActivityAt }, ...others]);
    await vi.waitFor(() => expect(orders(services).map((order) => order === null)).toEqual([true, false, true]));
    expect(screen.getByText(/Called: rudderanalytics/)).toBeTruthy();
  });

  it('are asked anew when a call has had its time, so that a mismatch which stays is found', async () => {
    const services = draw(<PageControls onClose={() => undefined} />);
    const sdk = within(await section('RudderStack'));
    vi.useFakeTimers();
    try {
      fireEvent.click(sdk.getByRole('button', { name: 'Reset' }));
      await vi.advanceTimersByTimeAsync(1_900);
      expect(orders(services)).toHaveLength(2);
      await vi.advanceTimersByTimeAsync(200);
      expect(orders(services)).toEqual([null, expect.objectContaining({ action: 'reset' }), null]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('say why there are none', async () => {
    draw(<PageControls onClose={() => undefined} />, { look: { sdks: [], done: null, error: null } });
    expect(await screen.findByText(/keeps it to itself/)).toBeTruthy();
  });

  it('say that a call failed, in the words of the page as mere text', async () => {
    const { container } = draw(<PageControls onClose={() => undefined} />, { look: { ...DEMO_LOOK, error: '<b>not</b> now' } });
    expect((await screen.findByRole('alert')).textContent).toBe('The call failed: <b>not</b> now');
    expect(container.querySelector('b, img')).toBeNull();
  });
});
