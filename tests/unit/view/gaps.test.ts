import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../lib/domain/ports.ts';
import { gapRow, gapSentence, gapsOf, isGapLine, lineKey, withGaps } from '../../../lib/view/gaps.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const at = (h: number, m: number, day = 21): number => new Date(2026, 10, day, h, m).getTime();
const gap = (from: number, to: number | null, change: Partial<Gap> = {}): Gap => ({ from, to, why: 'paused', lost: null, ...change });
const NOW = at(12, 0);

describe('a gap in words', () => {
  it.each([
    [gap(at(10, 2), at(10, 5)), 'Not recording 10:02:00–10:05:00: paused', '3 m 00 s'],
    [gap(at(10, 2), null, { why: 'noPermission' }), 'Not recording since 10:02:00: not allowed to look', ''],
    [gap(at(10, 2, 20), at(10, 5, 20), { why: 'storageFull' }), 'Not recording 2026-11-20 10:02:00–10:05:00: could not be stored', '3 m 00 s'],
    [gap(at(23, 0, 20), at(9, 0), { why: 'browserClosed' }), 'Not recording 2026-11-20 23:00:00–09:00:00: browser or Footsteps closed', '10 h 00 m'],
    [gap(at(10, 2), at(10, 3), { why: 'workerLost', lost: 1 }), 'Not recording 10:02:00–10:03:00: the background was stopped, up to 1 request lost', '1 m 00 s'],
    [gap(at(10, 2), at(10, 5), { scope: { kind: 'site', host: 'shop.example' } }), 'Not recording shop.example 10:02:00–10:05:00: paused', '3 m 00 s'],
    [gap(at(10, 2), null, { scope: { kind: 'otherSites', hosts: ['a.example', 'b.example'] } }), 'Recording only a.example, b.example since 10:02:00: paused elsewhere', ''],
    [gap(at(10, 2), null, { scope: { kind: 'tab', tabId: 3 } }), 'Not recording a tab since 10:02:00: paused', ''],
  ])('%#', (one, words, lasted) => {
    expect(gapRow(one, NOW)).toEqual({ time: one.from, words, lasted });
  });

  it('as a sentence is of the latest', () => {
    expect(gapSentence([], NOW)).toBe('');
    expect(gapSentence([gap(at(10, 2), at(10, 5))], NOW)).toBe('Not recording 10:02:00–10:05:00 (paused).');
    expect(gapSentence([gap(at(11, 0), null), gap(at(10, 2), at(10, 5)), gap(at(9, 0), at(9, 1))], NOW)).toBe('Not recording since 11:00:00 (paused). And 2 times before.');
  });
});

it('are of what a view is about', () => {
  const all = [gap(1, 2), gap(2, 3, { scope: { kind: 'tab', tabId: 3 } }), gap(3, 4, { scope: { kind: 'site', host: 'shop.example' } })];
  const of = (tabId: number, site: string | null): readonly number[] => gapsOf(all, { tabIds: [tabId], sites: [site] }).map(({ from }) => from);
  expect(gapsOf(all, null)).toBe(all);
  expect([of(3, 'www.shop.example:8443'), of(4, 'https://shop.example/x'), of(4, 'other.example'), of(4, null)]).toEqual([[1, 2, 3], [1, 3], [1], [1, 3]]);
});

describe('gaps among footsteps', () => {
  const session = demoSession('s');
  const steps = [0, 10, 20].map((seconds, n) => demoFootstep(session, n, seconds * 1000, { name: `step ${seconds}` }));
  const [t0 = 0, t10 = 0, t20 = 0] = steps.map((step) => step.occurredAt);
  const shown = (gaps: readonly Gap[], until: number | null = null): string[] => withGaps(steps, gaps, until).map((line) => (isGapLine(line) ? `${line.gap.why} ${(line.gap.from - t0) / 1000}` : line.name));

  it('stand where recording stopped, in order', () => {
    expect(shown([gap(t10 + 3000, t10 + 4000), gap(t0 + 2000, t0 + 3000), gap(t10 + 1000, t10 + 2000, { why: 'workerLost' })])).toEqual(['step 0', 'paused 2', 'step 10', 'workerLost 11', 'paused 13', 'step 20']);
  });

  it('show from the first footstep on, to the end of the session', () => {
    const gaps = [gap(t0 - 9000, t0 - 1000), gap(t0 - 500, t0 + 500), gap(t20 + 1000, t20 + 2000), gap(t20 + 5000, null)];
    expect(shown(gaps)).toEqual(['paused -0.5', 'step 0', 'step 10', 'step 20', 'paused 21', 'paused 25']);
    expect(shown(gaps, t20 + 1000)).toEqual(['paused -0.5', 'step 0', 'step 10', 'step 20', 'paused 21']);
  });

  it('leave a list without any as it is', () => {
    expect(withGaps(steps, [], null)).toBe(steps);
    expect(withGaps([], [gap(t0, null)], null)).toEqual([]);
  });

  it('have keys of their own', () => {
    const lines = withGaps(steps, [gap(t0 + 1, null), gap(t0 + 1, null, { why: 'noPermission' })], null);
    expect(new Set(lines.map(lineKey)).size).toBe(5);
  });
});
