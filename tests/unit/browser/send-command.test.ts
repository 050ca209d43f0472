import { expect, it, vi, describe } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { sendCommand } = await import('../../../lib/browser/send-command.ts');

describe('a page', () => {
  it('learns that a command failed, or that nobody answered', async () => {
    const answer = vi.spyOn(fakeBrowser.runtime, 'sendMessage');
    answer.mockResolvedValueOnce({ ok: true, value: null });
    await expect(sendCommand({ type: 'clear', tabId: 1 })).resolves.toBeUndefined();
    expect(answer).toHaveBeenCalledWith({ command: { type: 'clear', tabId: 1 } });
    answer.mockResolvedValueOnce({ ok: false, error: 'storage is full' });
    await expect(sendCommand({ type: 'clear', tabId: 1 })).rejects.toThrow('storage is full');
    answer.mockResolvedValueOnce(undefined);
    await expect(sendCommand({ type: 'clear', tabId: 1 })).rejects.toThrow('did not answer');
  });
});
