import type { StoreTrouble } from '../domain/store-state.ts';
import type { Database } from './db.ts';
import { troubleOf } from './store-errors.ts';

/** Other pages have let go of the database by then, or never will. */
const RESET_MS = 10_000;

export type StoreWatch = {
  /** Opens the database, again where that failed before, and tells how it is. Never rejects. */
  open(): Promise<void>;
  /** Deletes the database and begins a new one. Rejects with a sentence where other pages do not let go of it. */
  reset(): Promise<void>;
};

/** Tells what keeps the database from being used; null when it can be. */
export function watchStore(db: Database, told: (trouble: StoreTrouble | null) => void, resetMs = RESET_MS): StoreWatch {
  db.on('blocked', () => told({ kind: 'blocked' }));
  const open = async (): Promise<void> => {
    try {
      await db.open();
      told(null);
    } catch (error) {
      told(troubleOf(error));
    }
  };
  return {
    open,
    async reset() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('Another page of Footsteps holds the database. Close all of them and try again.')), resetMs);
      });
      try {
        await Promise.race([db.delete({ disableAutoOpen: false }), late]);
      } finally {
        clearTimeout(timer);
      }
      await open();
    },
  };
}
