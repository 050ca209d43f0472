import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MERGE_LIMITS, WitnessMerger, type Joined } from '../../lib/domain/merge-witnesses.ts';
import { asRequestId, type Body } from '../../lib/domain/request.ts';
import type { TapReport, TapSource } from '../../lib/domain/tap-report.ts';

type Send = { readonly doc: number; readonly url: number; readonly via: 'fetch' | 'beacon'; readonly reads: boolean };
type Step = { readonly kind: 'request' | 'report' | 'fill'; readonly send: number };

const source = (doc: number): TapSource => ({ documentId: `d${doc}`, tabId: doc % 2, origin: 'https://shop.test', blank: false, url: null, isPrivate: false });
const bytes = (send: number): Uint8Array => new TextEncoder().encode(`body ${send}`);
const textOf = (body: Body): string => (body.kind === 'bytes' ? new TextDecoder().decode(body.bytes) : body.kind);

function requestOf(send: Send, n: number) {
  return {
    id: asRequestId(`r${n}`), documentId: `d${send.doc}`, tabId: send.doc % 2, initiator: 'https://shop.test', resourceType: send.via === 'beacon' ? 'ping' : 'xmlhttprequest',
    url: `https://c.test/${send.url}`, headers: [], body: { kind: 'unavailable', reason: 'blob', size: null } as const,
  };
}
const reportOf = (send: Send, n: number): TapReport => ({
  source: source(send.doc), seq: n, via: send.via, url: `http://c.test/${send.url}#part`, sentAt: 0, body: send.reads ? { kind: 'coming' } : { kind: 'bytes', bytes: bytes(n) },
});

const sends = fc.array(fc.record({ doc: fc.nat(2), url: fc.nat(1), via: fc.constantFrom('fetch' as const, 'beacon' as const), reads: fc.boolean() }), { minLength: 1, maxLength: 25 });

/** Each witness tells in the order of the sends of each document; how they interleave is arbitrary, but a fill comes after its report. */
function interleaved(all: readonly Send[], picks: readonly number[]): Step[] {
  const queues: Step[][] = [all.map((_, send) => ({ kind: 'request', send })), all.map((_, send) => ({ kind: 'report', send }))];
  const fills: Step[] = [];
  const steps: Step[] = [];
  for (let i = 0; queues.some((queue) => queue.length) || fills.length; i++) {
    const open = [...queues.filter((queue) => queue.length), ...(fills.length ? [fills] : [])];
    const from = open[(picks[i % picks.length] ?? 0) % open.length] ?? [];
    // Fills come in any order, as Blobs are read side by side.
    const [step] = from === fills ? fills.splice((picks[(i + 1) % picks.length] ?? 0) % fills.length, 1) : from.splice(0, 1);
    if (!step) continue;
    steps.push(step);
    if (step.kind === 'report' && all[step.send]?.reads) fills.push({ kind: 'fill', send: step.send });
  }
  return steps;
}

/** Runs the steps a millisecond apart and gives the body that each request got. */
function run(merger: WitnessMerger, all: readonly Send[], steps: readonly Step[]): Map<string, string> {
  const got = new Map<string, string>();
  const take = (joined: Joined | null): void => {
    if (!joined) return;
    expect(got.has(joined.id)).toBe(false);
    got.set(joined.id, textOf(joined.body));
  };
  for (const [now, { kind, send }] of steps.entries()) {
    const one = all[send] as Send;
    if (kind === 'request') {
      const sighted = merger.sighted(requestOf(one, send), now);
      expect(sighted).not.toBe('complete');
      if (typeof sighted === 'object') take(sighted);
    } else if (kind === 'report') take(merger.reported(reportOf(one, send), now));
    else take(merger.filled({ source: source(one.doc), seq: send, body: { kind: 'bytes', bytes: bytes(send) } }, now));
  }
  return got;
}

describe('joining the page tap with webRequest', () => {
  it('gives every request its own body, however the two witnesses interleave', () => {
    fc.assert(
      fc.property(sends, fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }), (all, picks) => {
        const merger = new WitnessMerger();
        const got = run(merger, all, interleaved(all, picks));
        expect(Object.fromEntries(got)).toEqual(Object.fromEntries(all.map((_, n) => [`r${n}`, `body ${n}`])));
        expect(merger.waiting()).toEqual({ requests: 0, reports: 0, reportBytes: 0, reading: 0 });
        expect(merger.takeDropped()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a request no body of another document, address or transport, whatever is missing; what meets nothing is counted', () => {
    fc.assert(
      fc.property(sends, fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }), fc.array(fc.boolean(), { minLength: 1 }), (all, picks, lost) => {
        const merger = new WitnessMerger();
        const steps = interleaved(all, picks).filter((step, i) => step.kind === 'fill' || !lost[i % lost.length]);
        const reported = new Set(steps.filter((step) => step.kind === 'report').map((step) => step.send));
        const got = run(merger, all, steps.filter((step) => step.kind !== 'fill' || reported.has(step.send)));
        for (const [id, text] of got) {
          const [request, report] = [all[Number(id.slice(1))], all[Number(text.slice(5))]];
          expect([request?.doc, request?.url, request?.via]).toEqual([report?.doc, report?.url, report?.via]);
        }
        expect(new Set(got.values()).size).toBe(got.size);
        merger.expire(MERGE_LIMITS.fillMs * 2);
        expect(merger.takeDropped()).toBe(reported.size - got.size);
        expect(merger.waiting()).toEqual({ requests: 0, reports: 0, reportBytes: 0, reading: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its memory within bounds, whatever a page reports', () => {
    const limits = { ...MERGE_LIMITS, waiting: 5, waitingBytes: 1_000 };
    fc.assert(
      fc.property(fc.array(fc.record({ doc: fc.nat(3), url: fc.nat(50), size: fc.nat(900), isRequest: fc.boolean() }), { maxLength: 100 }), (all) => {
        const merger = new WitnessMerger(limits);
        for (const [n, { doc, url, size, isRequest }] of all.entries()) {
          const send: Send = { doc, url, via: 'fetch', reads: false };
          if (isRequest) merger.sighted(requestOf(send, n), 0);
          else merger.reported({ ...reportOf(send, n), body: size % 2 ? { kind: 'coming' } : { kind: 'bytes', bytes: new Uint8Array(size) } }, 0);
          const waiting = merger.waiting();
          expect(Math.max(waiting.requests, waiting.reports, waiting.reading)).toBeLessThanOrEqual(limits.waiting);
          expect(waiting.reportBytes).toBeLessThanOrEqual(limits.waitingBytes);
        }
      }),
    );
  });
});
