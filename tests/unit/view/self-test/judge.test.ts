import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../../lib/base/bytes.ts';
import type { Body, Outcome } from '../../../../lib/domain/request.ts';
import { caseById, type SelfTestCase } from '../../../../lib/view/self-test/cases.ts';
import { judge, type Arrived, type Seen } from '../../../../lib/view/self-test/judge.ts';
import { STREAM_AS_TEXT, attachmentOf, envelopeOf, fieldsOf } from '../../../../lib/view/self-test/payload.ts';
import type { BrowserKind } from '../../../../lib/view/self-test/reasons.ts';

const RUN = 'r1';
const found = (id: string): SelfTestCase => caseById(id) ?? expect.unreachable(`no case ${id}`);
const arrival = (text: string): Arrived => ({ size: encodeUtf8(text).length, equals: (bytes) => new TextDecoder().decode(bytes) === text });
const ok: Outcome = { kind: 'responded', status: 200, endedAt: 2 };
const seen = (body: Body, more: Partial<Seen> = {}): Seen => ({ tabId: 3, documentId: 'd', witnesses: ['webRequest'], headers: [], body, outcome: ok, ...more });
const bytes = (text: string): Body => ({ kind: 'bytes', bytes: encodeUtf8(text), encoding: null });
const hidden: Body = { kind: 'unavailable', reason: 'blob', size: null };

function verdict(id: string, browser: BrowserKind, all: readonly Seen[], arrived: readonly Arrived[] = [arrival(envelopeOf(found(id), RUN))], sent?: string): string {
  const { kind, text, by } = judge(found(id), browser, RUN, { sent, arrived, seen: all });
  return `${kind}, ${by ?? 'nobody'}: ${text}`;
}
const text = (id: string): string => envelopeOf(found(id), RUN);

describe('exact', () => {
  it('is what has every byte, from one tab, with its outcome, once', () => {
    const id = 'fetch.blob.top';
    expect(verdict(id, 'chromium', [seen(bytes(text(id)), { witnesses: ['webRequest', 'pageTap'] })])).toBe('exact, pageTap: 200');
    expect(verdict(id, 'firefox', [seen(bytes(text(id)))])).toBe('exact, network: 200');
  });
  it('is not what differs by a byte, a tab, an outcome or a count', () => {
    const id = 'fetch.string.top';
    const good = seen(bytes(text(id)));
    expect(verdict(id, 'chromium', [seen(bytes(`${text(id)} `))])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [{ ...good, tabId: null }])).toMatch(/^unexplained.*none was recorded/);
    expect(verdict(id, 'chromium', [{ ...good, outcome: { kind: 'pending' } }])).toMatch(/^unexplained.*pending/);
    expect(verdict(id, 'chromium', [good, good])).toMatch(/^unexplained.*arrived once, and was recorded 2 times/);
    expect(verdict(id, 'chromium', [])).toMatch(/^unexplained.*not recorded/);
    expect(verdict(id, 'chromium', [good], [])).toMatch(/^unexplained.*recorded as answered/);
  });
  it('of a worker of no tab takes a tab for a guess', () => {
    const id = 'sharedWorker.string.top';
    expect(verdict(id, 'chromium', [seen(bytes(text(id)), { tabId: null })])).toMatch(/^exact/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))])).toMatch(/^unexplained/);
  });
});

describe('a hidden body', () => {
  it.each(['worker.blob.top', 'sharedWorker.gzipBlob.top', 'serviceWorker.file.top'])('of %s is explained in Chromium alone', (id) => {
    const tabId = id.startsWith('worker.') ? 3 : null;
    expect(verdict(id, 'chromium', [seen(hidden, { tabId })])).toMatch(/^explained/);
    expect(verdict(id, 'firefox', [seen(hidden, { tabId })])).toMatch(/^unexplained.*hidden \(blob\)/);
  });
  it.each(['fetch.blob.top', 'beacon.file.sandbox', 'fetch.gzipBlob.controlled', 'leave.close.unload-beacon.blob', 'fetchLater.blob.top', 'worker.string.top'])('of %s is a defect', (id) => {
    expect(verdict(id, 'chromium', [seen(hidden)])).toMatch(/^unexplained/);
  });
});

describe('a stream', () => {
  it('is known by the Blob that gave it, in a document', () => {
    const id = 'fetch.stream.top';
    expect(verdict(id, 'chromium', [seen(bytes(text(id)), { witnesses: ['webRequest', 'pageTap'] })])).toBe('exact, pageTap: 200');
    expect(verdict(id, 'chromium', [seen(hidden)])).toMatch(/^unexplained/);
    expect(verdict('worker.stream.top', 'chromium', [seen(hidden)])).toMatch(/^explained.*does not reach into workers/);
    expect(verdict('fetch.gzipStream.top', 'chromium', [seen(hidden)])).toMatch(/^explained.*disturb/);
  });
  it('is a text where the browser has none, and told as such', () => {
    expect(verdict('fetch.stream.top', 'firefox', [seen(bytes(STREAM_AS_TEXT))], [arrival(STREAM_AS_TEXT)])).toMatch(/^explained.*no streams of requests/);
  });
});

