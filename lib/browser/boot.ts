import { browser } from 'wxt/browser';

/** One run of the browser (or of this installation of ours in it): request ids and tab numbers mean something only within it. */
export type Boot = { readonly id: string; /** Epoch milliseconds. */ readonly at: number; readonly isNew: boolean };

const KEY = 'boot';

type Stored = { readonly id: string; readonly at: number };

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'at' in value && typeof value.at === 'number';

/** The present run: kept while the worker stops and starts, new with the browser. For the worker alone, as it writes. */
export async function startBoot(now: number, newId: () => string): Promise<Boot> {
  const known = await readBoot();
  if (known) return { ...known, isNew: false };
  const boot = { id: newId(), at: now };
  await browser.storage.session.set({ [KEY]: boot });
  return { ...boot, isNew: true };
}

/** Null before the worker has run. */
export async function readBoot(): Promise<Stored | null> {
  const value: unknown = (await browser.storage.session.get(KEY))[KEY];
  return isStored(value) ? value : null;
}

let startedAt: number | null = null;

/** When the present run began; 0 before the worker has run. Asked for once: a page is over before its run is. */
export async function bootedAt(): Promise<number> {
  startedAt ??= (await readBoot())?.at ?? null;
  return startedAt ?? 0;
}

/** The browser has started: whatever tabs there were before are gone. Call it in the first turn of the worker. */
export function onBrowserStart(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
}
