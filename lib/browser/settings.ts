import { array, boolean, exactOptional, fallback, finite, literal, minValue, nullable, number, object, pipe, record, safeParse, string, type InferOutput } from 'valibot';
import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';

const duration = pipe(number(), finite(), minValue(0));

const schema = object({
  version: literal(1),
  recording: boolean(),
  /** The user's own numbers for vendors, by the id of the dissector. One damaged entry costs only itself. */
  rules: fallback(
    record(
      string(),
      object({
        idleMs: exactOptional(nullable(duration)),
        backgroundIdleMs: exactOptional(duration),
        maxMs: exactOptional(nullable(duration)),
        heartbeatMs: exactOptional(nullable(duration)),
        manualOnly: exactOptional(boolean()),
      }),
    ),
    {},
  ),
  /** The script that reads, in pages, the bodies which Chromium hides; hosts of sites where it does not run. */
  pageTap: fallback(object({ on: boolean(), offSites: array(string()) }), { on: true, offSites: [] }),
});

export type Settings = InferOutput<typeof schema>;
export type ReadSettings = { readonly settings: Settings; /** What was wrong with the stored record, as a sentence; the defaults hold then. */ readonly problem: string | null };

const KEY = 'settings';
export const DEFAULT_SETTINGS: Settings = { version: 1, recording: true, rules: {}, pageTap: { on: true, offSites: [] } };

/** The settings in a stored record. Nothing stored is no problem; a newer version's record is, and is not overwritten until something is changed. */
export function parseSettings(stored: unknown): ReadSettings {
  if (stored === undefined) return { settings: DEFAULT_SETTINGS, problem: null };
  const parsed = safeParse(schema, stored);
  if (parsed.success) return { settings: parsed.output, problem: null };
  return { settings: DEFAULT_SETTINGS, problem: `The stored settings cannot be read, so the defaults hold: ${parsed.issues[0].message}` };
}

export async function readSettings(): Promise<ReadSettings> {
  return parseSettings((await browser.storage.local.get(KEY))[KEY]);
}

export async function writeSettings(change: Partial<Omit<Settings, 'version'>>): Promise<Settings> {
  const settings = { ...(await readSettings()).settings, ...change };
  await browser.storage.local.set({ [KEY]: settings });
  return settings;
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
