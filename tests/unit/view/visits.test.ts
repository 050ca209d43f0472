import { describe, expect, it } from 'vitest';
import { asProtocolId } from '../../../lib/domain/event.ts';
import type { Session } from '../../../lib/domain/session.ts';
import { visitsOf, visitWith } from '../../../lib/view/visits.ts';
import { demoSession, manySessions, NOW } from '../../fakes/demo-sessions.ts';

const MINUTE = 60_000;
/** A session from minute to minute before now; open where `to` is 0. */
const session = (id: string, vendor: string, from: number, to: number, overrides: Partial<Session> = {}): Session =>
  demoSession(id, { protocol: asProtocolId(vendor), startedAt: NOW - from * MINUTE, lastActivityAt: NOW - to * MINUTE, endedAt: to > 0 ? NOW - to * MINUTE : null, state: to > 0 ? 'ended' : 'live', ...overrides });
const groups = (...sessions: Session[]) => visitsOf(sessions, NOW).map((visit) => visit.sessions.map(({ key }) => key).join(' '));

describe('sessions are of one visit', () => {
  it('when they overlap in a tab of a site, or follow within a minute', () => {
    expect(groups(session('a', 'x', 30, 20), session('b', 'y', 25, 0), session('c', 'x', 19.5, 0))).toEqual(['a b c']);
    expect(groups(session('a', 'x', 30, 20), session('c', 'x', 10, 0))).toEqual(['c', 'a']);
  });
  it('not on other sites, nor in other tabs; ports and subdomains are no other site', () => {
    expect(groups(session('a', 'x', 10, 0), session('b', 'y', 10, 0, { site: 'https://other.example' })).length).toBe(2);
    expect(groups(session('a', 'x', 10, 0), session('b', 'y', 10, 0, { tabIds: [9] })).length).toBe(2);
    expect(groups(session('a', 'x', 10, 0), session('b', 'y', 10, 0, { site: 'http://www.shop.example:8080' })).length).toBe(1);
    expect(groups(session('a', 'x', 10, 0, { site: 'http://10.0.0.1' }), session('b', 'y', 10, 0, { site: 'http://10.1.0.1' })).length).toBe(2);
  });
  it('by the site alone where tabs are not known; without either none is tied', () => {
    expect(groups(session('a', 'x', 10, 0, { tabIds: [] }), session('b', 'y', 10, 0))).toEqual(['a b']);
    expect(groups(session('a', 'x', 10, 0, { tabIds: [], site: null }), session('b', 'y', 10, 0)).length).toBe(2);
  });
  it('through another that has both tabs', () => {
    expect(groups(session('a', 'x', 10, 0, { tabIds: [1] }), session('b', 'x', 9, 0, { tabIds: [2] }), session('c', 'y', 10, 0, { tabIds: [1, 2] }))).toEqual(['a c b']);
  });
  it('each in one visit, quickly with a thousand', () => {
    const sessions = manySessions(1000);
    const visits = visitsOf(sessions, NOW);
    expect(visits.flatMap((visit) => visit.sessions).length).toBe(1000);
    expect(visitWith(visits, (sessions[0] as Session).key)?.sessions).toContain(sessions[0]);
  });
});

describe('vendors disagree', () => {
  const of = (...sessions: Session[]) => visitsOf(sessions, NOW)[0]?.disagreements;
  it('where one changed sessions and another did not', () => {
    expect(of(session('a', 'x', 30, 20), session('b', 'y', 30, 0), session('c', 'x', 19.9, 0))).toEqual([{ what: 'rotation', rotated: [{ protocol: 'x', times: 1 }], kept: ['y'] }]);
  });
  it('but not where one has a session for each tab', () => {
    expect(of(session('a', 'x', 30, 0, { tabIds: [1] }), session('b', 'y', 30, 0, { tabIds: [1, 2] }), session('c', 'x', 20, 0, { tabIds: [2] }))).toEqual([]);
  });
  it('where they name different users', () => {
    expect(of(session('a', 'x', 5, 0, { identity: { userId: 'u-1' } }), session('b', 'y', 5, 0, { identity: { userId: 'ada' } }), session('c', 'z', 5, 0))).toEqual([
      { what: 'user', users: [{ protocol: 'x', userId: 'u-1' }, { protocol: 'y', userId: 'ada' }] },
    ]);
  });
  it('where one ended while the other went on', () => {
    expect(of(session('a', 'x', 30, 20), session('b', 'y', 30, 0))).toEqual([{ what: 'end', ended: [{ protocol: 'x', at: NOW - 20 * MINUTE }], active: ['y'] }]);
    expect(of(session('a', 'x', 30, 0.5), session('b', 'y', 30, 0))).toEqual([]);
  });
});
