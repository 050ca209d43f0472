import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import type { CapturedRequest, RequestId } from '../domain/request.ts';

export type LostRequests = {
  /** A request that could not be stored. False: it was told before, as a request is whose headers come late. */
  lost(request: Pick<CapturedRequest, 'id' | 'startedAt'>): boolean;
  /** Something was stored: what was lost until then is a gap that is over. */
  stored(): void;
};

/** Both tellings of a request come within a preflight's time. */
const REMEMBERED = 2_000;

/**
 * Requests that could not be stored, as a gap that says how many. It is written while it goes on, as far as that works, so that it is known
 * even if the worker dies; and once more, closed, when storing works again.
 *
 * @param keep stores a gap, in the place of the one with the same beginning
 */
export function createLostRequests(keep: (gap: Gap) => Promise<void>, now: () => EpochMs): LostRequests {
  let gap: Gap | null = null;
  const told = new Set<RequestId>();
  const write = (one: Gap): void => void keep(one).catch(() => undefined);
  return {
    lost({ id, startedAt }) {
      if (told.has(id)) return false;
      told.add(id);
      const [oldest] = told;
      if (told.size > REMEMBERED && oldest !== undefined) told.delete(oldest);
      gap = gap ? { ...gap, lost: (gap.lost ?? 0) + 1 } : { from: startedAt, to: null, why: 'storageFull', lost: 1 };
      write(gap);
      return true;
    },
    stored() {
      if (!gap) return;
      write({ ...gap, to: Math.max(now(), gap.from) });
      gap = null;
    },
  };
}
