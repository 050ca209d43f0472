import { expect, it } from 'vitest';
import { ownEndpoints } from '../../../lib/domain/own-endpoints.ts';
import { createCandidateCheck } from '../../../lib/pipeline/candidates.ts';
import { decodeBody } from '../../../lib/pipeline/decode-body.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings } from '../../tools/corpus.ts';

it('lets everything through that a dissector takes', () => {
  const isCandidate = createCandidateCheck(catalog);
  const registry = createRegistry(catalog);
  let taken = 0;
  for (const { name, recording } of recordings()) {
    for (const request of capturedRequests(recording)) {
      if (!registry.choose(new WireRequest(request, decodeBody(request).body))) continue;
      taken++;
      expect(isCandidate(request.method, request.url, request.body.kind !== 'none'), `${name} ${request.method} ${request.url}`).toBe(true);
    }
  }
  expect(taken).toBeGreaterThan(100);
});

it('refuses what no claim names', () => {
  const isCandidate = createCandidateCheck(catalog);
  expect(isCandidate('GET', 'https://shop.test/logo.png', false)).toBe(false);
  expect(isCandidate('GET', 'https://shop.test/search?q=e&tv=1', false)).toBe(false);
  expect(isCandidate('OPTIONS', 'https://shop.test/api/login', false)).toBe(false);
  expect(isCandidate('POST', 'https://shop.test/api/login', false)).toBe(false);
});

it('lets the user\'s own endpoints through, as they are at the moment', () => {
  let endpoints = ownEndpoints([]);
  const isCandidate = createCandidateCheck(catalog, (address) => endpoints(address));
  expect(isCandidate('GET', 'https://collect.test/e?x=1', false)).toBe(false);
  endpoints = ownEndpoints([{ pattern: 'collect.test/e', protocol: 'snowplow' }]);
  expect(isCandidate('GET', 'https://collect.test/e?x=1', false)).toBe(true);
  expect(isCandidate('GET', 'https://collect.test/e2', false)).toBe(false);
});
