import { describe, expect, it } from 'vitest';
import { importedSession } from '../../../lib/domain/import.ts';
import { durationAt, endOf, isOpenAt, stateView } from '../../../lib/view/state.ts';
import { demoImport } from '../../fakes/demo-import.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const beating = demoSession('s', {
  startedAt: NOW - 60_000, lastActivityAt: NOW, upcoming: [{ at: NOW + 40_000, state: 'late' }, { at: NOW + 300_000, state: 'expired' }],
  heartbeat: { periodMs: 30_000, periodFrom: 'observed', seen: [NOW], nextDueAt: NOW + 30_000, suspended: false },
});

describe('state', () => {
  it('follows the stored times as time passes, without the store', () => {
    const at = (ms: number): string => stateView(beating, NOW + ms).text;
    expect(at(0)).toBe('live');
    expect(at(39_999)).toBe('live');
    expect(at(42_000)).toBe('late by 12 s');
    expect(at(300_000)).toBe('expired 0 ms ago');
    expect(at(360_000)).toBe('expired 1 m 00 s ago');
  });
  it('says how long an idle session is silent, and that a hidden tab explains it', () => {
    const idle = demoSession('i', { state: 'idle', lastActivityAt: NOW - 190_000 });
    expect(stateView(idle, NOW).text).toBe('idle 3 m 10 s');
    const hidden = { ...idle, heartbeat: { ...idle.heartbeat, suspended: true } };
    expect(stateView(hidden, NOW).text).toBe('idle 3 m 10 s, tab hidden');
  });
  it('counts the duration to now while it is open, to its end after', () => {
    expect(durationAt(beating, NOW + 5000)).toBe(65_000);
    expect(durationAt(demoSession('e', { state: 'ended', startedAt: NOW - 60_000, endedAt: NOW - 10_000 }), NOW)).toBe(50_000);
  });
  it('counts an expired session to its last sign of life, also where the store has not looked since', () => expect(durationAt(beating, NOW + 400_000)).toBe(60_000));
  it('takes live, late and idle for open', () => {
    expect([0, 50_000, 299_999, 300_000].map((ms) => isOpenAt(beating, NOW + ms))).toEqual([true, true, true, false]);
    expect(isOpenAt(demoSession('c', { state: 'crashed' }), NOW)).toBe(false);
  });
});

it('of a file is what it was when the file was written, whatever the time', () => {
  const session = { ...importedSession(demoImport({ asOf: NOW + 10_000 }), beating), lastActivityAt: NOW };
  const day = NOW + 86_400_000;
  expect(stateView(session, day).text).toBe('live');
  expect(durationAt(session, day)).toBe(70_000);
  expect(endOf(session, day)).toBe(NOW + 10_000);
});
