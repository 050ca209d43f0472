import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { readTime, type EpochMs } from '../base/time.ts';

/**
 * Lenient typed getters over vendor payloads. A missing or mistyped value is `undefined`, never an exception: an inspector must show the
 * broken thing. Paths are keys joined by `/` (vendors use dots, `@` and `$` inside keys).
 */
export function at(value: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = value;
  const { keys, mayBeInherited } = pathOf(path);
  for (const key of keys) {
    if (Array.isArray(here)) here = (here as readonly Json[])[Number(key)];
    else if (isObject(here)) {
      const found: Json | undefined = here[key];
      if (found === undefined || (mayBeInherited && !Object.hasOwn(here, key))) return undefined;
      here = found;
    } else return undefined;
  }
  return here;
}

type Path = { readonly keys: readonly string[]; readonly mayBeInherited: boolean };

/** Paths stand in the code, and each is asked for with every event: splitting them again and again was a fifth of the reading. */
const known = new Map<string, Path>();
const MAX_KNOWN = 2_000;

function pathOf(path: string): Path {
  let found = known.get(path);
  if (found === undefined) {
    const keys = path.split('/');
    found = { keys, mayBeInherited: keys.some((key) => key in Object.prototype) };
    if (known.size < MAX_KNOWN) known.set(path, found);
  }
  return found;
}

/** Longest text taken from the wire for a name, an id or an identity. */
const MAX_TEXT = 2_000;
export const clip = (text: string, max = MAX_TEXT): string => (text.length > max ? `${text.slice(0, max)}…` : text);

export function str(value: Json | undefined, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** A non-empty string, or a number's digits: for ids that SDKs send either way. */
export function id(value: Json | undefined, path: string): string | undefined {
  const found = at(value, path);
  if (typeof found === 'string') return found === '' ? undefined : clip(found);
  return typeof found === 'number' ? String(found) : undefined;
}

export function num(value: Json | undefined, path: string): number | undefined {
  const found = at(value, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function bool(value: Json | undefined, path: string): boolean | undefined {
  const found = at(value, path);
  return typeof found === 'boolean' ? found : undefined;
}

export function obj(value: Json | undefined, path: string): JsonObject | undefined {
  const found = at(value, path);
  return isObject(found) ? found : undefined;
}

export function arr(value: Json | undefined, path: string): readonly Json[] | undefined {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly Json[]) : undefined;
}

export const time = (value: Json | undefined, path: string): EpochMs | undefined => readTime(at(value, path)) ?? undefined;

/** Drops the keys whose value is undefined, as `exactOptionalPropertyTypes` asks. */
export function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Record<string, unknown> = {};
  // Faster by a third than by a list of the keys, and what is given here inherits none that can be enumerated.
  for (const key in value) {
    const v: unknown = value[key];
    if (v === undefined) continue;
    // An own property as any other, where an assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(kept, key, { value: v, enumerable: true, configurable: true, writable: true });
    else kept[key] = v;
  }
  return kept as never;
}
