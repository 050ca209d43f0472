import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import type { Matcher } from '../../lib/view/filter/evaluate.ts';
import { asksFootsteps, asksGaps } from '../../lib/view/report-search.ts';
import { useServices, type AppServices } from '../app-services.ts';

/** Read and asked at once: some milliseconds, and no more than that is held. */
const AT_ONCE = 500;
const DRAW_MS = 500;

/** By the session's key, in milliseconds. */
export type Gaps = ReadonlyMap<string, number>;
/** The filter ready to be asked, of silences that are known. */
export type Compile = (gaps: Gaps | undefined) => Matcher;

export type FootstepSearch = {
  /** `needless`: sessions alone answer the filter. `at` while it goes on: down to where was searched. */
  readonly state: 'needless' | 'possible' | 'running' | 'done';
  readonly at: EpochMs | null;
  /** Keys of sessions with a footstep that fits. */
  readonly found: ReadonlySet<string>;
  /** The longest silence inside each session, where the filter asks for it and all footsteps were gone over. */
  readonly gaps: Gaps | undefined;
  readonly start: () => void;
  readonly stop: () => void;
};

type Run = { readonly filter: Filter; readonly at: EpochMs | null; readonly over: boolean; readonly found: ReadonlySet<string>; readonly gaps: Gaps | undefined };

const NOTHING: ReadonlySet<string> = new Set();

/** Looks through the stored footsteps, newest first, for those that fit the filter: when the reader asks, as a million takes its time. */
export function useFootstepSearch(filter: Filter, compile: Compile, sessions: readonly Session[]): FootstepSearch {
  const services = useServices();
  const [asked, setAsked] = useState<Filter | null>(null);
  const [run, setRun] = useState<Run | null>(null);
  const needed = useMemo(() => asksFootsteps(filter.root), [filter]);
  const latest = useRef({ compile, byKey: new Map<string, Session>() });
  const byKey = useMemo(() => new Map(sessions.map((session) => [session.key as string, session])), [sessions]);
  latest.current = { compile, byKey };
  const isAsked = needed && asked === filter;
  useEffect(() => {
    if (!isAsked) return undefined;
    const off = new AbortController();
    void look(off.signal);
    return () => off.abort();

    async function look(signal: AbortSignal): Promise<void> {
      const found = new Set<string>();
      let drawnAt = performance.now();
      const tell = (at: EpochMs | null, gaps: Gaps | undefined, over: boolean): void => {
        if (!over && performance.now() - drawnAt < DRAW_MS) return;
        drawnAt = performance.now();
        setRun({ filter, at, over, found: new Set(found), gaps });
      };
      let gaps: Gaps | undefined;
      if (asksGaps(filter.root)) {
        const silences = new Silences();
        for await (const [rows, next] of pieces(services, signal)) {
          silences.add(rows);
          tell(next, undefined, false);
        }
        gaps = silences.longest;
      }
      let compiled = latest.current.compile;
      let matcher = compiled(gaps);
      for await (const [rows, next] of pieces(services, signal)) {
        const { compile: now, byKey: known } = latest.current;
        if (now !== compiled) [compiled, matcher] = [now, now(gaps)];
        for (const row of rows) if (row.sessionKey !== null && !found.has(row.sessionKey) && matcher.footstep(row, known.get(row.sessionKey))) found.add(row.sessionKey);
        tell(next, gaps, false);
      }
      if (!signal.aborted) tell(null, gaps, true);
    }
  }, [services, isAsked, filter]);
  const own = isAsked && run?.filter === filter ? run : null;
  return {
    state: !needed ? 'needless' : !isAsked ? 'possible' : own?.over ? 'done' : 'running',
    at: own?.at ?? null, found: own?.found ?? NOTHING, gaps: own?.gaps, start: () => setAsked(filter), stop: () => setAsked(null),
  };
}

/** The stored footsteps, newest first, piece by piece, each with the time down to which it goes. */
async function* pieces(services: AppServices, signal: AbortSignal): AsyncGenerator<readonly [rows: readonly Footstep[], next: EpochMs | null]> {
  let count = AT_ONCE;
  for (let at: EpochMs | null = null; ; ) {
    const { rows, next } = await services.olderFootsteps({ tabId: null, limit: AT_ONCE }, at, count);
    if (signal.aborted) return;
    yield [rows, next];
    if (next === null) return;
    // Footsteps of one moment may be more than a piece.
    count = next === at ? count * 2 : AT_ONCE;
    at = next;
  }
}

/** The longest silence inside each session, of footsteps that come newest first. */
class Silences {
  readonly longest = new Map<string, number>();
  readonly #earliest = new Map<string, EpochMs>();

  add(rows: readonly Footstep[]): void {
    for (const { sessionKey, occurredAt } of rows) {
      if (sessionKey === null) continue;
      const after = this.#earliest.get(sessionKey);
      // Pieces overlap where many happened at once.
      if (after !== undefined) this.longest.set(sessionKey, Math.max(this.longest.get(sessionKey) ?? 0, after - occurredAt));
      this.#earliest.set(sessionKey, Math.min(after ?? Infinity, occurredAt));
    }
  }
}
