import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';
import { DEFAULT_SETTINGS, type ReadSettings, type Settings, type SettingsChange } from '../domain/settings.ts';
import { parseSettings } from './settings-schema.ts';

const KEY = 'settings';

export async function readSettings(): Promise<ReadSettings> {
  return parseSettings((await browser.storage.local.get(KEY))[KEY]);
}

let writing: Promise<unknown> = Promise.resolve();

/**
 * Replaces the parts that are given. One change after the other, so that none is lost to another; for the background alone. Rejects where a
 * newer version has written the settings, as its own would be lost.
 */
export function changeSettings(change: SettingsChange): Promise<Settings> {
  const next = writing.then(async () => {
    const { settings: before, problem } = await readSettings();
    if (problem?.kind === 'newer') throw new Error(`The settings were written by a newer version of Footsteps (format ${problem.version}) and are left as they are.`);
    const settings = { ...before, ...change };
    await browser.storage.local.set({ [KEY]: settings });
    return settings;
  });
  writing = next.catch(() => undefined);
  return next;
}

/** Writes the defaults over whatever is stored, also what cannot be read and what a newer version wrote. For the background alone. */
export function resetSettings(): Promise<Settings> {
  const next = writing.then(async () => {
    await browser.storage.local.set({ [KEY]: DEFAULT_SETTINGS });
    return DEFAULT_SETTINGS;
  });
  writing = next.catch(() => undefined);
  return next;
}

/** Calls back at each change, whoever made it. Call it in the first turn of the worker. */
export function onSettingsChanged(listener: (read: ReadSettings) => void): () => void {
  const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
    const change = area === 'local' ? changes[KEY] : undefined;
    if (change) listener(parseSettings(change.newValue));
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}

export const liveSettings: Live<ReadSettings> = {
  subscribe(next, failed = () => undefined) {
    const stop = onSettingsChanged(next);
    void tellLater(readSettings(), next, failed);
    return stop;
  },
};
