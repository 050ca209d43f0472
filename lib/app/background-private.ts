import { listenToPrivatePages } from '../browser/private-port.ts';
import { stayAwakeWhile, watchPrivateTabs } from '../browser/private-tabs.ts';
import type { Tell } from '../domain/feed.ts';
import type { DevtoolsJoinDeps } from '../pipeline/devtools-join.ts';
import { createPrivateWindows, type PrivateWindowsOptions } from '../pipeline/private-windows.ts';

/** After a private window has closed its pages send nothing more. */
const FORGET_MS = 5_000;

export type BackgroundPrivateDeps = Omit<PrivateWindowsOptions, 'windowOf'> & {
  /** Whether the user wants private windows recorded. */
  readonly isOn: () => boolean;
  /** For what is not of a private window. */
  readonly others: Tell;
  /** Forgets what is known of pages of private windows that have closed. */
  readonly forgetPages: () => void;
};

export type BackgroundPrivate = {
  /** Resolves when it is known which tabs are in private windows. */
  readonly ready: Promise<void>;
  readonly tell: Tell;
  /** How many sessions are open in a tab of a private window; null for tabs of others. */
  openSessions(tabId: number): number | null;
  /** Forgets the private window of a tab; whether it is in one. */
  forget(tabId: number): boolean;
  devtools(tabId: number): Omit<DevtoolsJoinDeps, 'idOf'>;
  tick(): Promise<void>;
};

/** Private windows, from their tabs to our pages that look at them. Call it in the first turn of the worker. */
export function startPrivateWindows({ isOn, others, forgetPages, ...options }: BackgroundPrivateDeps): BackgroundPrivate {
  const stayAwake = stayAwakeWhile(() => !windows.isEmpty());
  const windows = createPrivateWindows({
    ...options,
    windowOf: (tabId) => tabs.windowOf(tabId),
    changed(touched) {
      tellPages();
      options.changed(touched);
    },
  });
  const tellPages = listenToPrivatePages({ view: windows.view, recording: windows.recording, delay: options.delay });
  const tabs = watchPrivateTabs((windowId, isLast) => {
    windows.closed(windowId, isLast);
    options.delay(forgetPages, FORGET_MS);
  });
  const isPrivate = (tabId: number): boolean => tabs.windowOf(tabId) !== null;
  return {
    ready: tabs.ready,
    tell(item) {
      if (isOn() && windows.take(item)) stayAwake();
      else others(item);
    },
    openSessions: (tabId) => (isPrivate(tabId) ? windows.openSessions(tabId) : null),
    forget(tabId) {
      if (!isPrivate(tabId)) return false;
      windows.forget(tabId);
      return true;
    },
    devtools: windows.devtools,
    tick: windows.tick,
  };
}
