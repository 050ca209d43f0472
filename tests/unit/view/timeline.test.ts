import { describe, expect, it } from 'vitest';
import { bySession, extentOf, laneOf, timelineRows } from '../../../lib/view/timeline.ts';
import { demoFootstep, fewFootsteps } from '../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, demoSession, NOW } from '../../fakes/demo-sessions.ts';

const NOTHING = { now: NOW, tracks: [], gaps: [] };
const stretches = (session: ReturnType<typeof demoSession>, at: readonly number[]) =>
  laneOf(session, at.map((ms, n) => demoFootstep(session, n, ms)), NOTHING).stretches.map(({ from, to, kind }) => [kind, from - session.startedAt, to - session.startedAt]);

describe('a lane', () => {
  it('has every footstep as a mark, in order, errors as such', () => {
    const session = demoSession('one');
    const marks = laneOf(session, fewFootsteps(session), NOTHING).marks;
    expect(marks.map((mark) => mark.at)).toEqual(marks.map((mark) => mark.at).toSorted((a, b) => a - b));
    expect(Map.groupBy(marks, (mark) => mark.kind).get('error')).toHaveLength(2);
    expect(marks).toHaveLength(fewFootsteps(session).length);
  });
  it('ends where the session did, also where the store has not yet looked, or goes on to now', () => {
    expect(laneOf(demoSession('a'), [], NOTHING)).toMatchObject({ open: true, to: NOW });
    expect(laneOf(demoSession('b', { upcoming: [{ at: NOW - 5, state: 'expired' }] }), [], NOTHING)).toMatchObject({ open: false, to: NOW - 5 });
  });
  it('shows long silences, and the wait for the time-out', () => {
    const over = demoSession('a', { lastActivityAt: NOW - 100_000, endedAt: NOW, state: 'expired', counts: { events: 4, errors: 0, heartbeats: 0, requests: 4 } });
    expect(stretches(over, [0, 20_000, 180_000, 200_000])).toEqual([['active', 0, 20_000], ['idle', 20_000, 180_000], ['active', 180_000, 200_000], ['after', 200_000, 300_000]]);
  });
  it('claims no silence where older footsteps are not loaded', () => {
    const session = demoSession('a', { lastActivityAt: NOW, counts: { events: 50, errors: 0, heartbeats: 0, requests: 4 } });
    expect(stretches(session, [200_000, 300_000])).toEqual([['active', 0, 200_000], ['idle', 200_000, 300_000]]);
  });
});

it('has rows by vendor, newest session first, and the tabs of its sessions on top', () => {
  const tracks = [{ tabId: 7, pages: [], hidden: [], unknownUntil: null }, { tabId: 8, pages: [], hidden: [], unknownUntil: null }];
  const rows = timelineRows(DEMO_SESSIONS, tracks, (protocol) => protocol);
  expect(rows.map((row) => (row.type === 'session' ? `  ${row.key.slice(0, 15)}` : row.key))).toEqual([
    'tab:7', 'vendor:exceptionless', '  exceptionless:a', '  exceptionless:a', 'vendor:rudderstack', '  1795255800123', 'vendor:sentry', '  9f3c51d07be44a1', '  b1946ac92492d23',
    'vendor:snowplow', '  0b6cf7a2-4a3e-4', '  snowplow-13',
  ]);
});
it('reaches from the first start to the last end, or to now', () => {
  expect(extentOf([], NOW)).toBeNull();
  const over = demoSession('a', { startedAt: NOW - 90_000, lastActivityAt: NOW - 80_000, endedAt: NOW - 70_000, state: 'ended' });
  expect(extentOf([over], NOW)).toEqual({ from: NOW - 90_000, to: NOW - 70_000 });
  expect(extentOf([over, demoSession('b')], NOW)).toEqual({ from: NOW - 300_000, to: NOW });
});
it('gives each session its footsteps', () => {
  const [a, b] = [demoSession('a'), demoSession('b')];
  const own = bySession([demoFootstep(a, 1, 0), demoFootstep(b, 2, 1), demoFootstep(a, 3, 2), demoFootstep(b, 4, 3, { sessionKey: null })]);
  expect([own.get(a.key)?.length, own.get(b.key)?.length, own.size]).toEqual([2, 1, 2]);
});
