import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../../lib/base/bytes.ts';
import { asRequestId, type CapturedRequest } from '../../../../lib/domain/request.ts';
import { createCandidateCheck } from '../../../../lib/pipeline/candidates.ts';
import { prepare } from '../../../../lib/pipeline/prepare.ts';
import { catalog } from '../../../../lib/protocols/catalog.ts';
import { createRegistry } from '../../../../lib/protocols/registry.ts';
import { BODIES, MOMENTS, SELF_TEST_CASES, TRANSPORTS, WAYS, caseById, casesOf, hopsOf, type SelfTestCase } from '../../../../lib/view/self-test/cases.ts';
import { addressOf, envelopeOf, fieldsOf, isForm, tagOf } from '../../../../lib/view/self-test/payload.ts';

const targets = { collector: 'http://127.0.0.1:1', secure: 'https://127.0.0.1:3', closed: 'http://127.0.0.1:2' };
const short = casesOf({ short: true, devtools: true });
const registry = createRegistry(catalog);

function requestOf(testCase: SelfTestCase, hidden: boolean): CapturedRequest {
  const bytes = encodeUtf8(envelopeOf(testCase, 'r'));
  const body: CapturedRequest['body'] = testCase.transport === 'ping' ? { kind: 'bytes', bytes: encodeUtf8('PING'), encoding: null } : testCase.body === 'none' ? { kind: 'none' } : hidden ? { kind: 'unavailable', reason: 'blob', size: null } : isForm(testCase) ? { kind: 'form', entries: fieldsOf(testCase, 'r') } : { kind: 'bytes', bytes, encoding: null };
  return {
    id: asRequestId('1'), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: null, pageUrl: null, initiator: null, resourceType: null,
    method: testCase.body === 'none' && testCase.transport !== 'ping' ? 'GET' : 'POST', url: addressOf(testCase, 'r', targets), headers: [], body, startedAt: 1, outcome: { kind: 'pending' },
  };
}

describe('the cases', () => {
  it('have every transport, every body and all fifteen ends of a page, each under a name of its own', () => {
    expect(new Set(SELF_TEST_CASES.map((c) => c.id)).size).toBe(SELF_TEST_CASES.length);
    for (const transport of TRANSPORTS) expect(short.some((c) => c.transport === transport), transport).toBe(true);
    for (const body of BODIES) expect(short.some((c) => c.body === body), body).toBe(true);
    const ends = new Set(short.flatMap((c) => (c.leave ? [`${c.leave.way} ${c.leave.moment}`] : [])));
    expect(ends.size).toBe(WAYS.length * MOMENTS.length);
    expect(ends.size).toBe(15);
    expect(caseById('fetch.blob.top')?.body).toBe('blob');
  });

  it('that need DevTools are left out where it is not opened; the short ones are a part of all', () => {
    const [all, without] = [casesOf({ short: false, devtools: true }), casesOf({ short: false, devtools: false })];
    expect(all).toEqual(SELF_TEST_CASES);
    expect(all.filter((c) => !without.includes(c)).map((c) => c.id)).toContain('worker.blob.inspected');
    expect(without.some((c) => c.place === 'inspected')).toBe(false);
    expect(short.every((c) => all.includes(c))).toBe(true);
    expect(short.length).toBeLessThan(all.length);
  });

  it('go where they fare as they should', () => {
    const to = (id: string): string => addressOf(caseById(id) as SelfTestCase, 'r', targets);
    expect(to('fetch.stream.top')).toMatch(/^https:/);
    expect(to('outcome.refused')).toMatch(/^http:..127.0.0.1:2/);
    expect(to('outcome.redirect307')).toMatch(/:1.moved307.api/);
    expect(['fetch.string.top', 'outcome.redirect302'].map((id) => hopsOf(caseById(id) as SelfTestCase))).toEqual([1, 2]);
  });

  it('are all taken by a dissector, also where the browser hides the body: else nothing of them would be kept', () => {
    const isCandidate = createCandidateCheck(catalog);
    for (const testCase of SELF_TEST_CASES.filter((c) => !c.body.startsWith('large'))) {
      for (const hidden of [false, true]) {
        const request = requestOf(testCase, hidden);
        expect(isCandidate(request.method, request.url, request.body.kind !== 'none'), testCase.id).toBe(true);
        expect(prepare(request, registry), testCase.id).not.toBeNull();
      }
    }
  });

  it('are read as what they say', () => {
    const names = ['fetch.string.top', 'fetch.params.top', 'fetch.none.top'].map((id) => prepare(requestOf(caseById(id) as SelfTestCase, false), registry)?.events.map((event) => `${event.protocol} ${event.kind}`));
    expect(names).toEqual([['sentry log'], ['sentry feedback'], ['snowplow page']]);
  });

  it('are known by their address', () => {
    expect(tagOf(addressOf(caseById('leave.close.unload-beacon.blob') as SelfTestCase, 'r', targets))).toEqual({ run: 'r', id: 'leave.close.unload-beacon.blob' });
    expect(tagOf('http://127.0.0.1:1/?case=x')).toBeNull();
  });

  it('carry what cannot be mixed up: another text for each case and run, of letters of every length', () => {
    const one = caseById('fetch.string.top') as SelfTestCase;
    const texts = [envelopeOf(one, 'r'), envelopeOf(one, 's'), envelopeOf(caseById('xhr.string.top') as SelfTestCase, 'r')];
    expect(new Set(texts.map((text) => text.replace(/Self-test [\w.]+/, ''))).size).toBe(3);
    expect(envelopeOf(one, 'r')).toBe(texts[0]);
    expect(encodeUtf8(texts[0] ?? '').length).toBeGreaterThan((texts[0] ?? '').length);
    expect(envelopeOf(caseById('xhr.largeString.top') as SelfTestCase, 'r').length).toBeGreaterThan(1_000_000);
    expect(encodeUtf8(envelopeOf(caseById('beacon.largeString.top') as SelfTestCase, 'r')).length).toBeLessThan(65_536);
  });
});
