import { ACCEPT, ACCEPT_HIDDEN, MARGIN, type Claim, type Dissection, type Dissector } from './dissector.ts';
import type { OwnEndpointOf } from '../domain/own-endpoints.ts';
import type { RequestId } from '../domain/request.ts';
import { runDissector } from './recorder.ts';
import type { WireRequest } from './wire-request.ts';

/** Which dissector takes a request, how sure, and which other came within the margin. */
export type Choice = { readonly dissector: Dissector; readonly score: number; readonly tie: string | null };

export type Registry = {
  readonly dissectors: readonly Dissector[];
  /** Null: no vendor's protocol. A high score with a margin decides, never the order of the catalogue. */
  choose(request: WireRequest): Choice | null;
  /** Chooses and reads; null where no dissector takes the request. */
  dissect(request: WireRequest, id: RequestId): Dissection | null;
};

function matches(claim: Claim, request: WireRequest): boolean {
  if (claim.method && claim.method !== request.method && !(request.isPreflight && claim.method !== 'GET')) return false;
  if (claim.host && !claim.host.test(request.host)) return false;
  if (claim.path && !claim.path.test(request.path)) return false;
  if (claim.header && request.header(claim.header) === null) return false;
  return !claim.query?.some((name) => request.param(name) === null);
}

/** A throwing probe is a bug of that vendor's file: it must not cost the request, so it counts as no confidence. */
function score(dissector: Dissector, request: WireRequest): number {
  let claimed = 0;
  if (request.isPreflight && !dissector.readsPreflights) return 0;
  for (const claim of dissector.claims) if (claim.confidence > claimed && matches(claim, request)) claimed = claim.confidence;
  if (!dissector.probe || ((request.hidden || request.isPreflight) && claimed)) return claimed;
  if (!claimed && !(dissector.anyPath && request.method === 'POST' && !request.hidden && request.body.kind !== 'none')) return 0;
  try {
    return dissector.probe(request, claimed);
  } catch {
    return 0;
  }
}

/** @param ownEndpointOf requests that the user has named a dissector for: it takes them whatever they look like. */
export function createRegistry(dissectors: readonly Dissector[], ownEndpointOf: OwnEndpointOf = () => null): Registry {
  const byId = new Map<string, Dissector>();
  for (const dissector of dissectors) {
    if (byId.has(dissector.id)) throw new Error(`two dissectors are called ${dissector.id}`);
    byId.set(dissector.id, dissector);
  }
  const registry: Registry = {
    dissectors,
    choose(request) {
      const named = byId.get(ownEndpointOf(request) ?? '');
      if (named) return request.isPreflight && !named.readsPreflights ? null : { dissector: named, score: 1, tie: null };
      let best: Dissector | null = null;
      let top = 0;
      let second: Dissector | null = null;
      let next = 0;
      for (const dissector of dissectors) {
        const value = score(dissector, request);
        if (value > top) [second, next, best, top] = [best, top, dissector, value];
        else if (value > next) [second, next] = [dissector, value];
      }
      if (!best || top < (request.hidden || request.isPreflight ? ACCEPT_HIDDEN : ACCEPT)) return null;
      return { dissector: best, score: top, tie: second && top - next < MARGIN ? second.id : null };
    },
    dissect(request, id) {
      const choice = registry.choose(request);
      return choice && runDissector(choice.dissector, request, id, choice.tie ?? undefined);
    },
  };
  return registry;
}
