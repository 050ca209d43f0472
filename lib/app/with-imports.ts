import type { Live } from '../base/observable.ts';
import { importOf, type Import } from '../domain/import.ts';
import type { Session } from '../domain/session.ts';
import type { Footstep, FootstepQuery, ViewScope } from '../domain/views.ts';
import type { Queries } from '../store/queries.ts';

type Shown = Pick<Queries, 'sessions' | 'footsteps' | 'olderFootsteps' | 'findings'>;

/** What is shown of all tabs: the recorded with what was imported. Of a tab it is the recorded alone. */
export function withImports(recorded: Shown, imported: Shown, list: Live<readonly Import[]>): Shown {
  const isOfImport = (query: FootstepQuery): boolean => query.sessionKey !== undefined && importOf(query.sessionKey) !== null;
  const isOfAll = ({ sessionKey, tabId = null }: FootstepQuery): boolean => sessionKey === undefined && tabId === null;

  /** Both, once both are known; of the imported what is of whole imports. `merge` gets nothing to do where there is none. */
  const both = <T>(one: Live<readonly T[]>, other: Live<readonly T[]>, keyOf: (row: T) => string | null, merge: (a: readonly T[], b: readonly T[]) => readonly T[]): Live<readonly T[]> => ({
    subscribe(next, failed) {
      let own: readonly T[] | null = null;
      let others: readonly T[] | null = null;
      let whole: ReadonlySet<string> | null = null;
      const tell = (): void => {
        if (!own || !whole) return;
        const there = whole;
        // Without imports nobody waits for what they hold.
        if (!others && there.size) return;
        const shown = (others ?? []).filter((row) => there.has(importOf(keyOf(row) ?? '') ?? ''));
        next(shown.length ? merge(own, shown) : own);
      };
      const stops = [
        one.subscribe((rows) => ((own = rows), tell()), failed),
        other.subscribe((rows) => ((others = rows), tell()), failed),
        list.subscribe((imports) => ((whole = new Set(imports.map(({ id }) => id))), tell()), failed),
      ];
      return () => stops.forEach((stop) => stop());
    },
  });

  return {
    sessions: (scope: ViewScope) => (scope.tabId === null ? both(recorded.sessions(scope), imported.sessions(scope), ({ key }) => key, (a, b) => [...a, ...b].toSorted(byActivity)) : recorded.sessions(scope)),
    footsteps(query: FootstepQuery) {
      if (isOfImport(query)) return imported.footsteps(query);
      if (!isOfAll(query)) return recorded.footsteps(query);
      return both(recorded.footsteps(query), imported.footsteps(query), ({ id }) => id, (a, b) => merged(a, b).slice(-query.limit));
    },
    async olderFootsteps(query, from, count) {
      if (isOfImport(query)) return imported.olderFootsteps(query, from, count);
      const piece = await recorded.olderFootsteps(query, from, count);
      if (!isOfAll(query)) return piece;
      const other = await imported.olderFootsteps(query, from, count);
      const ends = [piece.next, other.next].filter((next) => next !== null);
      // What one of them has not looked at yet comes with the next piece.
      const next = ends.length ? Math.max(...ends) : null;
      const rows = [...piece.rows, ...other.rows].filter(({ occurredAt }) => next === null || occurredAt >= next).toSorted((a, b) => b.occurredAt - a.occurredAt);
      return { rows, next };
    },
    findings: (scope: ViewScope) =>
      scope.tabId === null ? both(recorded.findings(scope), imported.findings(scope), ({ sessionKey, eventId, requestId }) => sessionKey ?? eventId ?? requestId, (a, b) => [...a, ...b]) : recorded.findings(scope),
  };
}

const byActivity = (a: Session, b: Session): number => b.lastActivityAt - a.lastActivityAt || (a.key < b.key ? 1 : -1);

/** Two lists in the order of time as one. */
function merged(a: readonly Footstep[], b: readonly Footstep[]): Footstep[] {
  const all: Footstep[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) all.push((a[i] as Footstep).occurredAt <= (b[j] as Footstep).occurredAt ? (a[i++] as Footstep) : (b[j++] as Footstep));
  return [...all, ...a.slice(i), ...b.slice(j)];
}
