import { describe, expect, test } from 'vitest';
import { createPageBook } from '../../../lib/browser/page-book.ts';
import type { SeenRequest } from '../../../lib/browser/request-log.ts';

const URL = 'https://shop.example.test/cart';
const request = (given: Partial<SeenRequest>): SeenRequest => ({ requestId: '1', method: 'POST', url: 'https://c.example.test/', type: 'xmlhttprequest', tabId: 3, frameId: 0, timeStamp: 10_000, ...given });

function opened() {
  const pages = createPageBook();
  pages.tab(3, { url: URL, isPrivate: false });
  pages.committed({ tabId: 3, documentId: 'd3', url: URL, isTop: true });
  return pages;
}

describe('what the tab of a request shows', () => {
  test('decides for its frames and workers, also when it has just closed', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'frame', url: 'https://pay.example.test/', isTop: false });
    expect(pages.topUrlOf(request({ documentId: 'frame', frameId: 5, frameType: 'sub_frame' }))).toBe(URL);
    expect(pages.topUrlOf(request({ frameId: 5 }))).toBe(URL);
    pages.closed(3, 10_000);
    expect(pages.topUrlOf(request({ tabId: -1, documentId: 'frame', frameId: 5, frameType: 'sub_frame' }))).toBe(URL);
    expect(pages.topUrlOf(request({ tabId: -1 }))).toBeNull();
  });

  test('is for the last requests of a page that page, when its tab shows the next one', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'next', url: 'https://other.example.test/', isTop: true });
    expect(pages.topUrlOf(request({ documentId: 'd3', frameType: 'outermost_frame' }))).toBe(URL);
    expect(pages.topUrlOf(request({ documentUrl: URL }))).toBe(URL);
    expect([pages.shownIn(3), pages.shownIn(4)]).toEqual(['https://other.example.test/', null]);
  });
});

describe('the page of a request', () => {
  test('is what its document shows now, also where the browser names the address that it was loaded from', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'd3', url: `${URL}/step-2`, isTop: true });
    expect(pages.pageUrlOf(request({ documentId: 'd3' }))).toBe(`${URL}/step-2`);
    // Firefox: `documentUrl` stays that of the load.
    expect(pages.pageUrlOf(request({ documentId: 'd3', documentUrl: URL }))).toBe(`${URL}/step-2`);
  });

  test('is found by the address of the load where Firefox names no document, as for keepalive requests', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'd3', url: `${URL}/step-2`, isTop: true });
    expect(pages.pageUrlOf(request({ documentUrl: URL }))).toBe(`${URL}/step-2`);
    // Sent as the page goes, when the tab shows another one already.
    pages.committed({ tabId: 3, documentId: 'next', url: 'https://other.example.test/', isTop: true });
    expect(pages.pageUrlOf(request({ documentUrl: URL }))).toBe(`${URL}/step-2`);
  });

  test('is never the script of a worker', () => {
    const pages = opened();
    const script = 'https://shop.example.test/worker.js';
    expect(pages.pageUrlOf(request({ documentUrl: script, originUrl: script }))).toBe(URL);
    expect(pages.pageUrlOf(request({ tabId: -1, documentUrl: script, originUrl: script }))).toBeNull();
  });

  test('is what the browser says of a document that was there before this worker', () => {
    const pages = createPageBook();
    expect(pages.pageUrlOf(request({ documentId: 'old', documentUrl: URL }))).toBe(URL);
    expect(pages.pageUrlOf(request({ frameId: 17, documentUrl: URL }))).toBe(URL);
    expect(pages.pageUrlOf(request({ frameId: 17 }))).toBeNull();
  });

  test('of a blank frame is the page that made it', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'blank', url: 'about:blank', isTop: false });
    expect(pages.pageUrlOf(request({ frameId: 17, documentId: 'blank', documentUrl: URL }))).toBe(URL);
  });
});

describe('the tab of a request that is sent as its tab closes', () => {
  const leaving = { tabId: -1, timeStamp: 10_010 };

  test('is known by the document', () => {
    const pages = opened();
    pages.closed(3, 10_000);
    expect(pages.tabOf(request({ ...leaving, documentId: 'd3' }))).toBe(3);
  });

  test('is known by the page where Firefox names no document', () => {
    const pages = opened();
    pages.tab(4, { url: URL, isPrivate: false });
    pages.committed({ tabId: 4, documentId: 'd4', url: URL, isTop: true });
    pages.closed(3, 10_000);
    expect(pages.tabOf(request({ ...leaving, documentUrl: URL }))).toBe(3);
    expect(pages.pageUrlOf(request({ ...leaving, documentUrl: URL }))).toBe(URL);
  });

  test('is not guessed: of an open tab, of two that closed, of one that closed long ago, of a worker', () => {
    const pages = opened();
    expect(pages.tabOf(request({ ...leaving, documentUrl: URL }))).toBeNull();
    pages.closed(3, 10_000);
    expect(pages.tabOf(request({ ...leaving, timeStamp: 20_000, documentUrl: URL }))).toBeNull();
    expect(pages.tabOf(request({ ...leaving, documentUrl: 'https://shop.example.test/worker.js' }))).toBeNull();
    expect(pages.tabOf(request(leaving))).toBeNull();
    pages.tab(4, { url: URL, isPrivate: false });
    pages.committed({ tabId: 4, documentId: 'd4', url: URL, isTop: true });
    pages.closed(4, 10_005);
    expect(pages.tabOf(request({ ...leaving, documentUrl: URL }))).toBeNull();
  });
});

