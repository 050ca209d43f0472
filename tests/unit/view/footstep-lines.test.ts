import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../lib/domain/ports.ts';
import { asSessionKey } from '../../../lib/domain/session.ts';
import type { Footstep } from '../../../lib/domain/views.ts';
import { footstepLines, type FootstepLine, type LinesInput } from '../../../lib/view/footstep-lines.ts';
import { COLUMNS, DEFAULT_LOOK, type FootstepLook } from '../../../lib/view/footstep-look.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

const session = demoSession('s');
const context = { vendorName: (id: string) => id, sessionOf: () => undefined, fields: [] };
let n = 0;
const step = (at: number, name: string, overrides: Partial<Footstep> = {}): Footstep => demoFootstep(session, n++, at * 1000, { name, page: 'https://x.example/a', ...overrides });
const beat = (at: number, overrides: Partial<Footstep> = {}): Footstep => step(at, `beat ${at}`, { kind: 'heartbeat', ...overrides });

const input = (footsteps: readonly Footstep[], look: Partial<FootstepLook> = {}, more: Partial<LinesInput> = {}): LinesInput =>
  ({ footsteps, gaps: [], until: null, look: { ...DEFAULT_LOOK, ...look }, toggled: new Set(), context, ...more });
const all = (given: LinesInput): FootstepLine[] => {
  const lines = footstepLines(given);
  return Array.from({ length: lines.count }, (_, i) => lines.at(i) as FootstepLine);
};
const told = (line: FootstepLine): string => {
  const indent = '  '.repeat(line.level - 1);
  if (line.type === 'footstep') return indent + line.footstep.name;
  if (line.type === 'gap') return `${indent}gap`;
  return line.type === 'page' ? `${indent}${line.line.page} (${line.line.count})` : `${indent}${line.line.beats.length} beats, ${line.line.everyMs}, ${line.line.missed} missed`;
};
const tell = (given: LinesInput): string[] => all(given).map(told);

describe('sorted', () => {
  const few = [step(1, 'b'), step(2, 'a', { kind: 'error' }), step(3, 'B'), step(4, 'c')];
  it('by time, newest first', () => {
    expect(tell(input(few, { sort: { by: 'time', descending: true } }))).toEqual(['c', 'B', 'a', 'b']);
  });
  it('by a text without regard to case; equal ones as they happened, in either direction', () => {
    expect(tell(input(few, { sort: { by: 'name', descending: false } }))).toEqual(['a', 'b', 'B', 'c']);
    expect(tell(input(few, { sort: { by: 'name', descending: true } }))).toEqual(['c', 'b', 'B', 'a']);
  });
  it('by a pinned field: numbers by size, what has none last', () => {
    const of = [10, 9, null, 100].map((line, i) => step(i, String(line), { data: line === null ? {} : { line } }));
    expect(tell(input(of, { sort: { by: 'field:line', descending: false } }))).toEqual(['9', '10', '100', 'null']);
    expect(tell(input(of, { sort: { by: 'field:line', descending: true } }))).toEqual(['100', '10', '9', 'null']);
  });
  it('by size, which is no text', () => {
    const of = [900, undefined, 1100].map((bodySize, i) => step(i, String(bodySize), bodySize === undefined ? {} : { bodySize }));
    expect(tell(input(of, { sort: { by: 'size', descending: true } }))).toEqual(['1100', '900', 'undefined']);
  });
});

describe('heartbeats', () => {
  const beats = [step(0, 'start'), beat(30), beat(60), beat(120), beat(150), step(160, 'click'), beat(180)];
  it('fold into one line between other footsteps, with their pace and what is missing; one alone stays', () => {
    expect(tell(input(beats, { foldBeats: true }))).toEqual(['start', '4 beats, 30000, 1 missed', 'click', 'beat 180']);
  });
  it('unfold below it', () => {
    const key = footstepLines(input(beats, { foldBeats: true })).keyAt(1);
    expect(tell(input(beats, { foldBeats: true }, { toggled: new Set([key]) })).slice(1, 4)).toEqual(['4 beats, 30000, 1 missed', '  beat 30', '  beat 60']);
  });
  it('of sessions that beat at once fold apart', () => {
    const other = { sessionKey: asSessionKey('other') };
    expect(tell(input([beat(0), beat(5, other), beat(10), beat(15, other), beat(20)], { foldBeats: true }))).toEqual(['3 beats, 10000, 0 missed', '2 beats, null, 0 missed']);
  });
  it('are missing by the period that is known of the session', () => {
    const sessionOf = () => demoSession('s', { heartbeat: { periodMs: 10_000, periodFrom: 'observed', seen: [], nextDueAt: null, suspended: false } });
    expect(tell(input([beat(0), beat(40)], { foldBeats: true }, { context: { ...context, sessionOf } }))).toEqual(['2 beats, 10000, 3 missed']);
  });
});

