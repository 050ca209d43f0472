// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { Popup } from '../../../../components/popup/Popup.tsx';
import { asProtocolId } from '../../../../lib/domain/event.ts';
import { DEMO_TAB, demoSession } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});

const card = async (vendor: string): Promise<HTMLElement> => screen.findByRole('article', { name: `Session of ${vendor}` });
const nothing = { sessions: [], footsteps: [], findings: [] };

describe('cards', () => {
  it('show vendor, whole id, user, state, why it started, counts and the last footstep', async () => {
    draw(<Popup />);
    const sentry = await card('Sentry');
    for (const words of ['live', '9f3c51d07be44a1c8a5d20f7c1b9e3aa', 'Ada Lovelace', '2 errors', /Its start was sent/, /14 events/, 'retry payment']) expect(within(sentry).getByText(words)).toBeTruthy();
    expect(within(sentry).getByText('4 m 32 s')).toBeTruthy();
  });
  it('show an identity as the user and never as an id', async () => {
    draw(<Popup />);
    const exceptionless = await card('Exceptionless');
    expect(within(exceptionless).getByText('id made by the server')).toBeTruthy();
    expect(within(exceptionless).queryByRole('button', { name: 'Copy the session id' })).toBeNull();
    expect(within(exceptionless).getByText('late by 27 s')).toBeTruthy();
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

describe('a card', () => {
  it('counts its own findings in the look of the worst, and tells them', async () => {
    draw(<Popup />);
    const badge = within(await card('Exceptionless')).getByText('2 findings');
    expect(badge.title).toBe("1 min passed without a sign of life; one is due every 30 s.\nSeen every 30 s; the SDK's default is 1 min.");
    expect(within(await card('Sentry')).queryByText(/finding/)).toBeNull();
  });
  it('copies the whole id, by keyboard too', async () => {
    const { commands } = draw(<Popup />);
    const copy = within(await card('Snowplow')).getByRole('button', { name: 'Copy the session id' });
    copy.focus();
    expect(document.activeElement).toBe(copy);
    copy.click();
    await expect.poll(() => commands).toEqual([['copy', '0b6cf7a2-4a3e-4be1-9a52-7f1d9cbb0e11']]);
  });
  it('says of the user only what is known', async () => {
    draw(<Popup />, { sessions: [demoSession('a'), demoSession('b', { protocol: asProtocolId('snowplow'), identity: { deviceId: 'd-1' } })] });
    expect(within(await card('Sentry')).getByText('no user')).toBeTruthy();
    expect(within(await card('Snowplow')).getByText('anonymous').parentElement?.title).toBe('Device id: d-1');
  });
});

describe('commands', () => {
  it('open the report, and the side panel in the same turn as the click', async () => {
    const { commands } = draw(<Popup />);
    fireEvent.click(screen.getByRole('button', { name: 'Report' }));
    fireEvent.click(screen.getByRole('button', { name: 'Side panel' }));
    expect(commands).toEqual([['openReport'], ['openSidePanel']]);
  });
  it('pause and resume', async () => {
    const { commands } = draw(<Popup />);
    fireEvent.click(await screen.findByRole('button', { name: 'Recording. What to record…' }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Record' }));
    expect(await screen.findByText('Paused')).toBeTruthy();
    expect(commands).toEqual([['setRecording', false]]);
  });
  it('export this tab, and save what comes', async () => {
    const { commands } = draw(<Popup />);
    fireEvent.click(screen.getByRole('button', { name: 'Export tab' }));
    await expect.poll(() => commands).toEqual([['exportRecording', { tabId: DEMO_TAB }, 'archive'], ['saveFile', 'demo.archive', 'a archive']]);
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

it('leads to what the SDKs of the page say, and asks them only then', async () => {
  const services = draw(<Popup />);
  await card('Sentry');
  expect(services.commands.filter(([name]) => name === 'pageControl')).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'SDKs in this page…' }));
  expect(await screen.findByRole('heading', { name: 'RudderStack', level: 3 })).toBeTruthy();
  expect(services.commands.filter(([name]) => name === 'pageControl')).toEqual([['pageControl', null]]);
});
