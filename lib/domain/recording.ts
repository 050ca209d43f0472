import type { GapScope } from './ports.ts';
import type { Settings } from './settings.ts';
import { hostOf, matchesHost, recordsSite, type SitesToRecord } from './sites.ts';

/** What the user wants recorded: settings, and tabs that are paused for as long as they are there. */
export type RecordingChoice = Pick<Settings, 'recording' | 'sites'> & { readonly pausedTabs: ReadonlySet<number> };

/** By which of the user's choices something is not recorded; the widest that holds. */
export type PausedBy = 'everywhere' | 'site' | 'tab';

/** Of whom a request is. What the tab shows decides, for frames and workers too; the origin that asked, where no tab is known. */
export type RequestSource = { readonly tabId: number | null; readonly topUrl: string | null; readonly pageUrl: string | null; readonly initiator: string | null };

/** The host of the site that a request counts for; null where none is known. */
export const siteOf = ({ tabId, topUrl, pageUrl, initiator }: RequestSource): string | null =>
  (tabId === null ? null : (hostOf(topUrl) ?? hostOf(pageUrl))) ?? hostOf(initiator) ?? hostOf(pageUrl);

/** Null: it is recorded. */
export function pausedBy(choice: RecordingChoice, tabId: number | null, host: string | null): PausedBy | null {
  if (!choice.recording) return 'everywhere';
  if (!recordsSite(choice.sites, host)) return 'site';
  return tabId !== null && choice.pausedTabs.has(tabId) ? 'tab' : null;
}

/** What is not recorded now, a gap each; null stands for everything. */
export function pausedScopes({ recording, sites, pausedTabs }: RecordingChoice): readonly (GapScope | null)[] {
  return [...(recording ? [] : [null]), ...siteScopes(sites), ...[...pausedTabs].map((tabId): GapScope => ({ kind: 'tab', tabId }))];
}

function siteScopes({ mode, hosts }: SitesToRecord): readonly GapScope[] {
  if (mode === 'all') return [];
  return mode === 'only' ? [{ kind: 'otherSites', hosts }] : hosts.map((host) => ({ kind: 'site', host }));
}

export const sameScope = (a: GapScope | null, b: GapScope | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a gap of this scope (null: of everything) is one of a session, tab or request. Hosts null: not known, so it may be. */
export function concerns(scope: GapScope | null, of: { readonly tabIds: readonly number[]; readonly hosts: readonly string[] | null }): boolean {
  if (scope === null) return true;
  switch (scope.kind) {
    case 'tab':
      return of.tabIds.includes(scope.tabId);
    case 'site':
      return of.hosts?.some((host) => matchesHost(host, scope.host)) ?? true;
    case 'otherSites':
      return of.hosts?.some((host) => !scope.hosts.some((pattern) => matchesHost(host, pattern))) ?? true;
  }
}
