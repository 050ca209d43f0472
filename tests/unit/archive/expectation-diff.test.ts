import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithExpectation, isLike } from '../../../lib/archive/expectation-diff.ts';
import type { Expectation, Observed, ObservedSession, ObservedStep, StepExpectation } from '../../../lib/archive/expectation.ts';

const step = (name: string, extra: Partial<ObservedStep> = {}): ObservedStep => ({ kind: 'track', name, page: '/', isError: false, delivered: true, ...extra });
const session = (extra: Partial<ObservedSession> = {}): ObservedSession => ({ id: 'abc', protocol: 'sentry', project: '42', began: 'declaredStart', ended: null, findings: [], footsteps: [], ...extra });
const names = (...list: string[]): StepExpectation[] => list.map((name) => ({ kind: 'track', name }));
const compare = (sessions: Expectation['sessions'], observed: readonly ObservedSession[], rest: Partial<Expectation> = {}, withoutSession: readonly ObservedStep[] = []) => compareWithExpectation({ sessions, ...rest }, { sessions: observed, withoutSession } satisfies Observed);

describe('compareWithExpectation', () => {
  it('finds nothing where nothing is otherwise, nor where nothing was said', () => {
    expect(compare([{ protocol: 'sentry' }], [session({ findings: ['x'], footsteps: [step('a')] })], {}, [step('lost')])).toEqual({ differences: 0, lines: [] });
    expect(compare([{ protocol: 'sentry', project: { like: '4*' }, began: 'declaredStart', ended: null, findings: [], footsteps: [{ kind: 'track', name: { like: 'Order *' }, page: '/', isError: false, delivered: true }] }], [session({ footsteps: [step('Order 1')] })]).differences).toBe(0);
  });

  it('tells missing, unexpected and changed footsteps with those around them', () => {
    const { differences, lines } = compare([{ protocol: 'sentry', footsteps: names('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h') }], [session({ footsteps: ['a', 'b', 'c', 'd', 'x', 'f', 'g', 'h', 'i'].map((name) => step(name)) })]);
    expect(differences).toBe(3);
    expect(lines).toEqual(['sentry, session 1 (abc)', '    …', '    track c on /', '    track d on /', '  - track e', '  + track x on /', '    track f on /', '    track g on /', '    track h on /', '  + track i on /']);
  });

  it.each<[string, StepExpectation, ObservedStep, string]>([
    ['page', { kind: 'track', page: '/cart' }, step('a'), '- track * on /cart'],
    ['error', { kind: 'track', isError: true }, step('a'), '- track * (an error)'],
    ['delivery', { kind: 'track', delivered: true }, step('a', { delivered: false }), '- track *'],
    ['page where there is none', { kind: 'track', page: '/' }, step('a', { page: null }), '- track * on /'],
  ])('tells another %s', (_what, want, got, line) => {
    const { differences, lines } = compare([{ protocol: 'sentry', footsteps: [want] }], [session({ footsteps: [got] })]);
    expect(differences).toBe(2);
    expect(lines).toContain(`  ${line}`);
  });

  it('takes a delivery that nobody saw for what was expected', () => {
    expect(compare([{ protocol: 'sentry', footsteps: [{ kind: 'track', delivered: true }] }], [session({ footsteps: [step('a', { delivered: null })] })]).differences).toBe(0);
  });

  it('tells why a session began, ended and what was found otherwise', () => {
    expect(compare([{ protocol: 'sentry', began: 'reset', ended: 'idleTimeout', findings: ['a.b'] }], [session({ findings: ['c.d', 'e.f'] })])).toEqual({
      differences: 3, lines: ['sentry, session 1 (abc)', '  ! began: expected reset, found declaredStart', '  ! ended: expected idleTimeout, found not yet', '  ! findings: expected a.b, found c.d, e.f'],
    });
    expect(compare([{ protocol: 'sentry', ended: null }], [session({ ended: 'reset' })]).lines).toContain('  ! ended: expected not yet, found reset');
  });

  it('counts sessions too many and too few, each vendor and project in its own order', () => {
    const observed = [session({ id: 's', protocol: 'snowplow', footsteps: [step('x')] }), session({ id: 'one' }), session({ id: 'other', project: '43' })];
    expect(compare([{ protocol: 'sentry', project: '43', footsteps: [] }, { protocol: 'sentry', project: '42' }, { protocol: 'krenalis', footsteps: names('a', 'b') }], observed)).toEqual({
      differences: 2, lines: ['krenalis, session 1', '  - expected, and not there (2 footsteps)', 'snowplow (s)', '  + not expected (began declaredStart, 1 footstep)'],
    });
  });

  it('compares what has no session where that is said', () => {
    expect(compare([], [], { withoutSession: [] }, [step('lost')])).toEqual({ differences: 1, lines: ['without a session', '  + track lost on /'] });
  });

  it('writes hostile text as one line without controls', () => {
    const { lines } = compare([{ protocol: 'sentry', footsteps: [] }], [session({ footsteps: [step('\u001b[31m\nred\u202e'.repeat(100))] })]);
    expect(lines).toHaveLength(2);
    // oxlint-disable-next-line no-control-regex
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(lines[1]?.length).toBeLessThan(200);
  });

  it('is quick with long lists that have nothing in common, and told so whole', () => {
    const [want, got] = [Array.from({ length: 20_000 }, (_, i) => `w${i}`), Array.from({ length: 20_000 }, (_, i) => step(`g${i}`))];
    expect(compare([{ protocol: 'sentry', footsteps: names(...want) }], [session({ footsteps: got })]).differences).toBe(40_000);
  });

  it('counts as many as a longest common run leaves', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    const common = (a: readonly string[], b: readonly string[]): number => (!a.length || !b.length ? 0 : a[0] === b[0] ? 1 + common(a.slice(1), b.slice(1)) : Math.max(common(a.slice(1), b), common(a, b.slice(1))));
    fc.assert(fc.property(list, list, (want, got) => {
      expect(compare([{ protocol: 'sentry', footsteps: names(...want) }], [session({ footsteps: got.map((name) => step(name)) })]).differences).toBe(want.length + got.length - 2 * common(want, got));
    }));
  });
});

describe('isLike', () => {
  it.each<[string, string, boolean]>([
    ['a', 'a', true], ['a', 'ab', false], ['*', '', true], ['*', 'x', true], ['a*', 'abc', true], ['*c', 'abc', true], ['a*c', 'ac', true], ['a*a', 'a', false], ['a*b*c', 'a-b-c', true], ['a*b*c', 'a-c-b', false],
    ['*b*', 'abc', true], ['**', 'x', true], ['a.c', 'abc', false], ['*ab*ab', 'ab', false], ['*ab*ab', 'abab', true],
  ])('%j for %j is %s', (pattern, text, like) => {
    expect(isLike(pattern, text)).toBe(like);
  });

  it('takes linear time', () => {
    expect(isLike('*a'.repeat(500) + '*b', 'a'.repeat(200_000))).toBe(false);
  });
});
