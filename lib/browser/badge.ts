import { browser } from 'wxt/browser';

const LIVE = '#1a73e8';
const PAUSED = '#80868b';

/** What the button of a tab says: the number of open sessions, grey where nothing is recorded, and the whole in words. */
export type Badge = { readonly openSessions: number; readonly recording: boolean; readonly title: string };

/** Shows it, one tab at a time. A tab that has closed meanwhile is no error. */
export async function showBadge(tabId: number, { openSessions, recording, title }: Badge): Promise<void> {
  try {
    await browser.action.setTitle({ tabId, title });
    await browser.action.setBadgeBackgroundColor({ tabId, color: recording ? LIVE : PAUSED });
    await browser.action.setBadgeText({ tabId, text: openSessions ? String(openSessions) : '' });
  } catch {
    // The tab is gone.
  }
}

export async function openTabs(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap((tab) => tab.id ?? []);
}
