import { useState } from 'preact/hooks';
import type { Footstep, FootstepQuery } from '../../lib/domain/views.ts';
import { useServices } from '../app-services.ts';
import { OlderList } from './older-list.ts';

export type OlderFootsteps = {
  /** Oldest first: those that were read on demand, then the live ones. */
  readonly rows: readonly Footstep[];
  readonly hasMore: boolean;
  /** Reads some more; while it reads, nothing. */
  readonly load: () => void;
};

/**
 * The footsteps before those of a live list that holds the last ones alone, read piece by piece on demand.
 *
 * @param isFull the live list holds as many as it may
 */
export function useOlderFootsteps(query: FootstepQuery, live: readonly Footstep[], isFull: boolean): OlderFootsteps {
  const services = useServices();
  const [list] = useState(() => new OlderList());
  const [, redraw] = useState(0);
  list.take(query, live, isFull);
  const load = async (): Promise<void> => {
    try {
      if (await list.read((from, count) => services.olderFootsteps(query, from, count))) redraw((n) => n + 1);
    } catch {
      // What cannot be read now is asked for again as the reader goes on.
    }
  };
  return { rows: list.all, hasMore: list.hasMore, load: () => void load() };
}
