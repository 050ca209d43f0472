import { browser } from 'wxt/browser';

const LIVE = '#1a73e8';
const PAUSED = '#80868b';

/** The number of open sessions on the button, one tab at a time. A tab that has closed meanwhile is no error. */
export async function showBadge(tabId: number, openSessions: number, recording: boolean): Promise<void> {
  try {
    await browser.action.setBadgeBackgroundColor({ tabId, color: recording ? LIVE : PAUSED });
    await browser.action.setBadgeText({ tabId, text: openSessions ? String(openSessions) : '' });
  } catch {
    // The tab is gone.
  }
}

export async function openTabs(): Promise<number[]> {
  return (await browser.tabs.query({})).flatMap((tab) => tab.id ?? []);
}
