import { is } from 'valibot';
import { expect, it } from 'vitest';
import { changeSchema, parseSettings } from '../../../lib/browser/settings-schema.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/domain/settings.ts';

const chosen: Settings = {
  version: 1, recording: false, sites: { mode: 'except', hosts: ['bank.example', 'mail.example'] }, privateWindows: false,
  rules: { snowplow: { idleMs: 60_000, maxMs: null }, sentry: { manualOnly: true } },
  endpoints: [{ pattern: 'POST collect.example.com/e', protocol: 'snowplow' }, { pattern: 'in.example.com', protocol: 'sentry' }],
  pageTap: { on: true, offSites: ['bank.example'] }, bodyCaps: { sentBytes: 4096, decodedBytes: 8192 }, retention: { maxAgeDays: null, maxEvents: 10, maxBytes: null },
  redaction: { user: 'hash', email: 'remove', ip: 'keep', sessionIds: 'hash', fields: ['card'], patterns: [String.raw`\d{16}`] }, theme: 'dark',
};

it('reads what was chosen, and takes defaults for what an older version did not know', () => {
  expect(parseSettings(chosen)).toEqual({ settings: chosen, problem: null });
  expect(parseSettings({ version: 1, recording: false, rules: {} })).toEqual({ settings: { ...DEFAULT_SETTINGS, recording: false }, problem: null });
  expect(parseSettings(undefined)).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
});

it.each([[null], ['text'], [7], [[]], [{ version: 'one' }]])('has the defaults where nothing can be read, and says so: %j', (stored) => {
  expect(parseSettings(stored)).toEqual({ settings: DEFAULT_SETTINGS, problem: { kind: 'damaged' } });
});

it('has the defaults where a newer version wrote', () => {
  expect(parseSettings({ version: 2, recording: 'maybe' })).toEqual({ settings: DEFAULT_SETTINGS, problem: { kind: 'newer', version: 2 } });
});

const damage: readonly (readonly [what: string, stored: object, read: Partial<Settings>])[] = [
  ['a part', { recording: 'yes' }, { recording: true }],
  ['a part of another kind', { sites: 'all' }, { sites: DEFAULT_SETTINGS.sites }],
  ['a missing key', { redaction: { user: 'hash' } }, { redaction: { ...DEFAULT_SETTINGS.redaction, user: 'hash' } }],
  ['a host', { sites: { mode: 'only', hosts: ['a.example', 'https://b.example/x', 7, 'c.example'] } }, { sites: { mode: 'only', hosts: ['a.example', 'c.example'] } }],
  ['a mode', { sites: { mode: 'some', hosts: ['a.example'] } }, { sites: { mode: 'all', hosts: ['a.example'] } }],
  ["a vendor's rules", { rules: { sentry: { idleMs: -1 }, snowplow: { idleMs: 5 } } }, { rules: { snowplow: { idleMs: 5 } } }],
  ['an endpoint', { endpoints: [{ pattern: '', protocol: 'x' }, { pattern: 'a.example/e', protocol: 'x' }] }, { endpoints: [{ pattern: 'a.example/e', protocol: 'x' }] }],
  ['a cap', { bodyCaps: { sentBytes: 1e12, decodedBytes: 4096 } }, { bodyCaps: { ...DEFAULT_SETTINGS.bodyCaps, decodedBytes: 4096 } }],
  ['a theme', { theme: 'pink' }, { theme: 'auto' }],
];

it.each(damage)('loses only %s that is damaged', (_, stored, read) => {
  const [part] = Object.keys(stored);
  expect(parseSettings({ ...chosen, ...stored })).toEqual({ settings: { ...chosen, ...read }, problem: { kind: 'damagedParts', parts: [part] } });
});

it('names all damaged parts', () => {
  expect(parseSettings({ ...chosen, theme: 1, recording: 1 })).toMatchObject({ settings: { theme: 'auto', recording: true, sites: chosen.sites }, problem: { parts: ['recording', 'theme'] } });
});

it('lets change whole and valid parts alone', () => {
  expect(is(changeSchema, { theme: 'dark', sites: { mode: 'all', hosts: [] } })).toBe(true);
  for (const bad of [null, [], { theme: 'pink' }, { theme: undefined }, { unknown: 1 }, { version: 2 }, { sites: { mode: 'only' } }, { sites: { mode: 'only', hosts: ['https://a.example'] } }]) {
    expect(is(changeSchema, bad), JSON.stringify(bad)).toBe(false);
  }
});
