import { err, ok, type Result } from '../base/result.ts';
import { parseEndpointPattern } from './endpoint-pattern.ts';
import type { OwnEndpoint } from './settings.ts';

/** The mark of a file with own endpoints, and the version of its format. */
const MARK = 'footstepsEndpoints';
const VERSION = 1;
/** As many as the settings hold. */
export const MAX_ENDPOINTS = 1_000;

/** Why a file is refused; `entry` counts from 1. */
export type EndpointFileProblem =
  | { readonly kind: 'notJson' | 'notOurs' | 'newer' | 'tooMany' }
  | { readonly kind: 'entry'; readonly entry: number; readonly what: 'pattern' | 'vendor'; readonly said: string };

/** Own endpoints as the text of a file. */
export const writeEndpointFile = (endpoints: readonly OwnEndpoint[]): string =>
  `${JSON.stringify({ [MARK]: VERSION, endpoints: endpoints.map(({ pattern, protocol }) => ({ pattern, protocol })) }, null, 2)}\n`;

/**
 * Reads such a file: all of it, or a word on what is wrong, so that nobody has half of a list.
 *
 * @param vendors ids of dissectors there are
 */
export function readEndpointFile(text: string, vendors: ReadonlySet<string>): Result<readonly OwnEndpoint[], EndpointFileProblem> {
  const file = parsed(text);
  if (file === undefined) return err({ kind: 'notJson' });
  if (!isObject(file) || typeof file[MARK] !== 'number' || !Array.isArray(file['endpoints'])) return err({ kind: 'notOurs' });
  if (file[MARK] > VERSION) return err({ kind: 'newer' });
  const entries = file['endpoints'] as readonly unknown[];
  if (entries.length > MAX_ENDPOINTS) return err({ kind: 'tooMany' });
  const endpoints: OwnEndpoint[] = [];
  for (const [i, entry] of entries.entries()) {
    const { pattern, protocol } = isObject(entry) ? entry : {};
    if (typeof pattern !== 'string' || !parseEndpointPattern(pattern).ok) return err({ kind: 'entry', entry: i + 1, what: 'pattern', said: said(pattern) });
    if (typeof protocol !== 'string' || !vendors.has(protocol)) return err({ kind: 'entry', entry: i + 1, what: 'vendor', said: said(protocol) });
    endpoints.push({ pattern: pattern.trim(), protocol });
  }
  return ok(endpoints);
}

/** What came of putting endpoints to those there are: of a pattern there is one, and the newer holds, in the older's place. */
export function mergeEndpoints(before: readonly OwnEndpoint[], more: readonly OwnEndpoint[]): { readonly endpoints: readonly OwnEndpoint[]; readonly added: number; readonly replaced: number } {
  const byPattern = new Map(before.map((endpoint) => [endpoint.pattern, endpoint]));
  let [added, replaced] = [0, 0];
  for (const endpoint of more) {
    const known = byPattern.get(endpoint.pattern);
    if (!known) added++;
    else if (known.protocol !== endpoint.protocol) replaced++;
    byPattern.set(endpoint.pattern, endpoint);
  }
  return { endpoints: [...byPattern.values()].slice(0, MAX_ENDPOINTS), added, replaced };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);
const said = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, 80);
