import type { SessionRulesOverride } from './session-rules.ts';
import type { SitesToRecord } from './sites.ts';

/** What becomes of a value on its way out. `hash`: the same value is the same within one archive, and says nothing else. */
export type Redacted = 'keep' | 'hash' | 'remove';

/** What the user has chosen. Each part stands by itself; a change replaces whole parts. */
export type Settings = {
  readonly version: 1;
  /** Off: nothing is recorded anywhere. */
  readonly recording: boolean;
  readonly sites: SitesToRecord;
  /** Record private windows, in memory only, where the browser lets us see them. */
  readonly privateWindows: boolean;
  /** The user's own numbers for vendors, by the id of the dissector. */
  readonly rules: { readonly [protocol: string]: SessionRulesOverride };
  /** Requests that are read as a vendor's whatever they look like: `POST collect.example.com/e` (see `parseEndpointPattern`) and the id of the dissector. The first that matches counts. */
  readonly endpoints: readonly OwnEndpoint[];
  /** The script that reads, in pages, the bodies which Chromium hides; hosts of sites where it does not run. */
  readonly pageTap: { readonly on: boolean; readonly offSites: readonly string[] };
  /** Larger bodies are not stored, or read only as far: as they were sent, and after decompression. */
  readonly bodyCaps: { readonly sentBytes: number; readonly decodedBytes: number };
  /** What is kept; the oldest goes first. Null: no such limit. */
  readonly retention: { readonly maxAgeDays: number | null; readonly maxEvents: number | null; readonly maxBytes: number | null };
  /** What is taken out of exports. `fields`: names of fields. `patterns`: regular expressions over text. */
  readonly redaction: {
    readonly user: Redacted; readonly email: Redacted; readonly ip: Redacted; readonly sessionIds: 'keep' | 'hash';
    readonly fields: readonly string[]; readonly patterns: readonly string[];
  };
  readonly theme: 'auto' | 'light' | 'dark';
};

export type OwnEndpoint = { readonly pattern: string; readonly protocol: string };
export type SettingsPart = Exclude<keyof Settings, 'version'>;
/** Whole parts; those that are not named stay. */
export type SettingsChange = { readonly [P in SettingsPart]?: Settings[P] };

/** Why not all that is stored holds. Where it is `newer`, nothing is written, as it would be lost. */
export type SettingsProblem =
  | { readonly kind: 'damaged' }
  | { readonly kind: 'damagedParts'; readonly parts: readonly SettingsPart[] }
  | { readonly kind: 'newer'; readonly version: number };

export type ReadSettings = { readonly settings: Settings; readonly problem: SettingsProblem | null };

const MB = 1024 * 1024;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  recording: true,
  sites: { mode: 'all', hosts: [] },
  privateWindows: true,
  rules: {},
  endpoints: [],
  pageTap: { on: true, offSites: [] },
  // Larger bodies are no SDK's.
  bodyCaps: { sentBytes: 8 * MB, decodedBytes: 32 * MB },
  retention: { maxAgeDays: 90, maxEvents: 1_000_000, maxBytes: 1024 * MB },
  redaction: { user: 'keep', email: 'keep', ip: 'keep', sessionIds: 'keep', fields: [], patterns: [] },
  theme: 'auto',
};
