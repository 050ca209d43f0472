import { addressOf, type OwnEndpointOf } from '../domain/own-endpoints.ts';
import type { Dissector } from '../protocols/dissector.ts';

/** Whether any dissector might take a request, before its body and headers are looked at. */
export type IsCandidate = (method: string, url: string, hasBody: boolean) => boolean;

/**
 * A check that costs next to nothing, for every request of every page: claims by method and URL, and bodies for dissectors that look at any
 * path. What it refuses no dissector takes; what it lets through is looked at more closely.
 *
 * @param ownEndpointOf the user's own endpoints; asked for each request, so it may change its mind
 */
export function createCandidateCheck(dissectors: readonly Dissector[], ownEndpointOf: OwnEndpointOf = () => null): IsCandidate {
  const anyPath = dissectors.some((d) => d.anyPath);
  const claims = dissectors.flatMap((d) => d.claims);
  const forPreflights = dissectors.filter((d) => d.readsPreflights).flatMap((d) => d.claims);
  return (method, url, hasBody) => {
    const isPreflight = method === 'OPTIONS';
    if (anyPath && hasBody && method === 'POST') return true;
    if (ownEndpointOf(addressOf(method, url)) !== null) return true;
    const [, host = '', path = '/', query = ''] = /^[a-z]+:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
    return (isPreflight ? forPreflights : claims).some(
      (c) =>
        // A claim by a header alone says nothing yet; what it is about has a body.
        (hasBody || (c.path ?? c.host ?? c.query) !== undefined) &&
        (!c.method || (isPreflight ? c.method !== 'GET' : c.method === method)) &&
        (!c.host || c.host.test(host)) &&
        (!c.path || c.path.test(path || '/')) &&
        // By the names as written: none that a claim names needs escaping.
        (!c.query || c.query.every((name) => `&${query}`.includes(`&${name}`))),
    );
  };
}
