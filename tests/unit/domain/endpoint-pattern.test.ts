import { expect, it } from 'vitest';
import { matchesEndpoint, parseEndpointPattern, type EndpointPattern } from '../../../lib/domain/endpoint-pattern.ts';

function read(text: string): EndpointPattern {
  const parsed = parseEndpointPattern(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

it('reads method, host and path', () => {
  expect(read('POST collect.example.com/e')).toEqual({ method: 'POST', host: 'collect.example.com', path: '/e' });
  expect(read(' https://Collect.Example.com:8443/a/* ')).toEqual({ method: null, host: 'collect.example.com:8443', path: '/a/*' });
  expect(read('get *.example.com')).toEqual({ method: 'GET', host: '*.example.com', path: null });
  expect(read('* localhost:*/e')).toEqual({ method: null, host: 'localhost:*', path: '/e' });
});

it.each([['', 'empty'], ['POST', 'ok'], ['x'.repeat(501), 'tooLong'], ['a.example/e?x=1', 'query'], ['POST a.example/e f', 'host'], ['POST', 'ok'], ['*', 'everything'], ['GET */*', 'everything'], ['a b c', 'host']])('tells what is wrong with %j', (text, problem) => {
  const parsed = parseEndpointPattern(text);
  expect(parsed.ok ? 'ok' : parsed.error).toBe(problem);
});

it('matches as a whole, with stars for any run', () => {
  const to = (pattern: string, request: string): boolean => {
    const [method = '', host = '', path = ''] = request.split(' ');
    return matchesEndpoint(read(pattern), { method, host, path });
  };
  expect(to('POST collect.example.com/e', 'POST collect.example.com /e')).toBe(true);
  expect(to('POST collect.example.com/e', 'OPTIONS collect.example.com /e')).toBe(true);
  expect(to('POST collect.example.com/e', 'GET collect.example.com /e')).toBe(false);
  expect(to('collect.example.com/e', 'POST collect.example.com /e2')).toBe(false);
  expect(to('collect.example.com/e*', 'POST collect.example.com /e2')).toBe(true);
  expect(to('collect.example.com', 'POST collect.example.com /any/where')).toBe(true);
  expect(to('*.example.com/*/e', 'GET a.b.example.com /1/2/e')).toBe(true);
  expect(to('*.example.com/e', 'GET example.com /e')).toBe(false);
  expect(to('localhost:*/e', 'GET localhost:3000 /e')).toBe(true);
});

it('takes no longer for many stars', () => {
  const pattern = { method: null, host: '*a'.repeat(100), path: null };
  const started = process.hrtime.bigint();
  expect(matchesEndpoint(pattern, { method: 'GET', host: `${'a'.repeat(5000)}b`, path: '/' })).toBe(false);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1_000);
});