describe('a beacon of which Chromium names the origin alone', () => {
  const beacon = request({ type: 'ping', tabId: -1, frameId: -1, initiator: 'https://shop.example.test', timeStamp: 10_010 });

  test('is of the page of that origin that has just been left, or whose tab has just closed', () => {
    const pages = opened();
    pages.left(3, 10_000);
    pages.committed({ tabId: 3, documentId: 'next', url: 'https://other.example.test/', isTop: true });
    expect([pages.tabOf(beacon), pages.pageUrlOf(beacon), pages.isPrivate(beacon)]).toEqual([3, URL, false]);
    const closing = opened();
    closing.closed(3, 10_000);
    expect([closing.tabOf(beacon), closing.pageUrlOf(beacon)]).toEqual([3, URL]);
  });

  test('is of the tab, if several of its documents may have sent it', () => {
    const pages = opened();
    pages.committed({ tabId: 3, documentId: 'frame', url: `${URL}/frame`, isTop: false });
    pages.closed(3, 10_000);
    expect([pages.tabOf(beacon), pages.pageUrlOf(beacon)]).toEqual([3, null]);
  });

  test('may come late where the machine is busy: then it is of the only one that was left for that long', () => {
    const pages = opened();
    pages.closed(3, 10_000);
    expect(pages.tabOf({ ...beacon, timeStamp: 12_900 })).toBe(3);
    pages.committed({ tabId: 4, documentId: 'd4', url: URL, isTop: true });
    pages.closed(4, 11_000);
    expect(pages.tabOf({ ...beacon, timeStamp: 12_900 })).toBeNull();
    expect(pages.tabOf({ ...beacon, timeStamp: 11_300 })).toBe(4);
  });

  test('is not guessed: of an open page, of two tabs, of another origin, of a page left long ago; and a worker may have sent what is no beacon', () => {
    const pages = opened();
    expect(pages.tabOf(beacon)).toBeNull();
    pages.closed(3, 10_000);
    expect(pages.tabOf({ ...beacon, type: 'xmlhttprequest' })).toBeNull();
    expect(pages.tabOf({ ...beacon, initiator: 'https://shop.example' })).toBeNull();
    expect(pages.tabOf({ ...beacon, timeStamp: 13_100 })).toBeNull();
    pages.committed({ tabId: 4, documentId: 'd4', url: URL, isTop: true });
    pages.left(4, 10_300);
    expect(pages.tabOf(beacon)).toBeNull();
    expect(pages.tabOf({ ...beacon, timeStamp: 10_500 })).toBe(4);
  });
});

test('what a private window sends is known as private, also without a tab', () => {
  const pages = opened();
  pages.tab(5, { url: URL, isPrivate: true });
  pages.committed({ tabId: 5, documentId: 'd5', url: URL, isTop: true });
  expect(pages.isPrivate(request({}))).toBe(false);
  expect(pages.isPrivate(request({ tabId: 5 }))).toBe(true);
  expect(pages.isPrivate(request({ tabId: -1 }))).toBe(true);
  pages.closed(5, 10_000);
  expect(pages.isPrivate(request({ tabId: -1, documentId: 'd5' }))).toBe(true);
  expect(pages.isPrivate(request({ tabId: -1, documentUrl: URL, timeStamp: 10_001 }))).toBe(true);
});

test('what was known before the worker stopped is known after', () => {
  const before = opened();
  before.committed({ tabId: 3, documentId: 'd3', url: `${URL}/step-2`, isTop: true });
  const after = createPageBook();
  after.committed({ tabId: 7, documentId: 'd7', url: URL, isTop: true });
  after.committed({ tabId: 3, documentId: 'd3', url: `${URL}/step-3#end`, isTop: true });
  after.recall(JSON.parse(JSON.stringify(before.documents())));
  after.closed(3, 10_000);
  expect(after.pageUrlOf(request({ tabId: -1, documentUrl: `${URL}#top` }))).toBe(`${URL}/step-3#end`);
  expect(after.tabOf(request({ tabId: -1, documentId: 'd3' }))).toBe(3);
  expect(after.documents().map(([id]) => id)).toEqual(['d7', 'd3']);
});
