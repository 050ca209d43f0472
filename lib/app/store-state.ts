import type { Live } from '../base/observable.ts';
import { toldStoreState } from '../browser/store-state.ts';
import type { StoreState, StoreTrouble } from '../domain/store-state.ts';
import type { Queries } from '../store/queries.ts';
import { damage } from '../store/sound-rows.ts';
import { troubleOf } from '../store/store-errors.ts';

type Watched = Pick<Queries, 'sessions' | 'footsteps' | 'findings' | 'counters' | 'gaps'>;

/** The queries of a page, and how the database is: as the background says, and as these queries meet it. */
export function withStoreState<Q extends Watched>(queries: Q): Q & { readonly storeState: () => Live<StoreState> } {
  let met: StoreTrouble | null = null;
  const listeners = new Set<() => void>();
  const watched = <T>(live: Live<T>): Live<T> => ({
    subscribe: (next, failed = () => undefined) =>
      live.subscribe(next, (error) => {
        met = troubleOf(error);
        for (const listener of listeners) listener();
        failed(error);
      }),
  });
  const storeState: Live<StoreState> = {
    subscribe(next, failed) {
      let told: Pick<StoreState, 'trouble' | 'gap'> = { trouble: null, gap: null };
      let damaged = 0;
      const tell = (): void => next({ trouble: told.trouble ?? met, gap: told.gap, damaged });
      const stops = [
        toldStoreState.subscribe((state) => {
          told = state;
          tell();
        }, failed),
        damage.count.subscribe((count) => {
          damaged = count;
          tell();
        }),
        () => listeners.delete(tell),
      ];
      listeners.add(tell);
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  return {
    ...queries,
    sessions: (scope) => watched(queries.sessions(scope)),
    footsteps: (query) => watched(queries.footsteps(query)),
    findings: (scope) => watched(queries.findings(scope)),
    counters: () => watched(queries.counters()),
    gaps: (scope) => watched(queries.gaps(scope)),
    storeState: () => storeState,
  };
}
