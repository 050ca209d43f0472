import { expect, it } from 'vitest';
import { ownEndpoints } from '../../../lib/domain/own-endpoints.ts';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';

const other = { ...fakeDissector(), id: asProtocolId('other'), claims: [] };
const of = (endpoints: readonly { readonly pattern: string; readonly protocol: string }[], url: string, method = 'POST'): string | null =>
  createRegistry([fakeDissector(), other], ownEndpoints(endpoints)).choose(new WireRequest(fakeRequest('r', 0, '[]', { url, method })))?.dissector.id ?? null;

it('lets the user name the dissector of a request, over every claim', () => {
  expect(of([], 'https://c.test/fake')).toBe('fake');
  expect(of([], 'https://c.test/e')).toBeNull();
  expect(of([{ pattern: 'POST c.test/*', protocol: 'other' }], 'https://c.test/fake')).toBe('other');
  expect(of([{ pattern: 'POST c.test/*', protocol: 'other' }], 'https://c.test/e')).toBe('other');
});

it('reads no preflight by one that reads none, and nothing by one that is not there', () => {
  expect(of([{ pattern: 'POST c.test/*', protocol: 'other' }], 'https://c.test/e', 'OPTIONS')).toBeNull();
  expect(of([{ pattern: 'POST c.test/*', protocol: 'gone' }], 'https://c.test/fake')).toBe('fake');
});