describe('by page', () => {
  const visit = [step(0, 'one'), step(1, 'two', { page: null }), step(2, 'three', { page: 'https://x.example/b' }), step(3, 'four', { page: 'https://x.example/b' }), step(4, 'five')];
  it('each visit is a group; what names no page happened on the one before', () => {
    expect(tell(input(visit, { byPage: true }))).toEqual(['https://x.example/a (2)', '  one', '  two', 'https://x.example/b (2)', '  three', '  four', 'https://x.example/a (1)', '  five']);
  });
  it('a folded group keeps its count', () => {
    const key = footstepLines(input(visit, { byPage: true })).keyAt(0);
    expect(tell(input(visit, { byPage: true }, { toggled: new Set([key]) })).slice(0, 2)).toEqual(['https://x.example/a (2)', 'https://x.example/b (2)']);
  });
  it('two tabs at once are not torn apart', () => {
    const other = { tabId: 99, page: 'https://x.example/b' };
    expect(tell(input([step(0, 'a'), step(1, 'b', other), step(2, 'c'), step(3, 'd', other)], { byPage: true }))).toEqual(['https://x.example/a (2)', '  a', '  c', 'https://x.example/b (2)', '  b', '  d']);
  });
  it('newest first turns groups and what is in them', () => {
    expect(tell(input(visit, { byPage: true, sort: { by: 'time', descending: true } })).slice(0, 4)).toEqual(['https://x.example/a (1)', '  five', 'https://x.example/b (2)', '  four']);
  });
});

describe('gaps', () => {
  const few = [step(0, 'a'), step(10, 'b')];
  const gap: Gap = { from: session.startedAt + 5000, to: session.startedAt + 6000, why: 'paused', lost: null };
  it('stand where recording stopped, whichever way time runs, else behind the rest', () => {
    expect(tell(input(few, {}, { gaps: [gap] }))).toEqual(['a', 'gap', 'b']);
    expect(tell(input(few, { sort: { by: 'time', descending: true } }, { gaps: [gap] }))).toEqual(['b', 'gap', 'a']);
    expect(tell(input(few, { byPage: true }, { gaps: [gap] }))).toEqual(['https://x.example/a (2)', '  a', '  gap', '  b']);
    expect(tell(input(few, { sort: { by: 'name', descending: true } }, { gaps: [gap] }))).toEqual(['b', 'a', 'gap']);
  });
});

it('shows every footstep once, in whatever look, and finds each line by its key', () => {
  const steps = fc.array(fc.record({ at: fc.nat(300), isBeat: fc.boolean(), page: fc.constantFrom(null, 'https://x.example/a', 'https://x.example/b'), tabId: fc.constantFrom(null, 1, 2) }), { maxLength: 30 });
  const look = fc.record({ sort: fc.record({ by: fc.constantFrom(...COLUMNS), descending: fc.boolean() }), byPage: fc.boolean(), foldBeats: fc.boolean() });
  fc.assert(fc.property(steps, look, (given, chosen) => {
    const footsteps = given.toSorted((a, b) => a.at - b.at).map(({ at, isBeat, page, tabId }) => step(at, `${at}`, { page, tabId, ...(isBeat ? { kind: 'heartbeat' as const } : {}) }));
    const lines = all(input(footsteps, chosen));
    const ids = lines.flatMap((line) => (line.type === 'footstep' ? [line.footstep.id] : line.type === 'beats' ? line.line.beats.map((one) => one.id) : []));
    expect(ids.toSorted()).toEqual(footsteps.map((one) => one.id).toSorted());
    const made = footstepLines(input(footsteps, chosen));
    lines.forEach((_, i) => expect(made.indexOf(made.keyAt(i))).toBe(i));
  }));
});