describe('a large Blob', () => {
  const id = 'fetch.largeBlob.top';
  const size = encodeUtf8(text(id)).length;
  it('is explained in Chromium where at least its size is right', () => {
    expect(verdict(id, 'chromium', [seen({ kind: 'unavailable', reason: 'tooLarge', size })])).toMatch(/^explained.*size, which is exact/);
    expect(verdict(id, 'chromium', [seen({ kind: 'unavailable', reason: 'tooLarge', size: size - 1 })])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [seen(hidden)])).toMatch(/^unexplained/);
    expect(verdict(id, 'firefox', [seen({ kind: 'unavailable', reason: 'tooLarge', size })])).toMatch(/^unexplained/);
  });
});

describe('where DevTools is open', () => {
  it('a worker\'s Blob of text must be there, and bytes need not', () => {
    expect(verdict('worker.blob.inspected', 'chromium', [seen(bytes(text('worker.blob.inspected')), { witnesses: ['webRequest', 'devtools'] })])).toBe('exact, devtools: 200');
    expect(verdict('worker.blob.inspected', 'chromium', [seen(hidden)])).toMatch(/^unexplained/);
    expect(verdict('worker.gzipBlob.inspected', 'chromium', [seen(hidden)])).toMatch(/^explained.*broken text/);
    expect(verdict('sharedWorker.blob.inspected', 'chromium', [seen(hidden, { tabId: null })])).toMatch(/^explained.*no witness/);
  });
});

