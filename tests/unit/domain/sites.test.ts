import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, isHost, matchesHost, parseHost, recordsSite, withSite, type SitesToRecord } from '../../../lib/domain/sites.ts';

it.each([
  ['example.com', 'example.com'], [' Example.COM ', 'example.com'], ['https://www.example.com:8443/path?x#y', 'www.example.com'], ['*.example.com', 'example.com'],
  ['.example.com', 'example.com'], ['example.com.', 'example.com'], ['localhost:3000', 'localhost'], ['10.0.0.1/x', '10.0.0.1'], ['http://[::1]:80/', '[::1]'],
  ['https://user:pass@example.com/', 'example.com'], ['bücher.example', 'bücher.example'],
])('reads the host in %j', (text, host) => {
  expect(parseHost(text)).toBe(host);
  expect(isHost(host)).toBe(true);
});

it.each(['', '  ', 'a b', 'exa*mple.com', '/path', 'https://', 'a..b', 'x'.repeat(254), '<script>'])('finds no host in %j', (text) => expect(parseHost(text)).toBeNull());

it('knows the host of pages that have one', () => {
  expect([hostOf('https://Shop.Example:8443/x'), hostOf('http://[::1]:80'), hostOf('about:blank'), hostOf('file:///x'), hostOf(null), hostOf('chrome-extension://abc/x')]).toEqual(['shop.example', '[::1]', null, null, null, null]);
});

it('takes subdomains for the site, and nothing that merely ends alike', () => {
  expect(matchesHost('example.com', 'example.com')).toBe(true);
  expect(matchesHost('a.b.example.com', 'example.com')).toBe(true);
  expect(matchesHost('notexample.com', 'example.com')).toBe(false);
  expect(matchesHost('example.com', 'www.example.com')).toBe(false);
  expect(matchesHost('1.10.0.0.1', '10.0.0.1')).toBe(false);
  expect(matchesHost('xn--bcher-kva.example', 'bücher.example')).toBe(true);
});

it('records by mode', () => {
  const hosts = ['shop.example'];
  expect(['all', 'only', 'except'].map((mode) => ['www.shop.example', 'other.example', null].map((host) => recordsSite({ mode: mode as SitesToRecord['mode'], hosts }, host)))).toEqual([
    [true, true, true], [true, false, false], [false, true, true],
  ]);
});

it('does for a host what was said, and keeps what was said for others, unless one pattern names both', () => {
  const host = fc.constantFrom('a.example', 'b.example', 'www.a.example', 'c.test');
  fc.assert(
    fc.property(fc.constantFrom('all', 'only', 'except'), fc.uniqueArray(host), host, host, fc.boolean(), (mode, hosts, of, other, recorded) => {
      const before: SitesToRecord = { mode, hosts: mode === 'all' ? [] : hosts };
      const after = withSite(before, of, recorded);
      expect(recordsSite(after, of)).toBe(recorded);
      const related = [of, other, ...hosts].some((pattern) => matchesHost(of, pattern) && matchesHost(other, pattern)) || matchesHost(other, of);
      if (!related) expect(recordsSite(after, other)).toBe(recordsSite(before, other));
    }),
  );
});
