import { describe, expect, it } from 'vitest';
import { tableText } from '../../../lib/archive/table.ts';
import { widthOf } from '../../../lib/archive/terminal-text.ts';
import { archive, event, finding, LEDGER, request, session, T } from '../../fakes/archive.ts';

const table = (parts: object = {}, width = 100) => [...tableText(archive(parts), { width, color: false })].join('');

describe('the table', () => {
  it('shows sessions with their footsteps, findings and the capture ledger', () => {
    expect(table()).toBe(`sentry 00ff00ff00ff00ff00ff00ff00ff00ff live
  user     u-1
  at       https://o1.ingest.example.test, project 42
  time     2026-11-21 08:00:00 UTC, 5 s; 1 footstep, 1 error, 1 request
  began    declaredStart, certain: It said init.
  server   Nothing closes it. Lasts 5 s.
  +0.000 ! error       TypeError: x is not a function / 200
  warning session.sample
          It is only a sample.

1 session, 1 footstep, 1 finding; 1 candidate request: 1 decoded
`);
  });

  it('keeps to the width with long names in any script, and never cuts a session id', () => {
    const id = 'f'.repeat(140);
    const long = table({
      sessions: [session('s1', { sessionId: id })],
      events: [event('e1', { name: '長い名前'.repeat(80), page: `https://shop.example.test/${'deep/'.repeat(50)}` }), event('e2', { name: 'short', occurredAt: T + 3_725_004 })],
    }, 80);
    expect(long).toContain(id);
    for (const line of long.split('\n').filter((l) => !l.includes(id))) expect(widthOf(line)).toBeLessThanOrEqual(80);
    expect(long).toContain('+1:02:05.004');
  });

  it('lets no text of the wire command the terminal', () => {
    const evil = '\u001b]0;owned\u0007\u001b[2Jx';
    const text = table({
      sessions: [session('s1', { sessionId: evil, protocol: evil, endpoint: { collector: evil, project: evil }, identity: { userId: evil, name: evil }, start: { cause: 'unknown', confidence: 'guess', evidence: evil, previousKey: evil } })],
      events: [event('e1', { name: evil, page: evil }), event('e2', { sessionKey: null, name: evil })], findings: [finding({ message: evil, code: evil, sessionKey: null, requestId: evil })],
      requests: [request('r1', { outcome: { kind: 'failed', error: evil, endedAt: T } })],
    });
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('names the sessions before and after by id, and one without an id by what makes it', () => {
    const text = table({ sessions: [
      session('s1', { state: 'ended', end: { cause: 'idleTimeout', confidence: 'certain', evidence: 'Silence.', nextKey: 's2' } }),
      session('s2', { sessionId: null, basis: 'identity', start: { cause: 'idleTimeout', confidence: 'certain', evidence: 'Silence.', previousKey: 's1' } }),
    ] });
    expect(text).toContain('idleTimeout, certain: Silence. (followed by 08:00:00)');
    expect(text).toContain('idleTimeout, certain: Silence. (after 00ff00ff00ff…)');
    expect(text).toContain('sentry (the server makes the id) live');
  });

  it('shows events of no session apart, and says once what was found in many requests', () => {
    const text = table({
      sessions: [], events: [event('e1', { sessionKey: null, isError: false, kind: 'page', name: 'Home' })],
      findings: [1, 2, 3].map((n) => finding({ sessionKey: null, requestId: `r${n}`, message: 'No UTF-8.' })), captureLedger: { ...LEDGER, candidates: 3, decoded: 0, partly: 3 },
    });
    expect(text).toBe(`Without a session
  from 2026-11-21 08:00:00 UTC
  +0.000 page          Home / 200

Findings
  warning session.sample
          No UTF-8. (3 times, first in r1)

0 sessions, 1 footstep, 3 findings; 3 candidate requests: 3 partly decoded
`);
  });

  it('shows how the last sending of a footstep went, and how often it was sent', () => {
    const requests = [request('r1', { outcome: { kind: 'responded', status: 503, endedAt: T } }), request('r2', { outcome: { kind: 'failed', error: 'net::ERR_ABORTED', endedAt: T } }), request('r3', { outcome: { kind: 'responded', status: 202, endedAt: T } })];
    expect(table({ requests, events: [event('e1', { repeats: 2, repeatedBy: ['r2', 'r3'] })] })).toContain(' 202 ×3\n');
    expect(table({ requests, events: [event('e1', { repeats: 1, repeatedBy: ['r2'] })] })).toContain(' ABORTED ×2\n');
    expect(table({ requests: [], events: [event('e1', { repeats: 1, repeatedBy: ['gone'] })] })).toContain(' ×2\n');
  });

  it('is one line for an empty archive', () => {
    expect(table({ requests: [], events: [], sessions: [], findings: [], captureLedger: null })).toBe('0 sessions, 0 footsteps, 0 findings; 0 requests\n');
  });

  it('is coloured where asked for', () => {
    expect([...tableText(archive(), { width: 100, color: true })].join('')).toContain('\u001b[31m! error');
  });
});
