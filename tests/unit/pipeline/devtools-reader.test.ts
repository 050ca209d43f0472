import { describe, expect, it } from 'vitest';
import { asRequestId, type CapturedRequest } from '../../../lib/domain/request.ts';
import { createDevtoolsReader } from '../../../lib/pipeline/devtools-reader.ts';
import { fakeRequest } from '../../fakes/dissector.ts';

const LOG = ['https://c.test/in', 'https://c.test/other', 'https://shop.test/api'].map((url, i) => fakeRequest('', i, [], { url, startedAt: 1_000 + i }));
const hidden = (id: string, at = 1_000) => ({ id: asRequestId(id), method: 'POST', url: 'https://c.test/in', startedAt: at });

function reader({ fails = false } = {}) {
  const sent: string[][] = [];
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  let [now, reads] = [0, 0];
  const made = createDevtoolsReader({
    async read(takes) {
      reads++;
      if (fails) throw new Error('DevTools are gone');
      return LOG.filter((r) => takes(r.method, r.url, r.startedAt));
    },
    isCandidate: (_method, url) => url.includes('c.test'),
    send: async (requests: readonly CapturedRequest[]) => void sent.push(requests.map((r) => r.url.slice(8))),
    delay: (run, ms) => timers.push({ at: now + ms, run }),
  });
  return {
    ...made, sent,
    reads: () => reads,
    async pass(ms: number) {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const { run } of due) run();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('reading the log of DevTools', () => {
  it('reads all that may be telemetry once recording is on, and again when it comes back on', async () => {
    const r = reader();
    r.recording(false);
    await r.pass(1_000);
    expect(r.reads()).toBe(0);
    r.recording(true);
    r.recording(true);
    await r.pass(499);
    expect(r.reads()).toBe(0);
    await r.pass(1);
    expect(r.sent).toEqual([['c.test/in', 'c.test/other']]);
    await r.pass(10_000);
    expect(r.reads()).toBe(1);
    r.recording(false);
    r.recording(true);
    await r.pass(500);
    expect(r.reads()).toBe(2);
  });

  it('reads once for a burst of hidden bodies, and only their addresses around their time', async () => {
    const r = reader();
    r.hidden([hidden('a')]);
    await r.pass(300);
    r.hidden([hidden('a'), hidden('b'), hidden('long ago', -60_000)]);
    await r.pass(200);
    expect(r.sent).toEqual([['c.test/in']]);
    r.hidden([]);
    await r.pass(60_000);
    expect(r.reads()).toBe(1);
  });

  it.each([false, true])('gives up on a body that nobody has (failing: %s)', async (fails) => {
    const r = reader({ fails });
    r.hidden([hidden('a')]);
    for (let i = 0; i < 20; i++) await r.pass(1_000);
    expect(r.reads()).toBe(3);
    r.finished('https://c.test/in');
    await r.pass(1_000);
    expect(r.reads()).toBe(3);
    r.hidden([hidden('a'), hidden('b')]);
    await r.pass(500);
    expect(r.reads()).toBe(4);
  });

  it('reads sooner when a request to that address ends, and not for others', async () => {
    const r = reader();
    r.hidden([hidden('a')]);
    await r.pass(500);
    r.finished('https://c.test/other');
    r.finished('https://c.test/in');
    await r.pass(2_400);
    expect(r.reads()).toBe(1);
    await r.pass(100);
    expect(r.reads()).toBe(2);
  });
});
