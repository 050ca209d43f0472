import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventKind } from '../../../lib/domain/event.ts';
import type { Footstep } from '../../../lib/domain/views.ts';
import { compareAttributes, compareFootsteps, differenceText, stepText } from '../../../lib/view/report-compare.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const one = demoSession('one', { attributes: { release: '1', os: 'Linux', token: 'abc' }, identity: { userId: 'ada' } });
const other = demoSession('other', { attributes: { release: '2', os: 'Linux' }, identity: { userId: 'ada' } });
/** "p:home" is a page view of that name; "t:", "e:" and "h:" are feature usages, errors and heartbeats. */
const KINDS: { readonly [letter: string]: EventKind } = { p: 'page', t: 'track', e: 'error', h: 'heartbeat' };
const steps = (session: typeof one, ...words: readonly string[]): Footstep[] => words.map((word, n) => demoFootstep(session, n, n * 1000, { kind: KINDS[word[0] as string] as EventKind, name: word.slice(2) }));
const told = (a: readonly string[], b: readonly string[]): string[] =>
  compareFootsteps(steps(one, ...a), steps(other, ...b)).rows.map(({ mark, one: left, other: right }) => `${mark} ${left?.name ?? '-'} ${right?.name ?? '-'}`);

describe('two sessions compared', () => {
  it('are aligned by what both went through', () => {
    expect(told(['p:home', 't:search', 'p:shop', 't:pay'], ['p:home', 'p:shop', 'e:boom', 't:pay'])).toEqual(['same home home', 'missing search -', 'same shop shop', 'extra - boom', 'same pay pay']);
    expect(told([], ['p:home'])).toEqual(['extra - home']);
    expect(told(['p:home'], ['p:home'])).toEqual(['same home home']);
  });

  it('take footsteps of one kind in one place as changed, and leave heartbeats out', () => {
    expect(told(['p:home', 'e:null', 'h:beat', 't:pay'], ['p:home', 't:voucher', 'e:undefined', 't:pay'])).toEqual(['same home home', 'extra - voucher', 'changed null undefined', 'same pay pay']);
  });

  it('say what differs in a footstep of both: page, delivery, error', () => {
    const [a, b] = [steps(one, 't:pay'), steps(other, 't:pay')];
    const changed = { ...(b[0] as Footstep), page: 'https://shop.example/checkout', isError: true, outcome: { kind: 'responded', status: 500, endedAt: NOW } as const };
    const { rows, counts } = compareFootsteps(a, [changed]);
    expect(rows[0]?.differs.map(differenceText)).toEqual(['page: shop.example → /checkout', expect.stringMatching(/^delivery: .* → .*500/), 'error: no → yes']);
    expect(counts).toEqual({ same: 0, missing: 0, extra: 0, changed: 1 });
    expect(compareFootsteps(a, [{ ...(b[0] as Footstep), outcome: { kind: 'pending' } }]).rows[0]?.mark).toBe('same');
  });

  it('lose and invent nothing, in order; a session is equal to itself; the other way round what was missing is extra', () => {
    const word = fc.tuple(fc.constantFrom('p', 't', 'e'), fc.constantFrom('a', 'b', 'c')).map(([kind, name]) => `${kind}:${name}`);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (a, b) => {
        const [left, right] = [steps(one, ...a), steps(other, ...b)];
        const { rows, counts } = compareFootsteps(left, right);
        expect(rows.flatMap((row) => row.one ?? [])).toEqual(left);
        expect(rows.flatMap((row) => row.other ?? [])).toEqual(right);
        expect(compareFootsteps(left, left).counts.same).toBe(a.length);
        expect(compareFootsteps(right, left).counts.same).toBe(counts.same);
      }),
    );
  });

  it('are compared up to a limit, which is told', () => {
    const long = steps(one, ...Array.from({ length: 12 }, (_, i) => `t:${i}`));
    expect(compareFootsteps(long, long, 10)).toMatchObject({ cut: true, counts: { same: 10 } });
    expect(compareFootsteps(long, long).cut).toBe(false);
  });

  it('differ in attributes, what differs first, secrets masked', () => {
    const rows = compareAttributes(one, other, { now: NOW, vendorName: (protocol) => protocol });
    expect(rows.slice(0, 2)).toEqual([{ name: 'release', one: '1', other: '2', mark: 'changed' }, { name: 'token', one: '••••••••', other: null, mark: 'missing' }]);
    expect(rows.find(({ name }) => name === 'os')).toMatchObject({ mark: 'same', one: 'Linux' });
    expect(rows.findLastIndex(({ mark }) => mark !== 'same')).toBe(1);
  });

  it('name a footstep with its kind where the name alone does not tell', () => {
    expect(steps(one, 'p:Home', 'e:boom').map(stepText)).toEqual(['Home', 'error: boom']);
  });
});
