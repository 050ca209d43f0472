import { describe, expect, test } from 'vitest';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import { asRequestId } from '../../../lib/domain/request.ts';
import type { SeenBody } from '../../../lib/browser/request-body.ts';
import type { SeenRequest } from '../../../lib/browser/request-log.ts';
import { createRequestLog } from '../../../lib/browser/request-log.ts';

// The order and content of the events are those of Firefox 153 with a page that a service worker controls: first the page's request and a
// redirect of status 0 to the same address. Then either the same request again (the worker let it pass), or one of the worker's own, without
// tab and document (it fetches it), or nothing at all (it answered by itself, or the page closed first).

const PAGE: SeenRequest = {
  requestId: '27', method: 'POST', url: 'https://c.example.test/v1/batch', type: 'beacon', tabId: 3, frameId: 0, documentId: 'doc',
  originUrl: 'https://shop.example.test/cart', documentUrl: 'https://shop.example.test/cart', timeStamp: 1_000,
};
const { documentId: _none, ...rest } = PAGE;
const WORKER: SeenRequest = { ...rest, requestId: '28', type: 'xmlhttprequest', tabId: -1, originUrl: 'https://shop.example.test/sw.js', documentUrl: 'https://shop.example.test/sw.js', timeStamp: 1_004 };
const HEADERS = [{ name: 'Content-Type', value: 'text/plain' }];

const body = (text: string): SeenBody => ({ raw: [{ bytes: new TextEncoder().encode(text).buffer }] });
const handedOver = (d: SeenRequest) => ({ ...d, statusCode: 0, redirectUrl: d.url });

function started() {
  const told: FeedItem[] = [];
  const waiting: { readonly run: () => void; readonly ms: number }[] = [];
  const log = createRequestLog({
    tell: (item) => void told.push(item),
    isCandidate: () => true,
    idOf: (id) => asRequestId(id),
    pages: { tabOf: (d) => (d.tabId < 0 ? null : d.tabId), pageUrlOf: (d) => d.documentUrl ?? null, topUrlOf: () => null, isPrivate: () => false },
    delay: (run, ms) => void waiting.push({ run, ms }),
  });
  const passTime = (ms: number): void => {
    for (const late of waiting.filter((one) => one.ms <= ms)) {
      waiting.splice(waiting.indexOf(late), 1);
      late.run();
    }
  };
  const stages = (): unknown[] => told.flatMap((item): unknown[] => (item.type === 'request' ? [[item.request.id, item.complete]] : item.type === 'outcome' ? [[item.id, item.outcome.kind]] : []));
  const requests = () => told.flatMap((item) => (item.type === 'request' ? [item.request] : []));
  return { log, told, passTime, stages, requests };
}

function fetched({ log }: ReturnType<typeof started>, d: SeenRequest): void {
  log.sentHeaders({ ...d, requestHeaders: HEADERS });
  log.answered({ ...d, statusCode: 200 });
  log.completed({ ...d, statusCode: 200 });
}

