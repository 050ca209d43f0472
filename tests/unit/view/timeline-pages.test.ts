import { describe, expect, it } from 'vitest';
import { SHOWN_MOMENTS, type TabMoment } from '../../../lib/domain/tab-moment.ts';
import { hiddenTogether, navigationsOf, openedBefore, tabTracks } from '../../../lib/view/timeline-pages.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('one');
const T0 = session.startedAt;
const on = (n: number, at: number, page: string | null, tabId: number | null = 1) => demoFootstep(session, n, at, { page, tabId });
const moment = (at: number, what: TabMoment['what'], tabId = 1): TabMoment => ({ tabId, at: T0 + at, what });
const opened = (at: number, offScreen: boolean): TabMoment => ({ tabId: 1, at: T0 + at, what: 'navigated', offScreen });

describe('pages', () => {
  it('change as footsteps name another page, and load where the browser said so', () => {
    const [track] = tabTracks([on(1, 100, '/a'), on(2, 5_000, '/a'), on(3, 20_100, '/b'), on(4, 40_000, '/c')], [moment(0, 'navigated'), moment(20_000, 'navigated')]);
    expect(track?.pages.map(({ from, to, url, loaded }) => [from - T0, to === null ? null : to - T0, url, loaded])).toEqual([[0, 20_000, '/a', true], [20_000, 40_000, '/b', true], [40_000, null, '/c', false]]);
  });
  it('that load again are lines too; what the page before says as it goes is none', () => {
    const steps = [on(1, 0, '/a'), on(2, 30_050, '/a'), on(3, 30_300, '/b')];
    expect(navigationsOf(tabTracks(steps, [moment(10_000, 'navigated'), moment(30_000, 'navigated')])).map(({ at, url }) => [at - T0, url])).toEqual([[10_000, null], [30_000, '/b']]);
  });
  it('are of one tab each, and a first page that nobody saw load is no line', () => {
    const tracks = tabTracks([on(1, 0, '/a'), on(2, 10, '/x', 2), on(3, 50_000, '/b'), on(4, 60_000, '/', null)], []);
    expect(tracks.map((track) => [track.tabId, track.pages.length])).toEqual([[1, 2], [2, 1]]);
    expect(navigationsOf(tracks).map(({ url }) => url)).toEqual(['/b']);
  });
});

it('is opened before what it leads to, by seconds', () => {
  const tracks = tabTracks([on(1, 0, '/a')], [moment(-60_000, 'navigated'), moment(-1_200, 'navigated')]);
  expect(openedBefore(tracks, T0)).toBe(T0 - 1_200);
  expect(openedBefore(tracks, T0 + 30_000)).toBe(T0 + 30_000);
});

describe('visibility', () => {
  it('pairs what went off screen with what came back', () => {
    const [track] = tabTracks([on(1, 0, '/a')], [moment(0, 'shown'), moment(10, 'hidden'), moment(20, 'hidden'), moment(30, 'shown'), moment(50, 'hidden')]);
    expect(track?.hidden.map(({ from, to }) => [from - T0, to === null ? null : to - T0])).toEqual([[10, 30], [50, null]]);
  });
  it('is known from the opening of a page on, also of a tab that was never looked at', () => {
    const [track] = tabTracks([on(1, 100, '/a')], [opened(0, true), moment(5_000, 'shown'), opened(6_000, false), moment(7_000, 'hidden'), opened(8_000, true)]);
    expect(track?.hidden.map(({ from, to }) => [from - T0, to === null ? null : to - T0])).toEqual([[0, 5_000], [7_000, null]]);
    expect(track?.unknownUntil).toBeNull();
  });
  it('of a tab that is told to be on screen a moment after its page was opened has no dark beginning', () => {
    expect(tabTracks([on(1, 100, '/a')], [opened(0, true), moment(80, 'shown')])[0]).toMatchObject({ hidden: [], unknownUntil: null });
  });
  it('is not known before it was told: what comes may have been hidden, what goes was seen', () => {
    const until = (...moments: TabMoment[]) => tabTracks([on(1, 0, '/a'), on(2, 90_000, '/a')], moments)[0]?.unknownUntil;
    expect([until(moment(5_000, 'shown')), until(moment(5_000, 'hidden')), until(moment(300, 'shown')), until(), until(moment(0, 'navigated'))]).toEqual([T0 + 5_000, null, null, Infinity, Infinity]);
  });
  it('is not known before the oldest change that was read', () => {
    const many = Array.from({ length: SHOWN_MOMENTS }, (_, i) => moment(10_000 + i, i % 2 ? 'shown' : 'hidden'));
    expect(tabTracks([on(1, 0, '/a')], many)[0]?.unknownUntil).toBe(T0 + 10_000);
  });
  it('of a session with two tabs is gone while both are', () => {
    const tracks = tabTracks([on(1, 0, '/a'), on(2, 0, '/b', 2)], [moment(10, 'hidden'), moment(20, 'hidden', 2), moment(30, 'shown')]);
    expect(hiddenTogether(tracks, [1, 2], T0 + 100)).toEqual([{ from: T0 + 20, to: T0 + 30 }]);
    expect(hiddenTogether(tracks, [1, 3], T0 + 100)).toEqual([]);
    expect(hiddenTogether(tracks, [], T0 + 100)).toEqual([]);
  });
});
