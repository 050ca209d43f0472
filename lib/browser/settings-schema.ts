import { array, boolean, check, custom, exactOptional, finite, integer, is, literal, maxLength, maxValue, minValue, nullable, number, object, picklist, pipe, record, safeParse, string, type GenericSchema } from 'valibot';
import { parseEndpointPattern } from '../domain/endpoint-pattern.ts';
import { DEFAULT_SETTINGS, type ReadSettings, type Settings, type SettingsChange, type SettingsPart } from '../domain/settings.ts';
import { isHost } from '../domain/sites.ts';

/** Lists stand in the memory of every page of ours, and each request is held against some. */
const MAX_ENTRIES = 1_000;

const duration = pipe(number(), finite(), minValue(0));
const count = pipe(number(), integer(), minValue(1));
const text = pipe(string(), maxLength(1_000));
const list = <S extends GenericSchema>(item: S) => pipe(array(item), maxLength(MAX_ENTRIES));
const redacted = picklist(['keep', 'hash', 'remove']);

const parts = {
  recording: boolean(),
  sites: object({ mode: picklist(['all', 'only', 'except']), hosts: list(pipe(string(), check(isHost))) }),
  privateWindows: boolean(),
  rules: record(
    text,
    object({
      idleMs: exactOptional(nullable(duration)),
      backgroundIdleMs: exactOptional(duration),
      maxMs: exactOptional(nullable(duration)),
      heartbeatMs: exactOptional(nullable(duration)),
      manualOnly: exactOptional(boolean()),
    }),
  ),
  endpoints: list(object({ pattern: pipe(string(), check((pattern) => parseEndpointPattern(pattern).ok)), protocol: text })),
  pageTap: object({ on: boolean(), offSites: list(text) }),
  bodyCaps: object({ sentBytes: pipe(count, minValue(1024), maxValue(64 * 1024 * 1024)), decodedBytes: pipe(count, minValue(1024), maxValue(256 * 1024 * 1024)) }),
  retention: object({ maxAgeDays: nullable(pipe(number(), finite(), minValue(0))), maxEvents: nullable(count), maxBytes: nullable(count) }),
  redaction: object({ user: redacted, email: redacted, ip: redacted, sessionIds: picklist(['keep', 'hash']), fields: list(text), patterns: list(text) }),
  theme: picklist(['auto', 'light', 'dark']),
} satisfies { readonly [P in SettingsPart]: GenericSchema<unknown, Settings[P]> };

const schema = object({ version: literal(1), ...parts });

/** Some parts of the settings, each whole: what a page may ask to change. */
export const changeSchema = custom<SettingsChange>(
  (change) => isObject(change) && Object.entries(change).every(([part, value]) => Object.hasOwn(parts, part) && is(parts[part as SettingsPart], value)),
  'such settings are not possible',
);

const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The settings in a stored record. Nothing stored is no problem, nor are parts that an older version did not know. What is damaged costs only
 * itself: an entry of a list or a record goes, anything else has its default again.
 */
export function parseSettings(stored: unknown): ReadSettings {
  if (stored === undefined) return { settings: DEFAULT_SETTINGS, problem: null };
  if (!isObject(stored)) return { settings: DEFAULT_SETTINGS, problem: { kind: 'damaged' } };
  const { version } = stored;
  if (typeof version === 'number' && version > 1) return { settings: DEFAULT_SETTINGS, problem: { kind: 'newer', version } };
  const first = safeParse(schema, { ...DEFAULT_SETTINGS, ...stored });
  if (first.success) return { settings: first.output, problem: null };
  const paths = first.issues.map(({ path }) => path?.map(({ key }) => key as PropertyKey) ?? []);
  const second = safeParse(schema, { ...DEFAULT_SETTINGS, ...stored, ...repaired(stored, paths) });
  const damaged = new Set(paths.map(([part]) => part));
  const known = Object.keys(parts).filter((part): part is SettingsPart => damaged.has(part));
  return second.success && known.length ? { settings: second.output, problem: { kind: 'damagedParts', parts: known } } : { settings: DEFAULT_SETTINGS, problem: { kind: 'damaged' } };
}

/** The damaged parts without what is wrong at these paths. */
function repaired(stored: { readonly [name: string]: unknown }, paths: readonly (readonly PropertyKey[])[]): { [name: string]: unknown } {
  const defaults: { readonly [name: string]: unknown } = DEFAULT_SETTINGS;
  return Object.fromEntries([...Map.groupBy(paths, ([part]) => String(part))].map(([part, its]) => [part, without(stored[part], its.map((path) => path.slice(1)), defaults[part])]));
}

function without(value: unknown, paths: readonly (readonly PropertyKey[])[], byDefault: unknown): unknown {
  if (paths.some((path) => path.length === 0)) return byDefault;
  const bad = Map.groupBy(paths, ([key]) => String(key));
  // An entry that is damaged within is no entry.
  if (Array.isArray(value)) return value.filter((_, i) => !bad.has(String(i)));
  if (!isObject(value) || !isObject(byDefault)) return byDefault;
  const names = new Set([...Object.keys(value), ...Object.keys(byDefault)]);
  return Object.fromEntries(
    [...names].flatMap((name): [string, unknown][] => {
      const wrong = bad.get(name);
      if (!wrong) return [[name, value[name]]];
      return name in byDefault ? [[name, without(value[name], wrong.map((path) => path.slice(1)), byDefault[name])]] : [];
    }),
  );
}