describe('a page with a service worker, in Firefox', () => {
  test('a request that the worker fetches is one request, of the page', () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: body('{"a":1}') });
    run.log.redirected(handedOver(PAGE));
    run.log.began({ ...WORKER, requestBody: body('{"a":1}') });
    fetched(run, WORKER);
    expect(run.stages()).toEqual([['27', true], ['27', 'responded']]);
    expect(run.requests()[0]).toMatchObject({ tabId: 3, documentId: 'doc', pageUrl: 'https://shop.example.test/cart', resourceType: 'beacon', startedAt: 1_000, headers: [{ name: 'content-type', value: 'text/plain' }] });
    run.passTime(60_000);
    expect(run.stages()).toHaveLength(2);
  });

  test('a request that the worker lets pass is one request', () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: body('x') });
    run.log.redirected(handedOver(PAGE));
    run.log.began({ ...PAGE, requestBody: body('x') });
    fetched(run, PAGE);
    run.passTime(60_000);
    expect(run.stages()).toEqual([['27', true], ['27', 'responded']]);
  });

  test('each of several requests to one address is joined with the one of the same body', () => {
    const run = started();
    for (const [requestId, text] of [['1', 'first'], ['2', 'second']] as const) {
      run.log.began({ ...PAGE, requestId, requestBody: body(text) });
      run.log.redirected(handedOver({ ...PAGE, requestId }));
    }
    for (const [requestId, text] of [['3', 'second'], ['4', 'first']] as const) {
      run.log.began({ ...WORKER, requestId, requestBody: body(text) });
      run.log.sentHeaders({ ...WORKER, requestId, requestHeaders: HEADERS });
    }
    expect(run.requests().map(({ id, body: sent }) => [id, sent.kind === 'bytes' && new TextDecoder().decode(sent.bytes)])).toEqual([['2', 'second'], ['1', 'first']]);
  });

  test("of a form the worker's bytes are taken, where they hold the page's fields", () => {
    const multipart = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n2\r\n--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\ncontent\r\n--x--\r\n';
    const cases = [
      { fields: { a: ['1\r\n2'], f: ['f.txt'] }, text: multipart, isOne: true },
      { fields: { a: ['1', '3'], b: ['é &'] }, text: 'a=1&b=%C3%A9+%26&a=3', isOne: true },
      { fields: { a: ['1'], f: ['other.txt'] }, text: multipart, isOne: false },
      { fields: { a: ['1'] }, text: 'a=2', isOne: false },
    ];
    for (const { fields, text, isOne } of cases) {
      const run = started();
      run.log.began({ ...PAGE, requestBody: { formData: fields } });
      run.log.redirected(handedOver(PAGE));
      run.log.began({ ...WORKER, requestBody: body(text) });
      run.log.sentHeaders({ ...WORKER, requestHeaders: HEADERS });
      expect(run.requests().map(({ id, body: sent }) => [id, sent.kind === 'bytes' && new TextDecoder().decode(sent.bytes)])).toEqual([[isOne ? '27' : '28', text]]);
    }
  });

  test("an empty form of the worker's is the page's, whose fields are kept", () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: { formData: { a: ['1'] } } });
    run.log.redirected(handedOver(PAGE));
    run.log.began({ ...WORKER, requestBody: { formData: {} } });
    run.log.sentHeaders({ ...WORKER, requestHeaders: HEADERS });
    expect(run.requests().map(({ id, body: sent }) => [id, sent])).toEqual([['27', { kind: 'form', entries: [['a', '1']] }]]);
  });

  test('what the worker sends of its own, or on behalf of another site, is its own', () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: body('x') });
    run.log.redirected(handedOver(PAGE));
    const foreign = { ...WORKER, requestId: '29', originUrl: 'https://other.example.test/sw.js', documentUrl: 'https://other.example.test/sw.js' };
    const others = [{ d: WORKER, text: 'changed' }, { d: foreign, text: 'x' }, { d: { ...PAGE, requestId: '30' }, text: 'x' }];
    for (const { d, text } of others) {
      run.log.began({ ...d, requestBody: body(text) });
      run.log.sentHeaders({ ...d, requestHeaders: HEADERS });
    }
    expect(run.requests().map(({ id, tabId }) => [id, tabId])).toEqual([['28', null], ['29', null], ['30', 3]]);
  });

  test('of a request that the worker kept to itself it is told that its outcome is unknown', () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: body('x') });
    run.log.redirected(handedOver(PAGE));
    run.passTime(10);
    // It is kept in case that the recorder stops before the worker has decided.
    expect(run.stages()).toEqual([['27', false]]);
    run.passTime(60_000);
    expect(run.stages()).toEqual([['27', false], ['27', true], ['27', 'unknown']]);
  });

  test("a redirect by the server, or to another address, is no hand-over", () => {
    const run = started();
    run.log.began({ ...PAGE, requestBody: body('x') });
    run.log.sentHeaders({ ...PAGE, requestHeaders: HEADERS });
    run.log.redirected({ ...PAGE, statusCode: 307, redirectUrl: PAGE.url });
    run.log.redirected({ ...PAGE, statusCode: 0, redirectUrl: 'https://c.example.test/other' });
    run.passTime(60_000);
    expect(run.stages()).toEqual([['27', true]]);
  });
});
