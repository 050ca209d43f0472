// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { Options } from '../../../../components/options/Options.tsx';
import { OptionsServicesProvider } from '../../../../components/options/options-services.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../../lib/domain/settings.ts';
import type { FakeData } from '../../../fakes/app-services.ts';
import { draw } from '../../../fakes/draw.tsx';
import { fakeOptionsServices } from '../../../fakes/options-services.ts';

async function open(data: FakeData = {}) {
  const asked = fakeOptionsServices();
  const services = draw(<OptionsServicesProvider value={asked}><Options /></OptionsServicesProvider>, data);
  await screen.findByLabelText('Longest session of Snowplow');
  await within(screen.getByRole('region', { name: 'Own endpoints' })).findAllByRole('option', { name: 'Snowplow' });
  const settings = (): Settings => services.sources.settings.get().settings;
  const type = (field: HTMLElement, text: string): void => {
    fireEvent.input(field, { target: { value: text } });
    fireEvent.keyDown(field, { key: 'Enter' });
  };
  return { ...services, asked: asked.asked, settings, type };
}
const withSettings = (change: Partial<Settings>): FakeData => ({ settings: { settings: { ...DEFAULT_SETTINGS, ...change }, problem: null } });

it('takes a duration, tells what is none in place, and goes back to the vendor\'s by value and by vendor', async () => {
  const { settings, type } = await open();
  const idle = screen.getByLabelText<HTMLInputElement>('Time-out in the foreground of Snowplow');
  type(idle, 'soon');
  expect((await screen.findByText(/Type a duration/)).id).toBe(idle.getAttribute('aria-describedby'));
  expect(settings().rules).toEqual({});
  type(idle, '20 min');
  await waitFor(() => expect(settings().rules).toEqual({ snowplow: { idleMs: 1_200_000 } }));
  type(screen.getByLabelText('Heartbeat period of Snowplow'), 'none');
  await waitFor(() => expect(settings().rules).toEqual({ snowplow: { idleMs: 1_200_000, heartbeatMs: null } }));
  fireEvent.click(await screen.findByRole('button', { name: 'Reset to the default: Time-out in the foreground' }));
  await waitFor(() => expect(settings().rules).toEqual({ snowplow: { heartbeatMs: null } }));
  fireEvent.click(screen.getByRole('button', { name: 'Reset Snowplow' }));
  await waitFor(() => expect(settings().rules).toEqual({}));
});

it('adds, tests, orders and removes own endpoints', async () => {
  const { settings, asked } = await open(withSettings({ endpoints: [{ pattern: 'a.example', protocol: 'sentry' }] }));
  const field = screen.getByLabelText<HTMLInputElement>('Requests to');
  fireEvent.input(field, { target: { value: 'b.example/e?x=1' } });
  fireEvent.submit(field.form as HTMLFormElement);
  expect(await screen.findByText(/Leave out the query/)).toBeTruthy();
  fireEvent.input(field, { target: { value: 'POST b.example/e' } });
  await waitFor(() => expect(screen.queryByText(/Leave out the query/)).toBeNull());
  fireEvent.submit(field.form as HTMLFormElement);
  await waitFor(() => expect(settings().endpoints.at(-1)).toEqual({ pattern: 'POST b.example/e', protocol: 'exceptionless' }));
  expect(await screen.findByText('3 recorded requests match, of 1,240.')).toBeTruthy();
  expect(asked.find(([name]) => name === 'testEndpoint')?.[1]).toEqual({ pattern: 'POST b.example/e', protocol: 'exceptionless' });
  fireEvent.click(await screen.findByRole('button', { name: 'Ask POST b.example/e earlier' }));
  await waitFor(() => expect(settings().endpoints.map(({ pattern }) => pattern)).toEqual(['POST b.example/e', 'a.example']));
  fireEvent.click(screen.getByRole('button', { name: 'Remove a.example' }));
  await waitFor(() => expect(settings().endpoints).toHaveLength(1));
});

it('takes own endpoints from a file, or says why not', async () => {
  const { settings, commands } = await open(withSettings({ endpoints: [{ pattern: 'a.example', protocol: 'sentry' }] }));
  const take = (text: string): void => {
    fireEvent.change(screen.getByLabelText('Take from a file…'), { target: { files: [new File([text], 'rules.json')] } });
  };
  take('{"footstepsEndpoints":1,"endpoints":[{"pattern":"b.example","protocol":"nobody"}]}');
  expect(await screen.findByText(/Entry 1 names no vendor/)).toBeTruthy();
  expect(settings().endpoints).toHaveLength(1);
  take('{"footstepsEndpoints":1,"endpoints":[{"pattern":"b.example","protocol":"snowplow"}]}');
  expect(await screen.findByText('Taken from the file: 1 new, 0 changed.')).toBeTruthy();
  expect(settings().endpoints).toHaveLength(2);
  await screen.findByText('b.example');
  fireEvent.click(screen.getByRole('button', { name: 'Save as a file' }));
  expect(commands.at(-1)).toEqual(['download', 'footsteps-endpoints.json', expect.stringContaining('"b.example"')]);
});

