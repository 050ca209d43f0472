// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TAP_LIMITS } from '../../../lib/base/tap-limits.ts';
import { startTapPartner } from '../../../lib/page/tap-partner.ts';
import type { PartnerMessage } from '../../../lib/page/tap-message.ts';
import { HELLO, WANTED } from '../../../lib/page/tap.ts';

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString();
const bodyOf = (message: PartnerMessage | undefined): unknown => (message && 'body' in message ? message.body : undefined);
const textOf = (message: PartnerMessage | undefined): string => {
  const body = message && 'body' in message ? message.body : undefined;
  return body?.kind === 'bytes' ? decode(body.base64) : JSON.stringify(body);
};

describe('the partner of the page tap', () => {
  let sent: PartnerMessage[];
  let alive: boolean;
  let channel: EventTarget;

  beforeEach(() => {
    [sent, alive, channel] = [[], true, new EventTarget()];
    startTapPartner({
      scope: window as never,
      send(message) {
        sent.push(message);
        return alive;
      },
    });
  });
  const greet = (): boolean => window.dispatchEvent(new MouseEvent(HELLO, { relatedTarget: channel, cancelable: true }));
  // The window outlives the test, and so would a partner that waits to be greeted.
  afterEach(() => {
    while (!greet()) channel = new EventTarget();
  });
  const tap = (detail: unknown): boolean => channel.dispatchEvent(new CustomEvent(HELLO, { detail }));

  it('takes the channel, and no second one', () => {
    expect(greet()).toBe(false);
    expect(greet()).toBe(true);
    tap(['fetch', 'https://c.test/in', [4, 'bö', new Uint8Array([120])], undefined]);
    expect(sent).toMatchObject([{ kind: 'pageTap.sent', seq: 0, via: 'fetch', url: 'https://c.test/in' }]);
    expect(textOf(sent[0])).toBe('böx');
  });

  it('asks for the greeting, if the tap was there first', () => {
    const asked: string[] = [];
    window.addEventListener(WANTED, () => asked.push('asked'));
    startTapPartner({ scope: window as never, send: () => true });
    expect(asked).toEqual(['asked']);
  });

  it('says nothing of parts that are not what the Blob was made of, and keeps halves of a pair apart', () => {
    greet();
    tap(['xhr', 'https://c.test/in', [9, 'short'], undefined]);
    tap(['xhr', 'https://c.test/in', [6, '\ud83d', '\ude00'], undefined]);
    expect(bodyOf(sent[0])).toEqual({ kind: 'unread', why: 'unreadable', size: 9 });
    expect(textOf(sent[1])).toBe('\ufffd\ufffd');
  });

  it('announces what must be read, and fills it in', async () => {
    greet();
    tap(['fetch', 'https://c.test/in', new Blob(['later']), undefined]);
    expect(sent.map((message) => bodyOf(message))).toEqual([{ kind: 'coming' }]);
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]).toMatchObject({ kind: 'pageTap.filled', seq: 0 });
    expect(textOf(sent[1])).toBe('later');
  });

  it.each([['nothing', null], ['no list', 'x'], ['too short', ['fetch', 'https://c.test']], ['another transport', ['ws', 'https://c.test/', null, undefined]], ['a body that is none', ['fetch', 'https://c.test/', { form: [[1]] }, undefined]], ['no web address', ['fetch', 'data:,x', null, undefined]], ['no address', ['fetch', undefined, null, undefined]], ['an endless address', ['fetch', `https://c.test/${'x'.repeat(TAP_LIMITS.urlChars)}`, null, undefined]]])('drops %s', (_, detail) => {
    greet();
    tap(detail);
    expect(sent).toEqual([]);
  });

  it('keeps to its limits: of one body, of bytes and messages in a second', () => {
    // However long the test takes: with time, more is allowed.
    const clock = vi.spyOn(window.performance, 'now').mockReturnValue(window.performance.now());
    try {
      greet();
      const { bodyBytes: size, bytesPerSecond, messagesPerSecond } = TAP_LIMITS;
      tap(['fetch', 'https://c.test/', [size + 1, 'x'.repeat(size + 1)], undefined]);
      expect(bodyOf(sent[0])).toEqual({ kind: 'unread', why: 'tooLarge', size: size + 1 });
      const text = 'x'.repeat(size);
      for (let i = 0; i < 12; i++) tap(['fetch', 'https://c.test/', [size, text], undefined]);
      const kinds = sent.slice(1).map((message) => (bodyOf(message) as { kind: string }).kind);
      expect(kinds).toEqual(Array.from({ length: 12 }, (_, i) => (i < bytesPerSecond / size ? 'bytes' : 'unread')));
      for (let i = 0; i < 3_000; i++) tap(['fetch', 'https://c.test/', null, undefined]);
      expect(sent).toHaveLength(messagesPerSecond);
    } finally {
      clock.mockRestore();
    }
  });

  it('holds a fetchLater until the page goes', () => {
    greet();
    tap(['later', 'https://c.test/in', [2, 'ok'], undefined]);
    expect(sent).toEqual([]);
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pagehide'));
    expect(sent.map(textOf)).toEqual(['ok']);
  });

  it('falls silent once nobody hears it', () => {
    greet();
    alive = false;
    tap(['fetch', 'https://c.test/', null, undefined]);
    tap(['fetch', 'https://c.test/', null, undefined]);
    expect(sent).toHaveLength(1);
  });

  it('counts what is beyond the rate, tells it once a second, and stops listening to a page that goes on', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const clock = vi.spyOn(window.performance, 'now').mockReturnValue(window.performance.now());
    const second = (): void => {
      clock.mockReturnValue(window.performance.now() + 1_000);
      vi.advanceTimersByTime(1_000);
    };
    try {
      greet();
      const flood = (times: number): void => {
        for (let i = 0; i < times; i++) tap(['fetch', 'https://c.test/in', [1, 'x'], undefined]);
      };
      const { messagesPerSecond, beyondRate } = TAP_LIMITS;
      flood(messagesPerSecond + 7);
      expect(sent.length).toBe(messagesPerSecond);
      second();
      expect(sent.at(-1)).toEqual({ kind: 'pageTap.dropped', count: 7 });
      flood(messagesPerSecond + beyondRate);
      expect(sent.at(-1)).toEqual({ kind: 'pageTap.dropped', count: beyondRate - 7 });
      const before = sent.length;
      second();
      flood(10);
      expect(sent.length).toBe(before);
    } finally {
      clock.mockRestore();
      vi.useRealTimers();
    }
  });
});
