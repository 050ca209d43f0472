import type { Boot } from '../browser/boot.ts';
import { asRequestId, type RequestId } from '../domain/request.ts';

/** Ids of requests: a browser begins anew with its numbers when it starts, so each run of it has its own part in them. */
export type RequestIds = {
  /** Resolves when the run is known. */
  readonly ready: Promise<void>;
  /** The run of the browser; null until it is known. */
  bootId(): string | null;
  of(numberOrName: string | number): RequestId;
  /** The number that the browser gave a request in this run of it; null where that gave it none. */
  numberOf(id: RequestId): number | null;
};

export function createRequestIds(boot: Promise<Pick<Boot, 'id'>>): RequestIds {
  let bootId: string | null = null;
  return {
    ready: boot.then(({ id }) => {
      bootId = id;
    }),
    bootId: () => bootId,
    of: (numberOrName) => asRequestId(`${bootId ?? 'unknown'}-${numberOrName}`),
    numberOf(id) {
      const number = bootId !== null && id.startsWith(`${bootId}-`) ? Number(id.slice(bootId.length + 1)) : NaN;
      return Number.isSafeInteger(number) ? number : null;
    },
  };
}
