import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { createCommandListener } = await import('../../../lib/browser/commands.ts');

const ORIGIN = 'chrome-extension://footsteps';
const own = { id: '', url: `${ORIGIN}/popup.html?tab=3` };

beforeEach(() => {
  fakeBrowser.reset();
  own.id = fakeBrowser.runtime.id;
  vi.stubGlobal('location', { origin: ORIGIN });
});

type Run = Parameters<typeof createCommandListener>[0];

function listener(run = vi.fn<Run>(async () => undefined)) {
  return { run, listen: createCommandListener(run) };
}

describe('the background', () => {
  it('runs the commands of our pages', async () => {
    const { run, listen } = listener();
    expect(await listen({ command: { type: 'setRecording', on: false } }, own)).toEqual({ ok: true, value: null });
    expect(await listen({ command: { type: 'clear', tabId: null } }, own)).toEqual({ ok: true, value: null });
    expect(run.mock.calls).toEqual([[{ type: 'setRecording', on: false }], [{ type: 'clear', tabId: null }]]);
  });

  it.each([
    ['another extension', { id: 'other', url: `${ORIGIN}/popup.html` }],
    ['a script of ours in a web page', { url: 'https://shop.test/' }],
    ['a page whose address only begins like ours', { url: `${ORIGIN}.evil.test/` }],
    ['nobody known', { url: undefined }],
  ])('does not listen to %s', (_, sender) => {
    const { run, listen } = listener();
    expect(listen({ command: { type: 'clear', tabId: null } }, { id: own.id, ...sender })).toBeUndefined();
    expect(run).not.toHaveBeenCalled();
  });

  it('leaves other messages alone, and refuses commands that are none', async () => {
    const { run, listen } = listener();
    for (const message of [null, 'clear', { kind: 'pageTap.sent' }]) expect(listen(message, own)).toBeUndefined();
    for (const command of [null, { type: 'drop' }, { type: 'setRecording', on: 1 }, { type: 'clear', tabId: 1.5 }, { type: 'clear' }]) expect(await listen({ command }, own)).toMatchObject({ ok: false });
    expect(run).not.toHaveBeenCalled();
  });

  it('answers with the failure of a command', async () => {
    const { listen } = listener(vi.fn<Run>(() => Promise.reject(new Error('storage is full'))));
    expect(await listen({ command: { type: 'clear', tabId: 1 } }, own)).toEqual({ ok: false, error: 'storage is full' });
  });
});
