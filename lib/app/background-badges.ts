import { createBadges, openTabs } from '../browser/badge.ts';
import type { EpochMs } from '../base/time.ts';
import type { PausedBy } from '../domain/recording.ts';
import { hostOf } from '../domain/sites.ts';
import type { Delay } from '../pipeline/group-commit.ts';
import type { Database } from '../store/db.ts';
import { tabTally } from '../store/tab-tally.ts';
import { badgeView } from '../view/recording.ts';

/** Badges of what was written within this time are shown together. */
const BADGE_MS = 200;
/** So long a crash shows on the button, though the session is over. */
const JUST_MS = 5 * 60_000;

export type BackgroundBadgesDeps = {
  readonly db: Database;
  readonly now: () => EpochMs;
  readonly delay: Delay;
  /** Looks at the user's choice again, so that `pausedBy` is of now. */
  readonly look: () => Promise<void>;
  readonly pausedBy: (tabId: number, host: string | null) => PausedBy | null;
  /** The address of what a tab shows; null where it is not known. */
  readonly shownIn: (tabId: number) => string | null;
  /** How many sessions are open in a tab of a private window; null for tabs of others. */
  readonly openPrivateSessions: (tabId: number) => number | null;
};

export type BackgroundBadges = {
  show(tabIds: ReadonlySet<number>): Promise<void>;
  showAll(): Promise<void>;
  /** The same a little later, with all that are asked for until then: with each write would be hundreds of times a second. */
  showSoon(tabIds: ReadonlySet<number>): void;
  /** Shows those anew that tell of a crash: in a while it is old news. */
  showCrashed(): Promise<void>;
  /** The tab shows another page: browsers take its badge away as its page goes. */
  left(tabId: number): void;
};

/** The button of each tab. */
export function createBackgroundBadges({ db, now, delay, look, pausedBy, shownIn, openPrivateSessions }: BackgroundBadgesDeps): BackgroundBadges {
  const badges = createBadges(now);
  const crashed = new Set<number>();
  let due = new Set<number>();

  async function show(tabIds: ReadonlySet<number>): Promise<void> {
    await look();
    for (const tabId of tabIds) {
      const by = pausedBy(tabId, hostOf(shownIn(tabId)));
      const openSessions = openPrivateSessions(tabId);
      const tally = openSessions === null ? await tabTally(db, tabId, now() - JUST_MS) : { openSessions, errors: 0, findings: 0, crashed: 0 };
      if (tally.crashed) crashed.add(tabId);
      else crashed.delete(tabId);
      await badges.show(tabId, badgeView(tally, by));
    }
  }

  return {
    show,
    showAll: async () => show(new Set(await openTabs())),
    showSoon(tabIds) {
      if (!tabIds.size) return;
      if (!due.size) {
        delay(() => {
          const those = due;
          due = new Set();
          void show(those);
        }, BADGE_MS);
      }
      for (const tabId of tabIds) due.add(tabId);
    },
    showCrashed: () => show(new Set(crashed)),
    left(tabId) {
      badges.left(tabId);
      void show(new Set([tabId]));
    },
  };
}
