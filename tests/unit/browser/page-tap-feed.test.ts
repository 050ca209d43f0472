import { beforeEach, describe, expect, it } from 'vitest';
import { TAP_LIMITS } from '../../../lib/base/tap-limits.ts';
import { createPageTapFeed, type MessageSender } from '../../../lib/browser/page-tap-feed.ts';
import type { PartnerMessage } from '../../../lib/page/tap-message.ts';

const sender: MessageSender = { documentId: 'd', origin: 'https://shop.test', url: 'https://shop.test/a', tab: { id: 7, url: 'https://shop.test/a', incognito: true } };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sent = (change: object = {}): PartnerMessage => ({ kind: 'pageTap.sent', seq: 0, via: 'fetch', url: 'https://c.test/in', sentAt: 1, body: { kind: 'bytes', base64: base64('ü') }, ...change });

describe('what the background takes from pages', () => {
  let got: [what: string, value: unknown][];
  let now: number;
  let off: boolean;
  let feed: ReturnType<typeof createPageTapFeed>;

  beforeEach(() => {
    [got, now, off] = [[], 0, false];
    const put = (what: string) => (value: unknown) => void got.push([what, value]);
    feed = createPageTapFeed({ isOff: () => off, now: () => now, reported: put('report'), filled: put('fill'), refused: put('refused'), dropped: put('dropped') });
  });

  it('makes reports of messages, with the document that the browser names', () => {
    const source = { documentId: 'd', tabId: 7, origin: 'https://shop.test', blank: false, url: 'https://shop.test/a', isPrivate: true };
    expect(feed(sent(), sender)).toBe(true);
    feed({ kind: 'pageTap.filled', seq: 3, body: { kind: 'unread', why: 'unreadable', size: 4 } } satisfies PartnerMessage, sender);
    feed({ kind: 'pageTap.refused', url: 'https://c.test/', directive: 'connect-src' } satisfies PartnerMessage, { url: 'about:blank' });
    feed(sent({ body: { kind: 'form', entries: [{ name: 'a', value: 'b' }, { name: 'f', filename: 'n', type: '', base64: base64('x') }] } }), sender);
    expect(got).toEqual([
      ['report', { source, seq: 0, via: 'fetch', url: 'https://c.test/in', sentAt: 1, body: { kind: 'bytes', bytes: new Uint8Array(Buffer.from('ü')) } }],
      ['fill', { source, seq: 3, body: { kind: 'unread', why: 'unreadable', size: 4 } }],
      ['refused', { source: { documentId: null, tabId: null, origin: null, blank: true, url: 'about:blank', isPrivate: false }, url: 'https://c.test/', directive: 'connect-src' }],
      ['report', { source, seq: 0, via: 'fetch', url: 'https://c.test/in', sentAt: 1, body: { kind: 'form', entries: [{ name: 'a', value: 'b' }, { name: 'f', filename: 'n', type: '', bytes: new Uint8Array([120]) }] } }],
    ]);
  });

  it('leaves the messages of others alone', () => {
    for (const message of [null, 'pageTap.sent', { command: {} }, { kind: 'other' }, { kind: 1 }]) expect(feed(message, sender)).toBe(false);
    expect(got).toEqual([]);
  });

  it.each<[string, object]>([
    ['no address', sent({ url: 'nowhere' })],
    ['an endless address', sent({ url: `https://c.test/${'x'.repeat(TAP_LIMITS.urlChars)}` })],
    ['another transport', sent({ via: 'socket' })],
    ['a broken number', sent({ seq: -1 })],
    ['no base64', sent({ body: { kind: 'bytes', base64: '§' } })],
    ['too much', sent({ body: { kind: 'bytes', base64: 'A'.repeat(TAP_LIMITS.bodyBytes * 2) } })],
    ['too many fields', sent({ body: { kind: 'form', entries: Array.from({ length: TAP_LIMITS.formEntries + 1 }, () => ({ name: '', value: '' })) } })],
    ['another kind', { kind: 'pageTap.other' }],
  ])('drops and counts %s', (_, message) => {
    expect(feed(message, sender)).toBe(true);
    expect(got).toEqual([['dropped', 'pageTap.invalid']]);
  });

  it('bounds the bytes of a document, not of its neighbour, and forgives with time', () => {
    const large = sent({ body: { kind: 'bytes', base64: base64('x'.repeat(TAP_LIMITS.bodyBytes)) } });
    for (let i = 0; i < 9; i++) feed(large, sender);
    expect(got.map(([what]) => what).filter((what) => what === 'report')).toHaveLength(8);
    expect(got.at(-1)).toEqual(['dropped', 'pageTap.overRate']);
    feed(large, { ...sender, documentId: 'other' });
    now = 200;
    feed(large, sender);
    expect(got.slice(-2).map(([what]) => what)).toEqual(['report', 'report']);
  });

  it('takes nothing where the user wants nothing read', () => {
    off = true;
    feed(sent(), sender);
    expect(got).toEqual([['dropped', 'pageTap.off']]);
  });

  it('counts what a partner dropped, within what one can drop', () => {
    const counts: unknown[] = [];
    const counting = createPageTapFeed({ isOff: () => false, now: () => 0, reported: () => undefined, filled: () => undefined, refused: () => undefined, dropped: (...told) => counts.push(told) });
    counting({ kind: 'pageTap.dropped', count: 40 }, sender);
    counting({ kind: 'pageTap.dropped', count: TAP_LIMITS.beyondRate + 1 }, sender);
    expect(counts).toEqual([['pageTap.overRate', 40], ['pageTap.invalid']]);
  });
});