describe('a form', () => {
  const form = (id: string): { readonly entries: readonly (readonly [string, string])[]; readonly urlencoded: string } => {
    const entries = fieldsOf(found(id), RUN);
    return { entries, urlencoded: new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value])).toString() };
  };
  it('is exact where its encoding gives the bytes, and explained where only the order of fields is not told', () => {
    const { entries, urlencoded } = form('xhr.params.top');
    expect(verdict('xhr.params.top', 'firefox', [seen({ kind: 'form', entries })], [arrival(urlencoded)])).toMatch(/^exact/);
    expect(verdict('xhr.params.top', 'chromium', [seen({ kind: 'form', entries: entries.toReversed() })], [arrival(urlencoded)])).toMatch(/^explained.*sorted by name/);
    expect(verdict('xhr.params.top', 'chromium', [seen({ kind: 'form', entries: entries.slice(1) })], [arrival(urlencoded)])).toMatch(/^unexplained/);
  });
  it('of several parts is encoded by its own boundary', () => {
    const id = 'fetch.formData.top';
    const headers = [{ name: 'content-type', value: 'multipart/form-data; boundary=xyz' }];
    const multipart = `${form(id).entries.map(([name, value]) => `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--xyz--\r\n`;
    expect(verdict(id, 'firefox', [seen({ kind: 'form', entries: form(id).entries }, { headers })], [arrival(multipart)])).toMatch(/^exact/);
  });
  it('with a file has its name alone in Firefox, and must be whole in Chromium', () => {
    const id = 'fetch.formDataBlob.top';
    const body: Body = { kind: 'form', entries: [...form(id).entries, ['attachment', 'attachment.txt']] };
    const arrived = [arrival(attachmentOf(found(id), RUN))];
    expect(verdict(id, 'firefox', [seen(body)], arrived)).toMatch(/^explained/);
    expect(verdict(id, 'chromium', [seen(body)], arrived)).toMatch(/^unexplained/);
  });
});

describe('what did not arrive', () => {
  const failed = (error: string): Seen => seen(bytes('x'), { outcome: { kind: 'failed', error, endedAt: 2 } });
  it('is explained by what the browser has not', () => {
    expect(verdict('fetchLater.string.top', 'firefox', [], [], 'absent')).toMatch(/^explained.*no fetchLater/);
    expect(verdict('fetch.stream.top', 'chromium', [failed('net::ERR_CERT_AUTHORITY_INVALID')], [], 'failed: TypeError')).toMatch(/^explained.*HTTP\/2/);
    expect(verdict('ping.none.top', 'firefox', [], [], 'clicked')).toMatch(/^explained.*send_pings/);
    expect(verdict('ping.none.top', 'chromium', [], [], 'clicked')).toMatch(/^unexplained/);
    expect(verdict('fetch.string.top', 'chromium', [], [], 'failed: TypeError')).toMatch(/^unexplained.*TypeError/);
  });
  it('because nobody listened, or the policy forbade it, must be told as such', () => {
    expect(verdict('outcome.refused', 'chromium', [failed('net::ERR_CONNECTION_REFUSED')], [])).toMatch(/^exact/);
    expect(verdict('outcome.refused', 'chromium', [], [])).toMatch(/^unexplained/);
    expect(verdict('outcome.policyFetch', 'chromium', [failed('csp:connect-src')], [])).toMatch(/^exact.*csp/);
    expect(verdict('outcome.policyFetch', 'chromium', [], [])).toMatch(/^unexplained/);
    expect(verdict('outcome.policyFetch', 'firefox', [], [])).toMatch(/^unexplained/);
  });
});

describe('what another extension blocks', () => {
  const id = 'outcome.blocked';
  const blocked = (body: Body, error = 'net::ERR_BLOCKED_BY_CLIENT'): Seen => seen(body, { outcome: { kind: 'failed', error, endedAt: 2 } });
  it('must be recorded whole, and as blocked', () => {
    expect(verdict(id, 'chromium', [blocked(bytes(text(id)))], [])).toMatch(/^exact.*BLOCKED_BY_CLIENT/);
    expect(verdict(id, 'firefox', [blocked(bytes(text(id)), 'NS_ERROR_ABORT')], [])).toMatch(/^exact/);
    expect(verdict(id, 'chromium', [blocked(hidden)], [])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [blocked(bytes(text(id)), 'net::ERR_FAILED')], [])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [], [])).toMatch(/^unexplained/);
  });
  it('is explained where there is no such extension', () => {
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))])).toMatch(/^explained.*no other extension/);
  });
});

describe('a redirect', () => {
  const id = 'outcome.redirect307';
  const whole = arrival(text(id));
  it('is one request, whose hops are all checked', () => {
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))], [whole, whole])).toMatch(/^exact/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))], [whole])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id))), seen(bytes(text(id)))], [whole, whole])).toMatch(/^unexplained/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))], [whole, arrival('')])).toMatch(/^unexplained.*sent on/);
    const to = 'outcome.redirect302';
    expect(verdict(to, 'firefox', [seen(bytes(text(to)))], [arrival(text(to)), arrival('')])).toMatch(/^exact/);
  });
});

describe('the end of a page', () => {
  const ids = ['leave.crossSite.unload-beacon.blob', 'leave.crossSite.pagehide-keepalive.string'] as const;
  it('that was gone before Chromium was asked is explained, and not otherwise', () => {
    const gone = { tabId: null, documentId: null };
    expect(verdict(ids[0], 'chromium', [seen(hidden, gone)])).toMatch(/^explained.*page tap/);
    expect(verdict(ids[0], 'chromium', [seen(hidden)])).toMatch(/^unexplained/);
    expect(verdict(ids[1], 'chromium', [seen(bytes(text(ids[1])), gone)])).toMatch(/^explained.*origin alone/);
    expect(verdict(ids[1], 'chromium', [seen(bytes(text(ids[1])), { ...gone, documentId: 'd' })])).toMatch(/^unexplained/);
    expect(verdict(ids[1], 'chromium', [seen(hidden, gone)])).toMatch(/^unexplained/);
    expect(verdict('fetch.blob.top', 'chromium', [seen(hidden, { documentId: null })])).toMatch(/^unexplained/);
  });
  it('may come before all is sent; what was recorded as answered did arrive', () => {
    expect(verdict(ids[1], 'chromium', [], [])).toMatch(/^explained/);
    expect(verdict(ids[1], 'firefox', [], [])).toMatch(/^explained/);
    expect(verdict(ids[1], 'chromium', [seen(bytes(text(ids[1])))], [])).toMatch(/^unexplained/);
  });
});

describe('outcomes', () => {
  it('must be those that the server gave', () => {
    const id = 'outcome.status429';
    const limits = [{ name: 'retry-after', value: '60' }, { name: 'x-sentry-rate-limits', value: '60::organization' }];
    expect(verdict(id, 'chromium', [seen(bytes(text(id)), { outcome: { kind: 'responded', status: 429, endedAt: 2, limits } })])).toMatch(/^exact.*Retry-After.*organization/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id)), { outcome: { kind: 'responded', status: 429, endedAt: 2 } })])).toMatch(/^unexplained.*how long/);
    expect(verdict(id, 'chromium', [seen(bytes(text(id)))])).toMatch(/^unexplained.*answered 429, and recorded as 200/);
  });
  it('of a tab that closes may be an error of Firefox', () => {
    const id = 'leave.close.pagehide-beacon.string';
    const lost = seen(bytes(text(id)), { tabId: null, outcome: { kind: 'failed', error: 'NS_ERROR_UNEXPECTED', endedAt: 2 } });
    expect(verdict(id, 'firefox', [lost])).toMatch(/^explained/);
    expect(verdict(id, 'chromium', [{ ...lost, tabId: 3 }])).toMatch(/^unexplained/);
  });
});
