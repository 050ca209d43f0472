import type { Json } from '../../../lib/base/json.ts';
import type { Seeded } from './seeded.ts';

const deep = (levels: number): string => `${'['.repeat(levels)}0${']'.repeat(levels)}`;

/** Texts that break careless readers: prototypes, markup, halves of characters, escapes, what makes a regular expression slow. */
const TEXTS: readonly (() => string)[] = [
  () => '', () => ' ', () => '__proto__', () => 'constructor', () => 'toString', () => 'hasOwnProperty', () => 'null', () => 'NaN',
  () => '<img src=x onerror=alert(1)>', () => '</script><script>alert(1)</script>', () => '\ud800', () => 'x\udfffy', () => '\u0000', () => '\u202etxt.exe',
  () => '%', () => '%E0%A4%A', () => '%00', () => '+', () => '🍪'.repeat(50), () => '99999999999999999999', () => '-0', () => '1e999',
  () => '0000-00-00T00:00:00Z', () => '9999-12-31T23:59:59.999Z', () => '{"a":', () => '{"__proto__":{"polluted":1}}', () => 'eyJhIjo', () => '//', () => 'http://[', () => 'data:text/html,<b>',
  () => 'a'.repeat(60_000), () => '/'.repeat(20_000), () => ' '.repeat(20_000), () => '-'.repeat(20_000), () => '1'.repeat(20_000), () => 'a-1.'.repeat(5_000), () => '%41'.repeat(5_000),
  () => deep(400), () => deep(40_000),
];

/** Raw JSON of values of every type, for the place of a value of another. */
const VALUES: readonly (() => string)[] = [
  () => 'null', () => 'true', () => 'false', () => '0', () => '-1', () => '1e308', () => '-1e308', () => '0.1', () => '9223372036854775807', () => '-9223372036854775808',
  () => '123456789012345678901234567890', () => '[]', () => '{}', () => '[null]', () => '[[]]', () => '{"":""}', () => '{"length":1e9}', () => '{"__proto__":{"polluted":1}}',
  () => '{"constructor":{"prototype":{"polluted":1}}}', () => '{"toString":1,"valueOf":1,"hasOwnProperty":1}', () => '"\\ud800"', () => deep(300), () => deep(30_000),
  () => `[${'0,'.repeat(5_000)}0]`, () => `{${Array.from({ length: 500 }, (_, i) => `"k${i}":{}`).join()}}`,
];

export const hostileText = (random: Seeded): string => random.pick(TEXTS)();

/** A value as raw JSON text: of any type, or a hostile text. */
export const hostileJson = (random: Seeded): string => (random.below(3) ? random.pick(VALUES)() : JSON.stringify(hostileText(random)));

type Place = { readonly path: readonly (string | number)[]; readonly value: Json };

function places(value: Json, path: readonly (string | number)[] = []): Place[] {
  const inner = Array.isArray(value)
    ? (value as readonly Json[]).flatMap((v, i) => places(v, [...path, i]))
    : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([k, v]) => places(v, [...path, k])) : [];
  return [{ path, value }, ...inner];
}

function write(value: Json, path: readonly (string | number)[], instead: (old: Json) => string | null, key?: string): string {
  const [head, ...rest] = path;
  if (head === undefined) return instead(value) ?? '';
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((v, i) => (i === head ? write(v, rest, instead, key) : JSON.stringify(v)));
    return `[${items.filter(Boolean).join()}]`;
  }
  const entries = Object.entries(value as { readonly [k: string]: Json }).map(([k, v]) => {
    const text = k === head ? write(v, rest, instead, key) : JSON.stringify(v);
    return text && `${JSON.stringify(k === head && !rest.length && key !== undefined ? key : k)}:${text}`;
  });
  return `{${entries.filter(Boolean).join()}}`;
}

/** JSON text with one value of another type, one key renamed or one entry gone; inside JSON that stands in a string too. Null: no JSON. */
export function mutateJson(text: string, random: Seeded): string | null {
  // What is as deep as this was mutated before; walking it would be too deep for us.
  if (/\[{200}/.test(text)) return null;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const place = random.pick(places(value));
  const inner = typeof place.value === 'string' && /^[[{]/.test(place.value) && random.below(2) ? mutateJson(place.value, random) : null;
  if (inner !== null) return write(value, place.path, () => JSON.stringify(inner));
  if (!place.path.length) return hostileJson(random);
  const way = random.below(8);
  if (way === 0) return write(value, place.path, () => null);
  if (way === 1) return write(value, place.path, (old) => JSON.stringify(old), hostileText(random));
  return write(value, place.path, () => hostileJson(random));
}
