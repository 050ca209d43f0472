// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { Popup } from '../../../../components/popup/Popup.tsx';
import { DEMO_TAB } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const card = async (vendor: string): Promise<HTMLElement> => screen.findByRole('article', { name: `Session of ${vendor}` });
const nothing = { sessions: [], footsteps: [], findings: [] };

describe('cards', () => {
  it('show vendor, whole id, user, state, why it started, counts and the last footstep', async () => {
    draw(<Popup />);
    const sentry = await card('Sentry');
    for (const words of ['live', '9f3c51d07be44a1c8a5d20f7c1b9e3aa', 'Ada Lovelace', '2 errors', /its start was sent/, /14 events/, /retry payment/]) expect(within(sentry).getByText(words)).toBeTruthy();
    expect(within(sentry).getByText('4 m 32 s')).toBeTruthy();
  });
  it('show an identity as the user and never as an id', async () => {
    draw(<Popup />);
    const exceptionless = await card('Exceptionless');
    expect(within(exceptionless).getByText('id made by the server')).toBeTruthy();
    expect(within(exceptionless).queryByRole('button', { name: 'Copy the session id' })).toBeNull();
    expect(within(exceptionless).getByText('late: beat 27 s overdue')).toBeTruthy();
    expect(within(exceptionless).getByRole('img', { name: /6 beats since .*, 2 missing/ })).toBeTruthy();
  });
  it('of sessions that are over are folded', async () => {
    draw(<Popup />);
    await card('Sentry');
    expect(screen.getAllByRole('article')).toHaveLength(4);
    const details = document.querySelector('details') as HTMLDetailsElement;
    expect(details.textContent).toBe('3 ended sessions');
    details.open = true;
    fireEvent(details, new Event('toggle'));
    await expect.poll(() => screen.getAllByRole('article').length).toBe(7);
  });
});

describe('commands', () => {
  it('pause and resume', async () => {
    const { commands } = draw(<Popup />);
    fireEvent.click(await screen.findByRole('button', { name: 'Recording. What to record…' }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Record' }));
    expect(await screen.findByText('Paused')).toBeTruthy();
    expect(commands).toEqual([['setRecording', false]]);
  });
  it('export this tab, and save what comes', async () => {
    const { commands } = draw(<Popup />);
    fireEvent.click(screen.getByRole('button', { name: 'Export this tab' }));
    await expect.poll(() => commands).toEqual([['exportArchive', { tabId: DEMO_TAB }], ['download', 'demo.footsteps.json', '{}']]);
  });
});

it('tells when nothing was recorded, after what was', async () => {
  const now = Date.now();
  const { sources } = draw(<Popup />, { counters: { seen: 3 }, gaps: [{ from: now - 60_000, to: now - 30_000, why: 'paused', lost: null }] });
  expect(await screen.findByText(/^No telemetry yet among 3 requests looked at\. Not recording .*\(paused\)\.$/)).toBeTruthy();
  sources.gaps.set([]);
  expect(await screen.findByText('No telemetry yet among 3 requests looked at.')).toBeTruthy();
});

describe('nothing to show', () => {
  it('tells what was looked at', async () => {
    draw(<Popup />, { ...nothing, counters: { seen: 312 } });
    expect(await screen.findByText('Looked at 312 requests in all tabs; none was telemetry.')).toBeTruthy();
  });
  it('asks for permission where that is what is missing', async () => {
    const { commands } = draw(<Popup />, { ...nothing, recording: { on: true, hasPermission: false } });
    fireEvent.click(await screen.findByRole('button', { name: 'Allow…' }));
    await expect.poll(() => commands).toEqual([['requestPermission']]);
    expect(await screen.findByText('No session seen on this page yet')).toBeTruthy();
  });
  it('offers to record where it is paused', async () => {
    const { commands } = draw(<Popup />, { ...nothing, recording: { on: false, hasPermission: true } });
    fireEvent.click(await screen.findByRole('button', { name: 'Record' }));
    expect(commands).toEqual([['setRecording', true]]);
  });
});
