import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { htmlText } from '../../../lib/archive/write-html.ts';
import { archive, event, finding, request, session, T } from '../../fakes/archive.ts';

const textOf = async (of: Archive): Promise<string> => (await collect(htmlText(partsOf(of)))).join('');

/** The page as a browser reads it; its scripts, had it any, do not run. */
async function pageOf(of: Archive) {
  const { document } = new Window({ settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true, disableCSSFileLoading: true } });
  document.write(await textOf(of));
  return document;
}
const textIn = (element: { readonly textContent: string | null } | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

describe('the HTML report', () => {
  it('tells of a session who, where, when, why it began and ended, what was found, and each footstep', async () => {
    const end = { cause: 'idleTimeout', confidence: 'certain', evidence: 'Half an hour of silence.', nextKey: 's2' };
    const page = await pageOf(archive({
      requests: [request('r1'), request('r2', { outcome: { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT', endedAt: T } })],
      sessions: [session('s1', { sessionId: '8745632109876543210', endedAt: T + 60_000, state: 'expired', end, site: 'https://shop.example.test' }), session('s2', { sessionId: null, basis: 'identity', startedAt: T + 90_000, serverView: null })],
      events: [event('e1'), event('e2', { occurredAt: T + 1500, kind: 'page', isError: false, name: 'Cart', page: 'https://shop.example.test/cart?x=1', requestId: 'r2', repeatedBy: ['r2'] }), event('e3', { sessionKey: null, name: 'Lost' })],
      findings: [finding(), finding({ code: 'other.code', sessionKey: null, message: 'About a request.' })],
      extra: { gaps: [{ from: T, to: T + 60_000, why: 'paused', lost: 3 }, { from: T, to: null, why: 'storageFull', lost: null }] },
    }));
    expect(textIn(page.querySelector('h1'))).toBe('Footsteps report: shop.example.test');
    const [first, second] = [...page.querySelectorAll('.session')];
    expect(textIn(first ?? null)).toContain('1. sentry 8745632109876543210 expired');
    expect(textIn(first?.querySelector('dl') ?? null)).toContain('EndedHalf an hour of silence. idleTimeout certain; followed by s2');
    expect(textIn(first?.querySelector('.findings') ?? null)).toBe('warning session.sample It is only a sample.');
    expect([...(first?.querySelectorAll('.steps tbody tr') ?? [])].map(textIn)).toEqual(['08:00:00+0.000! errorTypeError: x is not a function/200', '08:00:01+1.500pageCart/cartBLOCKED_BY_CLIENT ×2']);
    expect(textIn(second?.querySelector('h2') ?? null)).toBe('2. sentry the server makes the id live');
    expect(textIn(page.querySelector('main'))).toContain('Without a session');
    expect(textIn(page.querySelector('main'))).toContain('other.code About a request.');
    expect(textIn(page.querySelector('.capture'))).toContain('2026-11-21 08:00:00 UTC to 2026-11-21 08:01:00 UTC (1 min): paused, 3 requests lost');
    expect(textIn(page.querySelector('.capture'))).toContain('and still: no room to store');
  });

  it('holds no script and nothing from outside, and forbids both', async () => {
    const text = await textOf(archive());
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|\bsrc=|url\(|@import/i);
    expect([...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href).filter((href) => !href?.startsWith('#'))).toEqual([]);
  });

  it('shows hostile text as text, wherever it stands', async () => {
    const script = ['javascript', 'alert(1)'].join(':');
    const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)></style></title>\u202e\u0000${script}`;
    const shown = evil.replace('\u202e', '·').replace('\u0000', '·');
    const endpoint = { collector: evil, project: evil };
    const page = await pageOf(archive({
      exporter: { name: evil, version: evil },
      sessions: ['s1', evil].map((key) => session(key, {
        sessionId: evil, protocol: evil, endpoint, site: evil, identity: { userId: evil, name: evil }, attributes: { [evil]: evil, __proto__: { x: evil } },
        start: { cause: 'firstSeen', confidence: 'guess', evidence: evil, previousKey: evil }, serverView: { closesAt: null, durationMs: 1, online: null, rule: evil },
      })),
      events: [event('e1', { name: evil, page: evil, protocol: evil }), event('e2', { sessionKey: evil, page: script, name: evil })],
      requests: [request('r1', { outcome: { kind: 'failed', error: evil, endedAt: T } })],
      findings: [finding({ code: evil, message: evil }), finding({ sessionKey: null, code: evil, message: evil })],
      extra: { gaps: [{ from: T, to: null, why: evil, lost: 1 }, { from: 'x', to: {}, why: 5 }, null, { from: T, to: null, why: '__proto__', lost: null }, 7] },
    }));
    expect(page.querySelectorAll('script, img, link, iframe, svg, object, form')).toHaveLength(0);
    expect(page.querySelectorAll('style')).toHaveLength(1);
    expect([...page.querySelectorAll('*')].flatMap((element) => [...element.attributes].map(({ name }) => name)).filter((name) => name.startsWith('on'))).toEqual([]);
    expect(textIn(page.querySelector('.steps tbody td:nth-child(4)'))).toBe(shown);
    expect(textIn(page.querySelector('.session h2 .id'))).toBe(shown);
  });

  it('shows so much as a person reads, and counts the rest', async () => {
    const events = Array.from({ length: 1500 }, (_, i) => event(`e${i}`, { occurredAt: T + i, name: `step ${i}` }));
    const page = await pageOf(archive({ events, findings: Array.from({ length: 300 }, () => finding()), sessions: Array.from({ length: 600 }, (_, i) => session(`s${i + 1}`, { startedAt: T + i })) }));
    const rows = [...page.querySelectorAll('#s1 .steps tbody tr')].map(textIn);
    expect([rows.length, rows[199]?.includes('step 199'), rows[200], rows[201]?.includes('step 700')]).toEqual([1001, true, '500 footsteps in between not shown', true]);
    expect(textIn(page.querySelector('#s1 .findings .left'))).toBe('100 more findings not shown');
    expect(page.querySelectorAll('.session')).toHaveLength(500);
    expect(textIn(page.querySelector('main'))).toContain('100 more sessions not shown.');
  });

  it('stays of a bounded size with huge texts and no end of footsteps', async () => {
    const huge = 'x'.repeat(1_000_000);
    const sessions = Array.from({ length: 30 }, (_, i) => session(`s${i}`, { startedAt: T + i }));
    const events = Array.from({ length: 30_000 }, (_, i) => event(`e${i}`, { occurredAt: T + i, sessionKey: `s${i % 30}`, name: i < 100 ? huge : 'step' }));
    const text = await textOf(archive({ sessions, events }));
    expect(text.length).toBeLessThan(6_000_000);
    const left = [...text.matchAll(/(\d+) footsteps? in between not shown/g)].reduce((n, [, count]) => n + Number(count), 0);
    expect(left + [...text.matchAll(/<td class="page">/g)].length).toBe(30_000);
  });

  it('says so where there is nothing', async () => {
    const page = await pageOf(archive({ requests: [], events: [], sessions: [], findings: [], captureLedger: null }));
    expect(textIn(page.querySelector('body'))).toBe('Footsteps report 0 sessions, 0 footsteps, 0 errors, 0 findings. Written 2026-11-21 08:00:09 UTC by Footsteps 0.1.0. All times are UTC. What was captured Not told. Gaps No time without recording is known.');
  });
});
