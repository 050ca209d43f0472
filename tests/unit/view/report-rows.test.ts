import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SORT_IDS } from '../../../lib/view/report-address.ts';
import { groupTotals, releaseOf, reportLines, sortSessions, type RowContext } from '../../../lib/view/report-rows.ts';
import { demoSession, manySessions, NOW } from '../../fakes/demo-sessions.ts';

const context: RowContext = { now: NOW, vendorName: (protocol) => protocol.toUpperCase(), findings: new Map([['b', 3]]) };
const a = demoSession('a', { site: 'https://b.example', startedAt: NOW - 100_000, identity: { userId: 'zoe' }, attributes: { release: 'r1' }, counts: { events: 1, errors: 5, heartbeats: 0, requests: 1 } });
const b = demoSession('b', { site: null, startedAt: NOW - 50_000, identity: {}, attributes: { appVersion: 'r2' } });
const c = demoSession('c', { site: 'https://b.example', startedAt: NOW - 10_000, identity: { userId: 'ada' }, endedAt: NOW - 5_000, state: 'ended' });
const keys = (by: (typeof SORT_IDS)[number], descending: boolean): string[] => sortSessions([a, b, c], { by, descending }, context).map(({ key }) => key);

describe('the table of the report', () => {
  it('sorts by any column; what is not known stands last both ways, and what is equal by its start', () => {
    expect(keys('started', true)).toEqual(['c', 'b', 'a']);
    expect(keys('user', false)).toEqual(['c', 'a', 'b']);
    expect(keys('user', true)).toEqual(['a', 'c', 'b']);
    expect(keys('errors', true)).toEqual(['a', 'c', 'b']);
    expect(keys('findings', true)).toEqual(['b', 'c', 'a']);
    expect(keys('state', false)).toEqual(['b', 'a', 'c']);
  });

  it('keeps every session, whatever it is sorted by', () => {
    const many = manySessions(50);
    fc.assert(fc.property(fc.constantFrom(...SORT_IDS), fc.boolean(), (by, descending) => {
      expect(new Set(sortSessions(many, { by, descending }, context))).toEqual(new Set(many));
    }));
  });

  it('groups by what sessions have in common, in the order of their first; folded, a group shows its head alone', () => {
    expect(reportLines([c, b, a], 'none', new Set(), context).map(({ key }) => key)).toEqual(['c', 'b', 'a']);
    const lines = reportLines([c, b, a], 'site', new Set(), context);
    expect(lines.map((line) => (line.type === 'group' ? line.label : line.key))).toEqual(['b.example', 'c', 'a', 'site unknown', 'b']);
    expect(reportLines([c, b, a], 'site', new Set(['site:https://b.example']), context).map(({ key }) => key)).toEqual(['site:https://b.example', 'site', 'b']);
    expect(reportLines([a, b, c], 'user', new Set(), context).filter(({ type }) => type === 'group').map((line) => line.type === 'group' && line.label)).toEqual(['zoe', 'user unknown', 'ada']);
    expect(reportLines([a, b, c], 'release', new Set(), context).flatMap((line) => (line.type === 'group' ? line.label : []))).toEqual(['r1', 'r2', 'release unknown']);
    expect(reportLines([a], 'vendor', new Set(), context)[0]).toMatchObject({ label: 'SENTRY' });
  });

  it('adds a group up', () => {
    expect(groupTotals({ sessions: [a, b, c] }, NOW)).toMatchObject({ open: 2, users: 2, events: 25, errors: 5, first: NOW - 100_000, last: NOW - 8_000 });
  });

  it('finds the release under what vendors call it', () => {
    expect([releaseOf(a), releaseOf(b), releaseOf(c), releaseOf({ attributes: { release: 7 } })]).toEqual(['r1', 'r2', null, null]);
  });
});
