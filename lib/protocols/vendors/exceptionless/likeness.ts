import { isObject, type Json } from '../../../base/json.ts';
import { at } from '../../reader.ts';

const TYPES: ReadonlySet<string> = new Set(['error', 'usage', 'log', '404', 'session', 'sessionend', 'heartbeat']);
const KEYS: ReadonlySet<string> = new Set(['type', 'source', 'date', 'tags', 'message', 'geo', 'value', 'count', 'reference_id', 'data']);
const MARK = /^@(?:error|simple_error|request|environment|user|user_description|version|level|submission_method|submission_client|stack|trace|location|ref:.+)$/;
/** At the root only marks that no log format has (`@version` is Logstash's). */
const ROOT_MARK = /^@(?:error|simple_error|request|environment|user|ref:.+)$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * How surely an item of a body is an Exceptionless event, 0 to 1. `/api/v2/events` is a path of many applications: known data under `@` is a
 * sure sign; without any the item must have nothing but an event's keys, and a key in the request or the set that the SDK always sends.
 * @param authed the request carries a key such as the server's
 * @param legacy the path is `/api/v1/error`
 */
export function likeness(item: Json, authed: boolean, legacy: boolean): number {
  if (!isObject(item)) return 0;
  if (legacy) return ISO.test(String(item['OccurrenceDate'] ?? '')) && (item['Message'] !== undefined || item['StackTrace'] !== undefined || item['Code'] !== undefined) ? 0.9 : 0;
  const { type } = item;
  const typed = typeof type === 'string';
  const dated = typeof item['date'] === 'string' && ISO.test(item['date']);
  const data = at(item, 'data');
  const marked = (isObject(data) && Object.keys(data).some((key) => MARK.test(key))) || Object.keys(item).some((key) => ROOT_MARK.test(key));
  if (marked) return typed || dated ? 0.95 : 0.6;
  if ((!typed && !dated) || Object.keys(item).some((key) => !KEYS.has(key) && !key.startsWith('@'))) return 0;
  const told = isObject(data) || Array.isArray(item['tags']) || ['source', 'message', 'reference_id'].some((key) => typeof item[key] === 'string');
  if (!told) return 0;
  const usual = typed && TYPES.has(type);
  if (authed) return usual || dated ? 0.8 : 0;
  return usual && dated && Array.isArray(item['tags']) ? 0.6 : 0;
}
