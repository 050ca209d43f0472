import { describe, expect, it } from 'vitest';
import { MERGE_LIMITS, WitnessMerger, withTappedBody } from '../../../lib/domain/merge-witnesses.ts';
import { asRequestId, type Body, type CapturedRequest } from '../../../lib/domain/request.ts';
import type { TapFormEntry, TapReport, TapSource } from '../../../lib/domain/tap-report.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Body | undefined): string => (body?.kind === 'bytes' ? new TextDecoder().decode(body.bytes) : JSON.stringify(body));
const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: null };
const source = (change: Partial<TapSource> = {}): TapSource => ({ documentId: 'd', tabId: 1, origin: 'https://shop.test', blank: false, url: null, isPrivate: false, ...change });
const request = (change: Partial<CapturedRequest> = {}): CapturedRequest => ({
  id: asRequestId('r'), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: 'd', pageUrl: null, initiator: 'https://shop.test', resourceType: 'xmlhttprequest',
  method: 'POST', url: 'https://c.test/in', headers: [], body: HIDDEN, startedAt: 0, outcome: { kind: 'pending' }, ...change,
});
const report = (change: Partial<TapReport> = {}): TapReport => ({ source: source(), seq: 0, via: 'fetch', url: 'https://c.test/in', sentAt: 0, body: { kind: 'bytes', bytes: encode('body') }, ...change });

/** Whether the two find each other, in both orders. */
function meet(one: CapturedRequest, other: TapReport, apart = 0): [boolean, boolean] {
  const [first, second] = [new WitnessMerger(), new WitnessMerger()];
  first.sighted(one, 0);
  second.reported(other, 0);
  return [first.reported(other, apart) !== null, typeof second.sighted(one, apart) === 'object'];
}

describe('which report belongs to which request', () => {
  it.each<[string, Partial<CapturedRequest>, Partial<TapReport>, boolean]>([
    ['the same document', {}, {}, true],
    ['another document of the tab', { documentId: 'other' }, {}, false],
    ['the same document, its tab closed', { tabId: null }, {}, true],
    ['a blank frame, which the browser takes for its parent', { documentId: 'parent' }, { source: source({ blank: true }) }, true],
    ['a blank frame of another tab', { documentId: 'parent', tabId: 2 }, { source: source({ blank: true }) }, false],
    ['no document named', { documentId: null }, {}, true],
    ["sent on by the page's service worker", { documentId: null, tabId: null }, {}, true],
    ["sent on by another origin's service worker", { documentId: null, tabId: null, initiator: 'https://else.test' }, {}, false],
    ['sent on, from an opaque origin', { documentId: null, tabId: null, initiator: null }, { source: source({ origin: null }) }, false],
    ['a beacon', { resourceType: 'ping' }, { via: 'beacon' }, true],
    ['a beacon and a fetch', { resourceType: 'xmlhttprequest' }, { via: 'beacon' }, false],
    ['a fetch and a beacon', { resourceType: 'ping' }, {}, false],
    ['a beacon that a service worker made a fetch of', { documentId: null, tabId: null }, { via: 'beacon' }, true],
    ['the address with a fragment, upgraded to https', { url: 'https://c.test/in#x' }, { url: 'http://c.test/in#y' }, true],
    ['another address', { url: 'https://c.test/in?a' }, {}, false],
    ['a body that is seen', { body: { kind: 'bytes', bytes: encode('seen'), encoding: null } }, {}, false],
    ['no body', { body: { kind: 'none' } }, {}, false],
    ['a body too large to be read by the browser itself', { body: { kind: 'unavailable', reason: 'tooLarge', size: 9e9 } }, {}, false],
  ])('%s', (_, seen, told, meets) => {
    expect(meet(request(seen), report(told))).toEqual([meets, meets]);
  });

  it('waits for two seconds and no longer', () => {
    expect(meet(request(), report(), MERGE_LIMITS.windowMs)).toEqual([true, true]);
    expect(meet(request(), report(), MERGE_LIMITS.windowMs + 1)).toEqual([false, false]);
  });

  it('prefers its own document to the tab', () => {
    const merger = new WitnessMerger();
    merger.sighted(request({ id: asRequestId('blank'), documentId: null }), 0);
    merger.sighted(request({ id: asRequestId('own') }), 0);
    expect(merger.reported(report(), 0)?.id).toBe('own');
    expect(merger.reported(report(), 0)?.id).toBe('blank');
  });

  it('gives the next request nothing of one that the policy stopped', () => {
    const merger = new WitnessMerger();
    merger.reported(report({ body: { kind: 'bytes', bytes: encode('stopped') } }), 0);
    expect(textOf(merger.refused({ source: source(), url: 'https://c.test/in', directive: 'connect-src' }) ?? undefined)).toBe('stopped');
    expect(merger.refused({ source: source(), url: 'https://c.test/in', directive: 'connect-src' })).toBeNull();
    expect(merger.sighted(request(), 0)).toBe('waiting');
  });

  it('names the page tap as a witness once', () => {
    const twice = withTappedBody(withTappedBody(request(), HIDDEN), { kind: 'none' });
    expect([twice.witnesses, twice.body]).toEqual([['webRequest', 'pageTap'], { kind: 'none' }]);
  });
});

