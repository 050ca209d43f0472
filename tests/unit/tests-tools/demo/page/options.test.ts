import { expect, test } from 'vitest';
import { readOptions } from '../../../../tools/demo/page/options.ts';

const read = (query: string) => readOptions(new URL(`http://site.test/${query}`), 'http://collector.test');

test('without a query all SDKs run with ordinary timeouts', () => {
  const options = read('');
  expect(options.sdks).toEqual(['exceptionless', 'sentry', 'snowplow', 'rudderstack']);
  expect(options.snowplow.timeout).toBe(1_800);
  expect(options.rudderstack.timeout).toBe(1_800_000);
  expect(options.user).toBe('u-1001');
  expect(options.collector).toBe('http://collector.test');
});

test('the query chooses SDKs, timeouts, user and way', () => {
  const options = read('?sdks=snowplow,sentry,unknown&spTimeout=4&rsTimeout=0&user=none&proxy=1&exSessionIds=0&sentryLifecycle=route');
  expect(options.sdks).toEqual(['sentry', 'snowplow']);
  expect(options.snowplow.timeout).toBe(4);
  expect(options.rudderstack.timeout).toBe(0);
  expect(options.user).toBeNull();
  expect(options.collector).toBe('http://site.test/first-party');
  expect(options.exceptionless.sessionIds).toBe(false);
  expect(options.sentry.lifecycle).toBe('route');
});

test('the scenario idles longer than its short timeouts', () => {
  const options = read('?scenario=auto');
  expect(options.scenario).toBe(true);
  expect(options.idle).toBeGreaterThan(options.snowplow.timeout * 1_000);
  expect(options.idle).toBeGreaterThan(options.rudderstack.timeout);
});

test('what is no number leaves the default', () => {
  expect(read('?spTimeout=soon').snowplow.timeout).toBe(1_800);
  expect(read('?spTimeout=').snowplow.timeout).toBe(1_800);
});
