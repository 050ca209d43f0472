import { expect, test } from 'vitest';
import { footstepTable, textTable } from '../../../tools/demo/report.ts';

test('columns are aligned, long cells end in an ellipsis, line breaks stay inside their row', () => {
  const rows = [
    { name: 'a\nb', count: 7 },
    { name: 'a rather long name', count: 1_200 },
  ];
  const table = textTable(rows, [
    { title: 'name', text: (row) => row.name, max: 10 },
    { title: 'count', text: (row) => String(row.count), right: true },
  ]);
  expect(table.split('\n')).toEqual(['name        count', '──────────  ─────', 'a b             7', 'a rather …   1200']);
});

test('a footstep stands at its offset, with its session and how its request ended', () => {
  const session = {
    key: 'k', protocol: 'sentry', sessionId: 'abc', basis: 'declared' as const, startedAt: 1_000, lastActivityAt: 3_500, endedAt: null, state: 'live',
    start: { cause: 'firstSeen', evidence: '' }, end: null, counts: { events: 2, errors: 0, heartbeats: 0, requests: 2 }, identity: {},
  };
  const event = (id: string, requestId: string, occurredAt: number) => ({
    id, requestId, protocol: 'sentry', kind: 'error', name: id, occurredAt, sessionKey: 'k', page: null, isError: true,
  });
  const request = (id: string, outcome: { kind: string; status?: number; error?: string }) => ({ id, method: 'POST', url: 'http://c/', body: { kind: 'none' }, outcome, resourceType: null, tabId: null, pageUrl: null });
  const table = footstepTable({
    format: 'footsteps-archive',
    version: 1,
    findings: [],
    requests: [request('r1', { kind: 'responded', status: 202 }), request('r2', { kind: 'failed', error: 'net::ERR_FAILED' })],
    events: [event('second', 'r2', 3_500), event('first', 'r1', 1_000)],
    sessions: [session],
  });
  const lines = table.split('\n').slice(2);
  expect(lines[0]).toMatch(/^\+0\.0 s +sentry +error +first +abc +202$/);
  expect(lines[1]).toMatch(/^\+2\.5 s +sentry +error +second +abc +net::ERR_FAILED$/);
});
