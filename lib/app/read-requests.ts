import type { Recorded } from '../archive/build-archive.ts';
import type { EpochMs } from '../base/time.ts';
import type { CapturedRequest } from '../domain/request.ts';
import { readRequests as readBy } from '../pipeline/read-requests.ts';
import { catalog } from '../protocols/catalog.ts';

/** Reads a file's requests with every dissector there is, states as of `now`. */
export const readRequests = (requests: readonly CapturedRequest[], { now }: { readonly now: EpochMs }): Promise<Recorded> =>
  readBy(requests, { dissectors: catalog, now });
