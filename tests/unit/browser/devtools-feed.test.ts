import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { fakeRequest } from '../../fakes/dissector.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { createDevtoolsFeed, DEVTOOLS_LIMITS, isInspectedPrivate, sendSeen } = await import('../../../lib/browser/devtools-feed.ts');

const ORIGIN = 'chrome-extension://footsteps';
const own = { id: '', url: `${ORIGIN}/devtools.html` };
const seen = (change: Partial<CapturedRequest> = {}): CapturedRequest => fakeRequest('', 1, [{ name: 'ü' }], { witnesses: ['devtools'], outcome: { kind: 'responded', status: 200, endedAt: 5 }, ...change });

type Take = Parameters<typeof createDevtoolsFeed>[0];
const feed = (isPrivate = false) => {
  const take = vi.fn<Take>(async () => undefined);
  return { take, hear: createDevtoolsFeed(take, async () => isPrivate) };
};
/** What is sent, as it arrives. */
async function messages(requests: readonly CapturedRequest[]): Promise<unknown[]> {
  const sent = vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockResolvedValue(true as never);
  await sendSeen(7, requests);
  return sent.mock.calls.map(([message]) => structuredClone(message) as unknown);
}

beforeEach(() => {
  vi.restoreAllMocks();
  fakeBrowser.reset();
  own.id = fakeBrowser.runtime.id;
  vi.stubGlobal('location', { origin: ORIGIN });
});

describe('requests from DevTools', () => {
  it('arrive as they were seen, without what opens accounts', async () => {
    const { take, hear } = feed();
    const bodies: CapturedRequest['body'][] = [seen().body, { kind: 'none' }, { kind: 'form', entries: [['a', 'ü']] }, { kind: 'unavailable', reason: 'blob', size: 3 }];
    const [message] = await messages(bodies.map((body) => seen({ body, headers: [{ name: 'cookie', value: 'secret' }, { name: 'origin', value: 'https://shop.test' }] })));
    expect(JSON.stringify(message)).not.toContain('secret');
    expect(await hear(message, own)).toBe(true);
    expect(take.mock.calls[0]?.[0]).toBe(7);
    expect(take.mock.calls[0]?.[1]).toEqual(bodies.map((body) => ({ ...seen({ body, headers: [{ name: 'origin', value: 'https://shop.test' }] }), tabId: 7, frameId: null })));
  });

  it('go in parts, and leave out what is too large', async () => {
    const large = (n: number) => seen({ body: { kind: 'bytes', bytes: new Uint8Array(n), encoding: null } });
    const { hear } = feed();
    const sent = await messages([...Array.from({ length: DEVTOOLS_LIMITS.requests + 1 }, () => seen()), large(DEVTOOLS_LIMITS.bodyBytes), large(DEVTOOLS_LIMITS.bodyBytes), large(DEVTOOLS_LIMITS.bodyBytes + 1), seen({ url: 'wss://c.test/' })]);
    expect(sent.map((m) => (m as { devtools: { requests: unknown[] } }).devtools.requests.length)).toEqual([100, 2, 1]);
    for (const message of sent) expect(await hear(message, own)).toBe(true);
  });

  it.each([
    ['a panel', { url: `${ORIGIN}/panel.html` }],
    ['a web page', { url: 'https://shop.test/devtools.html' }],
    ['another extension', { id: 'other' }],
  ])('are not taken from %s', async (_, sender) => {
    const { take, hear } = feed();
    const [message] = await messages([seen()]);
    expect(hear(message, { ...own, ...sender })).toBeUndefined();
    expect(take).not.toHaveBeenCalled();
  });

  it.each([
    ['no list', { tabId: 1, requests: 'all' }],
    ['no tab', { tabId: -1, requests: [] }],
    ['an odd method', { tabId: 1, requests: [{ method: 'P OST' }] }],
  ])('are dropped with %s', async (_, devtools) => {
    const { take, hear } = feed();
    expect(await hear({ devtools }, own)).toBe(false);
    expect(hear({ command: {} }, own)).toBeUndefined();
    expect(take).not.toHaveBeenCalled();
  });

  it('are told apart where they are of a private window', async () => {
    for (const isPrivate of [true, false]) {
      const { take, hear } = feed(isPrivate);
      const [message] = await messages([seen()]);
      expect(await hear(message, own)).toBe(true);
      expect(take.mock.calls[0]?.[2]).toBe(isPrivate);
    }
  });
});

describe('whether the inspected tab is private', () => {
  it('is asked of the background, and taken to be where there is no answer', async () => {
    const { hear } = feed(false);
    const sent = vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation((message: unknown) => Promise.resolve(hear(message, own)) as never);
    expect(await isInspectedPrivate(7)).toBe(false);
    expect(await feed(true).hear(sent.mock.calls[0]?.[0], own)).toBe(true);
    sent.mockRejectedValue(new Error('no receiver'));
    expect(await isInspectedPrivate(7)).toBe(true);
  });
});
