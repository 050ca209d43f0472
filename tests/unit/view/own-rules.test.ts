import { expect, it } from 'vitest';
import { defaultWords, durationProblem, withDuration } from '../../../lib/view/own-rules.ts';
import { DEMO_VENDORS } from '../../fakes/options-services.ts';

const [, sentry, snowplow] = DEMO_VENDORS;

it('takes a number, none, or the default again', () => {
  expect(withDuration({ maxMs: 1 }, 'idleMs', '20 min')).toEqual({ maxMs: 1, idleMs: 1_200_000 });
  expect(withDuration({}, 'heartbeatMs', 'None')).toEqual({ heartbeatMs: null });
  expect(withDuration({ idleMs: 5, maxMs: 1 }, 'idleMs', ' ')).toEqual({ maxMs: 1 });
  expect(withDuration({ idleMs: 5 }, 'idleMs', 'soon')).toEqual({ idleMs: 5 });
  expect(withDuration({}, 'backgroundIdleMs', 'none')).toEqual({});
});

it('tells what is wrong', () => {
  expect(durationProblem('soon', 'idleMs')).toMatch(/30 min, 1800 s or 1800000/);
  expect(durationProblem('none', 'backgroundIdleMs')).toMatch(/cannot be switched off/);
  expect([durationProblem('', 'idleMs'), durationProblem('none', 'maxMs'), durationProblem('5 s', 'backgroundIdleMs')]).toEqual([null, null, null]);
});

it('says a vendor\'s default, and of which SDKs where they differ', () => {
  expect(sentry && defaultWords(sentry, 'idleMs')).toEqual([{ variants: null, text: 'none' }]);
  expect(snowplow && defaultWords(snowplow, 'idleMs')).toEqual([{ variants: 'web, mobile', text: '30 min' }, { variants: 'dotnet', text: '10 min' }]);
  expect(snowplow && defaultWords(snowplow, 'backgroundIdleMs').map(({ text }) => text)).toEqual(['as in the foreground', '5 min', '30 min']);
});