describe('forms whose files the browser leaves out', () => {
  const DELIMITER = '------WebKitFormBoundaryLTDC97g9UqZpJjp4';
  const entries: TapFormEntry[] = [{ name: 'a"b', value: 'x\ny' }, { name: 'f', filename: 'q".bin', type: 'x/y', bytes: encode('FILE') }, { name: 'g', filename: 'g', type: '', bytes: encode('TWO') }];
  const shape = (one: string, two: string): string =>
    `${DELIMITER}\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\nx\r\ny\r\n${DELIMITER}\r\nContent-Disposition: form-data; name="f"; filename="q%22.bin"\r\nContent-Type: x/y\r\n\r\n${one}\r\n` +
    `${DELIMITER}\r\nContent-Disposition: form-data; name="g"; filename="g"\r\nContent-Type: application/octet-stream\r\n\r\n${two}\r\n${DELIMITER}--\r\n`;
  const holey: Body = { kind: 'bytes', bytes: encode(shape('', '')), encoding: null };
  const parsed: Body = { kind: 'form', entries: [['a"b', 'x\r\ny'], ['f', 'q%22.bin'], ['g', 'g']] };
  const headers = [{ name: 'content-type', value: `multipart/form-data; boundary=${DELIMITER.slice(2)}` }];
  const form = report({ body: { kind: 'form', entries } });

  it('fills the holes, to the byte', () => {
    const merger = new WitnessMerger();
    expect(merger.sighted(request({ body: holey }), 0)).toBe('waiting');
    expect(textOf(merger.reported(form, 0)?.body)).toBe(shape('FILE', 'TWO'));
  });

  it.each<[string, readonly TapFormEntry[]]>([
    ['another value', [{ name: 'a"b', value: 'z' }, ...entries.slice(1)]],
    ['an entry less', entries.slice(1)],
    ['another order', entries.toReversed()],
  ])('leaves a form with %s alone', (_, others) => {
    const merger = new WitnessMerger();
    merger.sighted(request({ body: holey }), 0);
    expect(merger.reported(report({ body: { kind: 'form', entries: others } }), 0)).toBeNull();
  });

  it('knows a form that comes as fields by them, and its bytes by the header, whichever comes first', () => {
    const first = new WitnessMerger();
    expect(first.sighted(request({ body: parsed, headers }), 0)).toBe('waiting');
    expect(textOf(first.reported(form, 0)?.body)).toBe(shape('FILE', 'TWO'));

    const late = new WitnessMerger();
    expect(late.sighted(request({ body: parsed }), 0)).toBe('waiting');
    expect(late.reported(form, 0)).toBeNull();
    expect(textOf(late.headers(asRequestId('r'), headers)?.body)).toBe(shape('FILE', 'TWO'));
  });

  it('does not wait for forms without parts', () => {
    const merger = new WitnessMerger();
    const urlencoded = [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }];
    expect(merger.sighted(request({ body: parsed, headers: urlencoded }), 0)).toBe('complete');
    expect(merger.sighted(request({ body: parsed }), 0)).toBe('waiting');
    merger.headers(asRequestId('r'), urlencoded);
    expect(merger.waiting().requests).toBe(0);
  });

  it('finds its own among others to the same address, in any order', () => {
    const merger = new WitnessMerger();
    merger.sighted(request({ id: asRequestId('blob') }), 0);
    merger.sighted(request({ id: asRequestId('other'), body: { kind: 'form', entries: [['a"b', 'x\r\ny']] } }), 0);
    merger.sighted(request({ id: asRequestId('form'), body: holey }), 0);
    expect(merger.reported(form, 0)?.id).toBe('form');
    expect(merger.reported(report(), 0)?.id).toBe('blob');
  });
});
