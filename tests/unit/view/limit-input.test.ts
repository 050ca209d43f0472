import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { LIMITS, limitProblem, limitsIn, limitText } from '../../../lib/view/limit-input.ts';

it('reads the limits that it shows', () => {
  for (const limits of [DEFAULT_SETTINGS.retention, { maxAgeDays: 0.5, maxEvents: null, maxBytes: null }]) {
    const [maxAgeDays = '', maxEvents = '', maxBytes = ''] = LIMITS.map((limit) => limitText(limit, limits[limit]));
    expect(limitsIn({ maxAgeDays, maxEvents, maxBytes })).toEqual(limits);
  }
});

it('tells what is no limit', () => {
  expect(limitsIn({ maxAgeDays: '30', maxEvents: '10 000', maxBytes: '' })).toEqual({ maxAgeDays: 30, maxEvents: 10_000, maxBytes: null });
  expect(limitsIn({ maxAgeDays: '30', maxEvents: '0', maxBytes: '' })).toBeNull();
  expect(limitProblem('maxAgeDays', '0')).toMatch(/more than 0/);
  expect(limitProblem('maxEvents', '1.5')).toMatch(/whole number/);
  expect(limitProblem('maxBytes', '10 kB')).toMatch(/at least 1 MiB/);
  expect(limitProblem('maxBytes', '')).toBeNull();
});