it('names sites by their host, whatever was pasted', async () => {
  const { settings } = await open(withSettings({ sites: { mode: 'only', hosts: [] } }));
  expect(screen.getByText('No site is named, so nothing is recorded.')).toBeTruthy();
  const host = screen.getByLabelText<HTMLInputElement>('Host');
  for (const [typed, problem] of [['not a host', /This is no host/], ['https://Shop.example:8443/cart', null], ['shop.example', /in the list already/]] as const) {
    fireEvent.input(host, { target: { value: typed } });
    fireEvent.submit(host.form as HTMLFormElement);
    if (problem) expect(await screen.findByText(problem)).toBeTruthy();
    else await screen.findByRole('button', { name: 'Remove shop.example' });
  }
  expect(settings().sites.hosts).toEqual(['shop.example']);
});

it('says what limits would remove before they hold', async () => {
  const { settings, asked } = await open();
  const age = screen.getByLabelText<HTMLInputElement>(/^Age/);
  fireEvent.input(age, { target: { value: '7' } });
  expect(await screen.findByText(/about 12 sessions with 3,400 footsteps would go/)).toBeTruthy();
  expect(asked.filter(([name]) => name === 'forecastRetention')).toEqual([['forecastRetention', { maxAgeDays: 7, maxEvents: 1_000_000, maxBytes: 1024 ** 3 }]]);
  expect(settings().retention.maxAgeDays).toBe(90);
  fireEvent.click(screen.getByRole('button', { name: 'Save the limits' }));
  await waitFor(() => expect(settings().retention.maxAgeDays).toBe(7));
});

it('previews redaction as it is changed', async () => {
  const { asked, settings } = await open();
  await screen.findByText('Taken out: 1 × secret header, 1 × e-mail address.');
  fireEvent.click(within(screen.getByRole('radiogroup', { name: 'IP addresses' })).getByLabelText('remove'));
  await waitFor(() => expect(settings().redaction.ip).toBe('remove'));
  await waitFor(() => expect(asked.filter(([name]) => name === 'previewRedaction').at(-1)?.[1]).toMatchObject({ ip: 'remove' }));
  const pattern = screen.getByLabelText<HTMLInputElement>('Regular expression');
  fireEvent.input(pattern, { target: { value: '(a+)+' } });
  fireEvent.submit(pattern.form as HTMLFormElement);
  expect(await screen.findByText(/could take time without end/)).toBeTruthy();
});

it('follows changes that another page makes', async () => {
  const { sources } = await open();
  expect(screen.getByLabelText<HTMLInputElement>(/^Automatic/).checked).toBe(true);
  sources.settings.set({ settings: { ...DEFAULT_SETTINGS, theme: 'dark', rules: { sentry: { maxMs: 60_000 } } }, problem: null });
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Dark').checked).toBe(true));
  expect(screen.getByLabelText<HTMLInputElement>('Longest session of Sentry').value).toBe('1 min');
});

it('says what is wrong with the stored settings, and writes the defaults only when asked twice', async () => {
  const { asked, commands } = await open({ settings: { settings: DEFAULT_SETTINGS, problem: { kind: 'damagedParts', parts: ['theme'] } } });
  expect(screen.getByText(/cannot be read \(theme\)/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Keep what could be read' }));
  expect(commands.at(-1)).toEqual(['changeSettings', {}]);
  fireEvent.click(screen.getByRole('button', { name: 'Set everything back to the defaults' }));
  expect(asked.some(([name]) => name === 'resetSettings')).toBe(false);
  fireEvent.click(await screen.findByRole('button', { name: 'Yes, write the defaults' }));
  expect(asked.some(([name]) => name === 'resetSettings')).toBe(true);
});

it('deletes everything in two steps, and says what that was', async () => {
  const { commands } = await open({ counters: { 'stored.events': 1_234, 'stored.requests': 56 } });
  fireEvent.click(screen.getByRole('button', { name: 'Delete everything…' }));
  expect(commands).toEqual([]);
  fireEvent.click(await screen.findByRole('button', { name: 'Yes, delete everything now' }));
  expect(await screen.findByText('Deleted: 1,234 footsteps in 56 requests, with all sessions and findings.')).toBeTruthy();
  expect(commands).toEqual([['clear', { tabId: null }]]);
});

it('marks the section that is being read, and at the page\'s end the one that was asked for', async () => {
  await open();
  const marked = (): string | null | undefined => document.querySelector('nav [aria-current]')?.textContent;
  expect(marked()).toBe('Vendor rules');
  const tops: Readonly<Record<string, number>> = { rules: -900, endpoints: -20, recording: 300, retention: 400, redaction: 500, look: 600, delete: 700 };
  for (const section of document.querySelectorAll('section[id]')) section.getBoundingClientRect = () => ({ top: tops[section.id] ?? 0 }) as DOMRect;
  fireEvent.scroll(window);
  await waitFor(() => expect(marked()).toBe('Own endpoints'));
  // The last sections never come up to the top.
  Object.defineProperty(document.documentElement, 'scrollHeight', { configurable: true, value: window.innerHeight + 100 });
  Object.defineProperty(window, 'scrollY', { configurable: true, value: 100 });
  try {
    fireEvent.scroll(window);
    await waitFor(() => expect(marked()).toBe('Delete everything'));
    location.hash = '#look';
    fireEvent(window, new Event('hashchange'));
    await waitFor(() => expect(marked()).toBe('Theme and keys'));
  } finally {
    location.hash = '';
    Reflect.deleteProperty(document.documentElement, 'scrollHeight');
    Object.defineProperty(window, 'scrollY', { configurable: true, value: 0 });
  }
});
