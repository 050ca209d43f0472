import { expect, it } from 'vitest';
import { parseFilter } from '../../../lib/view/filter/parse.ts';
import { asksFootsteps } from '../../../lib/view/report-search.ts';

it.each([
  ['', false], ['state:live', false], ['errors:>0 vendor:sentry', false], ['has:error', false], ['kind:error', true], ['basket', true], ['state:live -status:500', true], ['(vendor:sentry OR gap:>5m)', true], ['has:repeat', true], ['user.id:7', true],
])('the filter "%s" asks footsteps: %s', (text, asks) => {
  expect(asksFootsteps(parseFilter(text).root)).toBe(asks);
});
