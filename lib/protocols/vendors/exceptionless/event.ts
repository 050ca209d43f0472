import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { parseJson } from '../../../base/lossless-json.ts';
import type { EpochMs } from '../../../base/time.ts';
import type { EventKind, Identity } from '../../../domain/event.ts';
import { arr, at, clip, compact, id, str, time } from '../../reader.ts';
import { isAsExpected, wrongTypes, type Expectation } from '../../wrong-types.ts';

/** One event as the server reads it: known data may stand at the root, and an object's JSON may stand in a string. */
export type ExceptionlessEvent = {
  readonly type: string;
  readonly kind: EventKind;
  readonly name: string;
  readonly isError: boolean;
  /** Client time; a future one counts as arrival (CheckEventDateAction). Null: none that can be read. */
  readonly date: EpochMs | null;
  readonly identity: Identity;
  readonly sessionId: string | undefined;
  readonly page: string | null;
  readonly attributes: { readonly [key: string]: Json };
};

/** Maps, as a type on the wire can be called `constructor`. */
const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ['error', 'error'], ['usage', 'track'], ['log', 'log'], ['session', 'sessionStart'], ['sessionend', 'sessionEnd'], ['heartbeat', 'heartbeat'],
]);
const SESSION_NAMES: ReadonlyMap<string, string> = new Map([['session', 'Session Start'], ['sessionend', 'Session End'], ['heartbeat', 'Session Heartbeat']]);

/** A known data key, wherever the client put it. */
export function known(event: JsonObject, key: string): Json | undefined {
  const value = at(event['data'], key) ?? at(event, key);
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

const EXPECTED: readonly Expectation[] = [
  ['type', 'string'], ['date', 'time'], ['source', 'string'], ['message', 'string'], ['value', 'number'], ['count', 'number'],
  ['tags', 'array'], ['reference_id', 'string'], ['data', 'object'],
];
const EXPECTED_DATA: readonly Expectation[] = [
  ['@user', 'object'], ['@error', 'object'], ['@simple_error', 'object'], ['@request', 'object'], ['@environment', 'object'],
  ['@level', 'string'], ['@version', 'string'], ['@ref:session', 'string'], ['@stack', 'object'],
];

/** Known parts that have a type which the server does not read: path and what was expected. */
export function wrongParts(event: JsonObject): { readonly path: string; readonly expected: string }[] {
  const wrong = wrongTypes(event, EXPECTED);
  for (const [key, expected] of EXPECTED_DATA) if (!isAsExpected(known(event, key), expected)) wrong.push({ path: `data.${key}`, expected });
  return wrong;
}

/** 1.x of the server's API (`/api/v1/error`): the error itself is the event, in .NET's spelling. */
export function upgradeLegacy(error: JsonObject): JsonObject {
  const notFound = id(error, 'Code') === '404' && isObject(error['RequestInfo']);
  const request = error['RequestInfo'];
  return compact({
    type: notFound ? '404' : 'error',
    date: error['OccurrenceDate'],
    source: notFound ? str(request, 'Path') : undefined,
    reference_id: id(error, 'Id'),
    tags: arr(error, 'Tags'),
    '@error': notFound ? undefined : compact({ type: str(error, 'Type'), message: str(error, 'Message') }),
    '@user': str(error, 'UserName') ? { identity: str(error, 'UserName') as string } : undefined,
    '@request': isObject(request)
      ? compact({ host: str(request, 'Host'), path: str(request, 'Path'), is_secure: at(request, 'IsSecure'), user_agent: str(request, 'UserAgent') })
      : undefined,
  });
}

export function readEvent(event: JsonObject, arrival: EpochMs): ExceptionlessEvent {
  const error = [known(event, '@error'), known(event, '@simple_error')].find(isObject);
  const type = str(event, 'type')?.trim() || (error ? 'error' : 'log');
  const level = levelOf(event);
  const kind = KINDS.get(type) ?? 'track';
  const isError = type === 'error' || error !== undefined || level === 'error' || level === 'fatal'
    || (arr(event, 'tags')?.some((tag) => typeof tag === 'string' && tag.toLowerCase() === 'critical') ?? false);
  const date = time(event, 'date') ?? null;
  const user = known(event, '@user');
  return {
    type,
    kind: kind === 'track' && error ? 'error' : kind,
    name: clip(nameOf(event, type, error), 500),
    isError,
    date: date === null ? null : Math.min(date, arrival),
    identity: compact({ userId: id(user, 'identity'), name: str(user, 'name') }),
    sessionId: sessionIdOf(event, type),
    page: pageOf(known(event, '@request')),
    attributes: attributesOf(event),
  };
}

const levelOf = (event: JsonObject): string | undefined => {
  const level = known(event, '@level');
  return typeof level === 'string' ? level.toLowerCase() : undefined;
};

/**
 * The id that the client made, as the server looks for it (PersistentEventExtensions.GetSessionId): of a start its reference id, of all
 * others the reference to the session. An identity session's start has neither.
 */
function sessionIdOf(event: JsonObject, type: string): string | undefined {
  if (type === 'session') return id(event, 'reference_id') ?? id(event, 'ReferenceId') ?? id(event, 'referenceId');
  const reference = known(event, '@ref:session');
  return typeof reference === 'string' && reference.trim() ? clip(reference) : undefined;
}

/** The title that the server's formatting plugins give; of an error also its class, which the server shows beside the title. */
function nameOf(event: JsonObject, type: string, error: Json | undefined): string {
  const title = str(known(event, '@stack'), 'title')?.trim();
  const message = str(event, 'message')?.trim();
  const source = str(event, 'source')?.trim();
  if (title) return title;
  if (error !== undefined) return [str(error, 'type'), str(error, 'message')].filter(Boolean).join(': ') || message || 'Unknown Error';
  const session = SESSION_NAMES.get(type);
  if (session) return session;
  if (type === 'usage' || type === '404') return source || message || '(Unknown)';
  return message || source || (type === 'error' ? 'Unknown Error' : type);
}

/** The page's address from its parts. The SDK says port 80 for https pages whose address has none. */
function pageOf(request: Json | undefined): string | null {
  const host = str(request, 'host');
  if (!host) return null;
  const port = id(request, 'port');
  const query = at(request, 'query_string');
  const search = isObject(query) ? Object.entries(query).map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(String(v))}`).join('&') : '';
  const secure = at(request, 'is_secure') === true;
  return clip(`${secure ? 'https' : 'http'}://${host}${port && port !== '80' && port !== '443' ? `:${port}` : ''}${str(request, 'path') ?? '/'}${search ? `?${search}` : ''}`);
}

/** What stays the same during a session. */
function attributesOf(event: JsonObject): { [key: string]: Json } {
  const environment = known(event, '@environment');
  const version = known(event, '@version');
  return compact({
    version: typeof version === 'string' ? clip(version, 200) : undefined,
    userAgent: str(known(event, '@request'), 'user_agent'),
    machine: str(environment, 'machine_name'),
    os: [str(environment, 'o_s_name'), str(environment, 'o_s_version')].filter(Boolean).join(' ') || undefined,
    runtime: str(environment, 'runtime_version'),
    architecture: str(environment, 'architecture'),
  });
}
