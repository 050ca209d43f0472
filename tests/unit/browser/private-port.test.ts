import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const ORIGIN = 'chrome-extension://footsteps';
const connected = vi.hoisted(() => ({ listeners: [] as ((port: unknown) => void)[] }));
vi.mock('wxt/browser', async () => {
  const { fakeBrowser: fake } = await import('wxt/testing/fake-browser');
  return { browser: { ...fake, runtime: { ...fake.runtime, id: fake.runtime.id, onConnect: { addListener: (listener: (port: unknown) => void) => connected.listeners.push(listener) } } } };
});
const { listenToPrivatePages } = await import('../../../lib/browser/private-port.ts');

beforeEach(() => {
  connected.listeners.length = 0;
  vi.stubGlobal('location', { origin: ORIGIN });
});

it.each([
  ['a page of ours', { id: fakeBrowser.runtime.id, url: `${ORIGIN}/popup.html` }, 'private-window 3', true],
  ['another extension', { id: 'other', url: `${ORIGIN}/popup.html` }, 'private-window 3', false],
  ['a script of ours in a web page', { id: fakeBrowser.runtime.id, url: 'https://shop.test/' }, 'private-window 3', false],
  ['a page of ours that asks for something else', { id: fakeBrowser.runtime.id, url: `${ORIGIN}/popup.html` }, 'other', false],
  ['a page of ours that names no tab', { id: fakeBrowser.runtime.id, url: `${ORIGIN}/popup.html` }, 'private-window x', false],
])('shows private windows to %s: %s', (_, sender, name, isShown) => {
  const view = vi.fn<() => never>(() => ({}) as never);
  listenToPrivatePages({ view, recording: () => null, delay: (run) => run() });
  const postMessage = vi.fn<(message: unknown) => void>();
  connected.listeners[0]?.({ name, sender, postMessage, onMessage: { addListener: () => undefined }, onDisconnect: { addListener: () => undefined } });
  expect([view.mock.calls.length > 0, postMessage.mock.calls.length > 0]).toEqual([isShown, isShown]);
});
