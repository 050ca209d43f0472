import { useEffect, useRef, useState } from 'preact/hooks';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Footstep, FootstepQuery } from '../../lib/domain/views.ts';
import { useServices } from '../app-services.ts';
import type { Test } from './running-filter.ts';

/** Read and asked at once: some milliseconds. */
const AT_ONCE = 500;
const DRAW_MS = 200;
/** Between two keys of a word it takes less: to read the store for half a word would hold up the other half. */
const REST_MS = 200;
/** More matches than this nobody reads; a narrower filter finds the rest. */
const MOST = 10_000;

export type OlderMatches = {
  /** Oldest first. */
  readonly found: readonly Footstep[];
  /** Down to where was searched while it goes on; null: it is over, or there was nothing to do. */
  readonly searchingAt: EpochMs | null;
};

const NONE: OlderMatches = { found: [], searchingAt: null };

/**
 * What fits among the footsteps that are stored before those in memory, newest first, as it is found. Begins anew with another question.
 *
 * @param held the footsteps in memory, oldest first
 * @param test null: there is nothing to search, or nothing before those in memory
 */
export function useOlderMatches(query: FootstepQuery, question: unknown, held: readonly Footstep[], test: Test<Footstep> | null): OlderMatches {
  const services = useServices();
  const [state, setState] = useState<{ readonly question: unknown; readonly matches: OlderMatches }>({ question, matches: NONE });
  const searching = test !== null;
  // Both are others with every arrival; what is stored before those in memory does not change by that.
  const latest = useRef({ held, test });
  latest.current = { held, test };
  useEffect(() => {
    const { held: rows, test: fits } = latest.current;
    const first = rows[0];
    if (!searching || !fits || !first) return undefined;
    const off = new AbortController();
    void search(first, rows, fits, off.signal);
    return () => off.abort();

    async function search(begin: Footstep, inMemory: readonly Footstep[], wanted: Test<Footstep>, signal: AbortSignal): Promise<void> {
      await new Promise((rested) => void setTimeout(rested, REST_MS));
      if (signal.aborted) return;
      const newestFirst: Footstep[] = [];
      let drawnAt = performance.now();
      let at: EpochMs | null = begin.occurredAt;
      let count = AT_ONCE;
      const tell = (): void => {
        drawnAt = performance.now();
        setState({ question, matches: { found: newestFirst.toReversed(), searchingAt: at } });
      };
      // Each piece begins with the moment at which the one before ended.
      const seen = new Set<string>(inMemory.filter((f) => f.occurredAt === begin.occurredAt).map((f) => f.id));
      while (at !== null && newestFirst.length < MOST) {
        const { rows: piece, next } = await services.olderFootsteps(query, at, count);
        if (signal.aborted) return;
        for (const row of piece) {
          if (row.occurredAt === at && seen.has(row.id)) continue;
          if (row.occurredAt === next) seen.add(row.id);
          if (wanted(row)) newestFirst.push(row);
        }
        count = next === at ? count * 2 : AT_ONCE;
        at = next;
        if (performance.now() - drawnAt >= DRAW_MS) tell();
      }
      at = null;
      tell();
    }
  }, [services, query, question, searching]);
  return state.question === question && searching ? state.matches : NONE;
}
