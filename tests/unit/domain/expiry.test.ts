import { describe, expect, it } from 'vitest';
import { idleExpiry } from '../../../lib/domain/expiry.ts';
import { testRules } from '../../fakes/rules.ts';

const MIN = 60_000;
const rules = testRules({ idleMs: 10 * MIN, backgroundIdleMs: 5 * MIN });
const hidden = (min: number) => ({ at: min * MIN, hidden: true });
const shown = (min: number) => ({ at: min * MIN, hidden: false });

describe('the moment of running out', () => {
  it.each([
    { what: 'visible all the time', visibility: [], last: 0, at: 10, background: false },
    { what: 'hidden before the last event', visibility: [hidden(-1)], last: 0, at: 5, background: true },
    { what: 'hidden before the background time-out has passed', visibility: [hidden(2)], last: 0, at: 5, background: true },
    { what: 'hidden after it: not before it was hidden', visibility: [hidden(7)], last: 0, at: 7, background: true },
    { what: 'hidden and shown again in time', visibility: [hidden(1), shown(4)], last: 0, at: 10, background: false },
    { what: 'hidden too long, shown later', visibility: [hidden(1), shown(6)], last: 0, at: 5, background: true },
    { what: 'hidden twice', visibility: [hidden(1), shown(2), hidden(8)], last: 0, at: 8, background: true },
    { what: 'a last event after all changes', visibility: [hidden(1), shown(2)], last: 3, at: 13, background: false },
  ])('$what', ({ visibility, last, at, background }) => {
    expect(idleExpiry(last * MIN, rules, visibility)).toEqual({ at: at * MIN, background });
  });

  it('never comes without a time-out', () => {
    expect(idleExpiry(0, testRules({ idleMs: null }), [])).toBeNull();
  });
});
