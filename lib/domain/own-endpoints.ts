import { matchesEndpoint, parseEndpointPattern } from './endpoint-pattern.ts';
import type { OwnEndpoint } from './settings.ts';

/** A request as far as endpoints are told apart by it. `host` has its port where it is not the scheme's own. */
export type EndpointAddress = { readonly method: string; readonly host: string; readonly path: string };

/** The dissector that the user names for requests to such an address; null: none. */
export type OwnEndpointOf = (address: EndpointAddress) => string | null;

/** Makes the user's list of endpoints ready for many requests. The first that matches counts; what is no pattern matches nothing. */
export function ownEndpoints(endpoints: readonly OwnEndpoint[]): OwnEndpointOf {
  const known = endpoints.flatMap(({ pattern, protocol }) => {
    const parsed = parseEndpointPattern(pattern);
    return parsed.ok ? [{ pattern: parsed.value, protocol }] : [];
  });
  return (address) => known.find(({ pattern }) => matchesEndpoint(pattern, address))?.protocol ?? null;
}

/** Where a request goes, from its method and URL. */
export function addressOf(method: string, url: string): EndpointAddress {
  const [, host = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  return { method: method.toUpperCase(), host: host.toLowerCase(), path: path || '/' };
}
