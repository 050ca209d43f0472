import { browser } from 'wxt/browser';

const COLOURS = { live: '#1a73e8', trouble: '#c5221f', paused: '#80868b' } as const;

/** What the button of a tab shows: a few characters on a colour, and the whole in words. */
export type Badge = { readonly text: string; readonly look: keyof typeof COLOURS; readonly title: string };

/** Shows it, one tab at a time. A tab that has closed meanwhile is no error. */
export async function showBadge(tabId: number, { text, look, title }: Badge): Promise<void> {
  try {
    await browser.action.setTitle({ tabId, title });
    await browser.action.setBadgeBackgroundColor({ tabId, color: COLOURS[look] });
    await browser.action.setBadgeText({ tabId, text });
  } catch {
    // The tab is gone.
  }
}

export async function openTabs(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap((tab) => tab.id ?? []);
}
