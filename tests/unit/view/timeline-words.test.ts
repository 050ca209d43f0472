import { describe, expect, it } from 'vitest';
import { asSessionKey } from '../../../lib/domain/session.ts';
import { laneOf } from '../../../lib/view/timeline.ts';
import { axisLabel, barTip, laneWords, markTip, tabTip, tabWords } from '../../../lib/view/timeline-words.ts';
import { fewFootsteps } from '../../fakes/demo-footsteps.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const ended = demoSession('9f3c51d07be44a1c8a5d20f7c1b9e3aa', {
  lastActivityAt: NOW - 100_000, endedAt: NOW - 60_000, state: 'ended', identity: { name: 'Ada' },
  end: { cause: 'declaredEnd', confidence: 'certain', evidence: 'The page sent the end of the session.', nextKey: asSessionKey('x') },
});
const time = { mode: 'relative' as const, origin: ended.startedAt, now: NOW };
const lane = laneOf(ended, fewFootsteps(ended), { now: NOW, tracks: [], gaps: [] });
const view = { from: ended.startedAt, to: NOW };

describe('an axis', () => {
  it('is no more exact than its lines are apart', () => {
    expect(axisLabel(time.origin + 90_000, 30_000, time)).toBe('+1:30');
    expect(axisLabel(time.origin + 1_500, 500, time)).toBe('+0:01.5');
    expect(axisLabel(NOW, 60_000, { ...time, mode: 'utc' })).toBe('10:14:30');
    expect(axisLabel(NOW - 86_400_000, 6 * 3_600_000, { ...time, mode: 'utc' })).toBe('11-20 10:14');
    expect(axisLabel(NOW - 86_400_000, 86_400_000, { ...time, mode: 'utc' })).toBe('2026-11-20');
  });
});

describe('a lane in words', () => {
  it('says what it is, why it began and ended, and what is on it', () => {
    expect(laneWords(lane, time)).toBe('9f3c51d0…e3aa, user Ada, ended 1 m 00 s ago. Began +0:00.0: Its start was sent. Ended +4:00.0: Its end was sent. 12 events, 1 heartbeat');
  });
  it('tells of beginning and end where they are pointed at, and of the stretch between', () => {
    expect(barTip(lane, lane.from + 1, view, time).lines[1]).toBe("The vendor's SDK announced it: the first update carries the start flag.");
    expect(barTip(lane, lane.to, view, time).lines).toEqual(['Ended +4:00.0: Its end was sent', 'The page sent the end of the session.']);
    expect(barTip(lane, lane.from + 100_000, view, time).lines[1]).toMatch(/^Active \+0:00\.0 to /);
  });
  it('names the footstep of a mark, and what was due and did not come', () => {
    const mark = lane.marks.find((one) => one.kind === 'error');
    const step = fewFootsteps(ended).find((one) => one.id === mark?.footstep);
    expect(mark && markTip(mark, step, 2, time)).toEqual({ title: "error: TypeError: Cannot read properties of undefined (reading 'price')", lines: ['+1:28.1', '2 more here', '/basket'] });
    expect(markTip({ at: time.origin, kind: 'missedBeat', footstep: null }, undefined, 0, time)).toEqual({ title: 'A heartbeat was due and none came', lines: ['+0:00.0'] });
  });
});

it('says what a tab showed, and when nobody could see it', () => {
  const track = { tabId: 1, pages: [{ from: time.origin, to: null, url: 'https://shop.example/a', loaded: true }], hidden: [{ from: time.origin + 10_000, to: time.origin + 20_000 }], unknownUntil: null };
  expect(tabWords(track)).toBe('1 page, out of sight once');
  expect(tabTip(track, time.origin + 15_000, time)).toEqual({ title: 'Page: /a', lines: ['+0:00.0', 'Out of sight +0:10.0 to +0:20.0 (10 s)'] });
  expect(tabTip(track, time.origin - 5, time)).toBeNull();
  expect(tabTip({ ...track, unknownUntil: time.origin + 5_000 }, time.origin + 1_000, time)?.lines[1]).toBe('Whether it was in sight is known from +0:05.0 on');
  expect(tabWords({ ...track, unknownUntil: time.origin + 5_000 })).toBe('1 page, out of sight once, not known at first whether in sight');
  expect(tabTip({ ...track, hidden: [], unknownUntil: Infinity }, time.origin + 1_000, time)?.lines[1]).toBe('Whether it was in sight is not known');
});
