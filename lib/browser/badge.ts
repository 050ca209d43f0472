import { browser } from 'wxt/browser';

const COLOURS = { live: '#1a73e8', trouble: '#c5221f', paused: '#80868b' } as const;

/** What the button of a tab shows: a few characters on a colour, and the whole in words. */
export type Badge = { readonly text: string; readonly look: keyof typeof COLOURS; readonly title: string };

/** So long after a page was left the browser may still take its badge away. */
const LEFT_MS = 2_000;

export type Badges = {
  /** Shows it, one tab at a time, where it is another than the last. A tab that has closed meanwhile is no error. */
  show(tabId: number, badge: Badge): Promise<void>;
  /** The browser takes the badge away as a page goes. */
  left(tabId: number): void;
};

/** Showing one takes several milliseconds in two processes, and while a page sends it is asked for five times a second. */
export function createBadges(now: () => number): Badges {
  const shown = new Map<number, string>();
  const left = new Map<number, number>();
  return {
    async show(tabId, badge) {
      const { text, look, title } = badge;
      const of = JSON.stringify(badge);
      if (shown.get(tabId) === of && now() - (left.get(tabId) ?? -Infinity) > LEFT_MS) return;
      shown.set(tabId, of);
      try {
        await browser.action.setTitle({ tabId, title });
        await browser.action.setBadgeBackgroundColor({ tabId, color: COLOURS[look] });
        await browser.action.setBadgeText({ tabId, text });
      } catch {
        // The tab is gone.
        shown.delete(tabId);
        left.delete(tabId);
      }
    },
    left(tabId) {
      left.set(tabId, now());
      shown.delete(tabId);
    },
  };
}

export async function openTabs(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap((tab) => tab.id ?? []);
}
