import { isObject, type Json } from '../base/json.ts';
import { readTime } from '../base/time.ts';
import { at } from './reader.ts';

const TESTS = {
  string: (v: Json) => typeof v === 'string',
  number: (v: Json) => typeof v === 'number',
  boolean: (v: Json) => typeof v === 'boolean',
  object: (v: Json) => isObject(v),
  array: (v: Json) => Array.isArray(v),
  /** A string, or a number where SDKs send one for an id. */
  id: (v: Json) => typeof v === 'string' || typeof v === 'number',
  text: (v: Json) => typeof v === 'string' || isObject(v),
  time: (v: Json) => readTime(v) !== null,
} as const;

/** Path as the reader's, and what the vendor's server reads there. */
export type Expectation = readonly [path: string, expected: keyof typeof TESTS];

/** Whether a value is of a type that the vendor's server reads. Absent and null is no fault. */
export const isAsExpected = (found: Json | undefined, expected: Expectation[1]): boolean => found === undefined || found === null || TESTS[expected](found);

/** The values of known parts that are there, but not {@link isAsExpected}. */
export function wrongTypes(value: Json, expectations: readonly Expectation[]): { readonly path: string; readonly expected: string }[] {
  const wrong = [];
  for (const [path, expected] of expectations) if (!isAsExpected(at(value, path), expected)) wrong.push({ path: path.replaceAll('/', '.'), expected });
  return wrong;
}
