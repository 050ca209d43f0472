import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import type { Matcher } from '../../lib/view/filter/evaluate.ts';
import { asksFootsteps } from '../../lib/view/report-search.ts';
import { useServices } from '../app-services.ts';

/** Read and asked at once: some milliseconds, and no more than that is held. */
const AT_ONCE = 500;
const DRAW_MS = 500;

export type FootstepSearch = {
  /** `needless`: sessions alone answer the filter. `at` while it goes on: down to where was searched. */
  readonly state: 'needless' | 'possible' | 'running' | 'done';
  readonly at: EpochMs | null;
  /** Keys of sessions with a footstep that fits. */
  readonly found: ReadonlySet<string>;
  readonly start: () => void;
  readonly stop: () => void;
};

type Run = { readonly filter: Filter; readonly at: EpochMs | null; readonly over: boolean; readonly found: ReadonlySet<string> };

const NOTHING: ReadonlySet<string> = new Set();

/** Looks through the stored footsteps, newest first, for those that fit the filter: when the reader asks, as a million takes its time. */
export function useFootstepSearch(filter: Filter, matcher: Matcher, sessions: readonly Session[]): FootstepSearch {
  const services = useServices();
  const [asked, setAsked] = useState<Filter | null>(null);
  const [run, setRun] = useState<Run | null>(null);
  const needed = useMemo(() => asksFootsteps(filter.root), [filter]);
  const latest = useRef({ matcher, byKey: new Map<string, Session>() });
  const byKey = useMemo(() => new Map(sessions.map((session) => [session.key as string, session])), [sessions]);
  latest.current = { matcher, byKey };
  const isAsked = needed && asked === filter;
  useEffect(() => {
    if (!isAsked) return undefined;
    const off = new AbortController();
    void look(off.signal);
    return () => off.abort();

    async function look(signal: AbortSignal): Promise<void> {
      const found = new Set<string>();
      let drawnAt = performance.now();
      let count = AT_ONCE;
      for (let at: EpochMs | null = null; ; ) {
        const { rows, next } = await services.olderFootsteps({ tabId: null, limit: AT_ONCE }, at, count);
        if (signal.aborted) return;
        const { matcher: fits, byKey: known } = latest.current;
        for (const row of rows) if (row.sessionKey !== null && !found.has(row.sessionKey) && fits.footstep(row, known.get(row.sessionKey))) found.add(row.sessionKey);
        if (next === null) break;
        // Footsteps of one moment may be more than a piece.
        count = next === at ? count * 2 : AT_ONCE;
        at = next;
        if (performance.now() - drawnAt < DRAW_MS) continue;
        drawnAt = performance.now();
        setRun({ filter, at, over: false, found: new Set(found) });
      }
      setRun({ filter, at: null, over: true, found });
    }
  }, [services, isAsked, filter]);
  const own = isAsked && run?.filter === filter ? run : null;
  return {
    state: !needed ? 'needless' : !isAsked ? 'possible' : own?.over ? 'done' : 'running',
    at: own?.at ?? null, found: own?.found ?? NOTHING, start: () => setAsked(filter), stop: () => setAsked(null),
  };
}
