import { expect, it } from 'vitest';
import { addressOf, ownEndpoints } from '../../../lib/domain/own-endpoints.ts';

it('names the dissector of the first endpoint that matches, and none for others', () => {
  const of = ownEndpoints([
    { pattern: 'POST collect.example.com/e', protocol: 'snowplow' }, { pattern: 'collect.example.com:8443', protocol: 'exceptionless' },
    { pattern: 'collect.example.com/*', protocol: 'sentry' }, { pattern: '?', protocol: 'krenalis' },
  ]);
  expect(of(addressOf('post', 'https://Collect.Example.com/e?x=1#y'))).toBe('snowplow');
  expect(of(addressOf('GET', 'https://collect.example.com/e'))).toBe('sentry');
  expect(of(addressOf('GET', 'https://collect.example.com:8443'))).toBe('exceptionless');
  expect(of(addressOf('GET', 'https://example.com/?collect.example.com/e'))).toBeNull();
  expect(of(addressOf('GET', 'data:text/plain,collect.example.com/e'))).toBeNull();
});
