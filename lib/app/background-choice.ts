import { createPausedTabs } from '../browser/paused-tabs.ts';
import { changeSettings, onSettingsChanged, readSettings, resetSettings } from '../browser/settings.ts';
import { ownEndpoints, type OwnEndpointOf } from '../domain/own-endpoints.ts';
import type { GapScope } from '../domain/ports.ts';
import { pausedBy, pausedScopes, type PausedBy, type RecordingChoice } from '../domain/recording.ts';
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from '../domain/settings.ts';
import { hostOf, withSite } from '../domain/sites.ts';

export type ChoiceDeps = {
  /** The settings are others. */
  readonly changed: (settings: Settings) => void;
  /** The user's rules are others than those that open sessions are described by. */
  readonly rulesChanged: () => void;
  /** The limits of what is kept are others, as the user wished. */
  readonly limitsChanged: () => void;
  /** Is given what is paused from now on. */
  readonly paused: (scopes: readonly (GapScope | null)[]) => Promise<void>;
};

/** The user's settings and paused tabs. What answers at once goes by them as they were when they were last looked at. */
export type Choice = {
  current(): Promise<Settings>;
  /** Looks at them again. */
  look(): Promise<void>;
  /** Looks at them again, and tells what is paused. */
  sync(): Promise<void>;
  pausedBy(tabId: number | null, host: string | null): PausedBy | null;
  isPaused(url: string | null, tabId: number | null): boolean;
  recordsPrivate(): boolean;
  readonly ownEndpointOf: OwnEndpointOf;
  /** Larger bodies that are sent are not kept. */
  maxSentBytes(): number;
  change(parts: SettingsChange): Promise<void>;
  reset(): Promise<void>;
  recordSite(host: string, on: boolean): Promise<void>;
  recordTab(tabId: number, on: boolean): Promise<void>;
};

/** Call it in the first turn of the worker; it calls back in none but later ones. */
export function keepChoice({ changed, rulesChanged, limitsChanged, paused }: ChoiceDeps): Choice {
  const pausedTabs = createPausedTabs(() => void sync());
  let settings = readSettings();
  /** The user's rules that open sessions are described by. Not those of `settings`, which are the new ones before Firefox tells of the change. */
  let describedBy = settings.then((read) => JSON.stringify(read.settings.rules));
  let recordsPrivate = false;
  let ownEndpointOf: OwnEndpointOf = () => null;
  let { bodyCaps } = DEFAULT_SETTINGS;
  let choice: RecordingChoice = { recording: true, sites: { mode: 'all', hosts: [] }, pausedTabs: new Set() };
  onSettingsChanged((read) => {
    settings = Promise.resolve(read);
    changed(read.settings);
    void look();
    const [before, rules] = [describedBy, JSON.stringify(read.settings.rules)];
    describedBy = Promise.resolve(rules);
    void before.then((last) => {
      if (last !== rules) rulesChanged();
    });
  });

  const current = async (): Promise<Settings> => (await settings).settings;
  async function look(): Promise<void> {
    const [{ recording, sites, endpoints, privateWindows, bodyCaps: caps }] = await Promise.all([current(), pausedTabs.ready]);
    recordsPrivate = privateWindows;
    ownEndpointOf = ownEndpoints(endpoints);
    bodyCaps = caps;
    choice = { recording, sites, pausedTabs: pausedTabs.all() };
  }
  async function sync(): Promise<void> {
    await look();
    await paused(pausedScopes(choice));
  }
  async function change(parts: SettingsChange): Promise<void> {
    settings = Promise.resolve({ settings: await changeSettings(parts), problem: null });
    if (parts.retention) limitsChanged();
    await sync();
  }

  return {
    current, look, sync, change,
    pausedBy: (tabId, host) => pausedBy(choice, tabId, host),
    isPaused: (url, tabId) => pausedBy(choice, tabId, hostOf(url)) !== null,
    recordsPrivate: () => recordsPrivate,
    ownEndpointOf: (address) => ownEndpointOf(address),
    maxSentBytes: () => bodyCaps.sentBytes,
    async reset() {
      settings = Promise.resolve({ settings: await resetSettings(), problem: null });
      limitsChanged();
      await sync();
    },
    recordSite: async (host, on) => change({ sites: withSite((await current()).sites, host, on) }),
    async recordTab(tabId, on) {
      await pausedTabs.set(tabId, !on);
      await sync();
    },
  };
}
