import { keepStoreState } from '../browser/store-state.ts';
import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import type { RetentionLimits } from '../domain/stored-size.ts';
import type { Delay } from '../pipeline/group-commit.ts';
import type { Database } from '../store/db.ts';
import { createRetention } from '../store/retention.ts';
import { troubleOf } from '../store/store-errors.ts';
import { watchStore } from '../store/store-watch.ts';
import type { Upkeep } from '../store/upkeep.ts';

export type BackgroundStoreDeps = {
  readonly db: Database;
  readonly upkeep: Pick<Upkeep, 'keepGap'>;
  /** As they are now. */
  readonly limits: () => Promise<RetentionLimits>;
  readonly now: () => EpochMs;
  readonly delay: Delay;
};

/** The database as a whole: whether it can be used, and how much is in it. */
export type BackgroundStore = {
  /** Opens it, and tells how that went. What could not be stored, and could not be told by the database either, is a gap in it as soon as it can be. */
  open(): Promise<void>;
  /** Opens it if it could not be used. */
  openAgain(): void;
  /** Deletes it and begins a new one. */
  reset(): Promise<void>;
  /** Stores a gap, or tells it beside the database where that takes nothing. */
  keepGap(gap: Gap): Promise<void>;
  /** Whether something could be removed. */
  makeRoom(): Promise<boolean>;
  /** Removes what is beyond the limits, a little at a time: what is recorded meanwhile is written in between. */
  keepWithinLimits(): Promise<void>;
};

export function createBackgroundStore({ db, upkeep, limits, now, delay }: BackgroundStoreDeps): BackgroundStore {
  const note = keepStoreState(delay);
  const store = watchStore(db, note.trouble);
  const retention = createRetention(db);
  let isRemoving = false;

  async function open(): Promise<void> {
    await store.open();
    if (!note.isTroubled()) await note.keepLeft((gap) => upkeep.keepGap({ ...gap, to: now() }));
  }

  return {
    open,
    openAgain() {
      if (note.isTroubled()) void open();
    },
    async reset() {
      await store.reset();
      await open();
    },
    async keepGap(gap) {
      try {
        await upkeep.keepGap(gap);
        note.kept();
      } catch (error) {
        note.unkept(gap, troubleOf(error));
      }
    },
    async makeRoom() {
      const { sessions, events, requests } = await retention.makeRoom();
      return sessions + events + requests > 0;
    },
    async keepWithinLimits() {
      if (isRemoving) return;
      isRemoving = true;
      try {
        let removed = await retention.step(await limits(), now());
        while (!removed.done) removed = await retention.step(await limits(), now());
      } finally {
        isRemoving = false;
      }
    },
  };
}
