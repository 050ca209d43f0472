import { describe, expect, it } from 'vitest';
import type { CapturedRequest } from '../../lib/domain/request.ts';
import { catalog } from '../../lib/protocols/catalog.ts';
import type { Dissection } from '../../lib/protocols/dissector.ts';
import { WireRequest } from '../../lib/protocols/wire-request.ts';
import { dissect, dissectorOf, nameOf, positives, registry, sdkRequests } from './support/subjects.ts';

const OTHER_HOST = 'first-party.other.test';
const PREFIX = '/first-party/px7';

function moved(request: CapturedRequest, url: (parts: { origin: string; host: string; rest: string }) => string): CapturedRequest {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)([^/?#]+)(.*)$/.exec(request.url) ?? [];
  return { ...request, url: url({ origin: scheme + host, host, rest }) };
}

const hostOf = (request: CapturedRequest): string => new WireRequest(request).host;
/** A dissection as text with every word of the move taken back. */
const undone = (dissection: Dissection | null, word: string, was: string): string => JSON.stringify(dissection).replaceAll(word, was);

describe('the catalogue', () => {
  it('is in alphabetical order, and each vendor has recordings', () => {
    const ids = catalog.map((d) => d.id);
    expect(ids).toEqual(ids.toSorted());
    expect([...new Set(positives.map((s) => s.vendor))].toSorted()).toEqual(ids);
  });

  it('has names that nobody else has', () => {
    for (const part of ['fields', 'diagnostics'] as const) {
      const names = catalog.flatMap((d) => d[part].map((spec) => ('name' in spec ? spec.name : spec.code)));
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    }
    for (const d of catalog) {
      const foreign = [...d.fields.map((f) => f.name), ...d.diagnostics.map((s) => s.code)].filter((name) => !name.startsWith(`${d.id}.`));
      expect(foreign).toEqual([]);
    }
  });

  it('says where each vendor\'s numbers and documents are', () => {
    for (const d of catalog) {
      expect(d.docs, d.id).toMatch(/^https:\/\//);
      for (const rules of [d.rules, ...(d.variants ?? []).map((v) => v.rules)]) expect(rules.sources.length, d.id).toBeGreaterThan(0);
    }
  });
});

describe.each(positives)('$title', (subject) => {
  const { vendor, captured } = subject;
  const known = dissectorOf(vendor);

  it('is taken by its vendor alone, far ahead of every other', () => {
    const taken = sdkRequests(subject).map((request) => {
      const choice = registry.choose(new WireRequest(request));
      return { request: nameOf(request), by: choice?.dissector.id ?? null, tie: choice?.tie ?? null };
    });
    expect(taken).toEqual(sdkRequests(subject).map((request) => ({ request: nameOf(request), by: vendor, tie: null })));
  });

  it('has preflights that nobody takes, or its vendor as a mere trace', () => {
    for (const request of captured.filter((r) => r.method === 'OPTIONS')) {
      const dissection = dissect(request);
      if (!dissection) continue;
      expect(dissection.protocol, nameOf(request)).toBe(vendor);
      expect(dissection.events, nameOf(request)).toEqual([]);
      for (const signal of dissection.signals) expect(signal, nameOf(request)).toMatchObject({ preflightOnly: true, eventIndex: null });
    }
  });

  it.skipIf(known?.hostBound)('is read the same on another host', () => {
    for (const request of captured) {
      const was = hostOf(request);
      const other = moved(request, ({ origin, rest }) => origin.replace(was, OTHER_HOST) + rest);
      expect(undone(dissect(other), OTHER_HOST, was), nameOf(request)).toBe(JSON.stringify(dissect(request)));
    }
  });

  it('is read the same behind a proxy\'s path', () => {
    for (const request of captured) {
      const behind = moved(request, ({ origin, rest }) => `${origin}${PREFIX}${rest}`);
      expect(undone(dissect(behind), PREFIX, ''), nameOf(request)).toBe(JSON.stringify(dissect(request)));
    }
  });

  it('is not silent where the browser hides the bodies', () => {
    for (const request of sdkRequests(subject).filter((r) => r.body.kind === 'bytes')) {
      const dissection = dissect({ ...request, body: { kind: 'unavailable', reason: 'blob', size: null } });
      if (!dissection) continue;
      expect(dissection.protocol, nameOf(request)).toBe(vendor);
      expect(dissection.result, nameOf(request)).not.toBe('decoded');
      expect(dissection.diagnostics.map((d) => d.code), nameOf(request)).toContain('body.unavailable');
    }
  });
});
