import { isObject, type Json, type JsonObject } from '../base/json.ts';

const MAX_TIME = 8.64e15;
const isText = (value: Json | undefined): boolean => typeof value === 'string';
const isTextOrNull = (value: Json | undefined): boolean => value === null || typeof value === 'string';
const isNumberOrNull = (value: Json | undefined): boolean => value === null || Number.isFinite(value);
const isTime = (value: Json | undefined): boolean => typeof value === 'number' && value >= 0 && value <= MAX_TIME;

/**
 * Whether a request of an archive is one of those that writers write day after day: then it fits `requestSchema` in any case. Of others only
 * the schema knows whether they do; to ask it of every entry takes as long as to parse them.
 */
export const isSoundRequest = (entry: JsonObject): boolean =>
  isText(entry['id']) && isTime(entry['startedAt']) && isText(entry['method']) && isText(entry['url']) && isTextOrNull(entry['resourceType'])
  && isNumberOrNull(entry['tabId']) && isNumberOrNull(entry['frameId']) && isTextOrNull(entry['documentId']) && isTextOrNull(entry['pageUrl'])
  && isTextOrNull(entry['initiator']) && isHeaders(entry['headers']) && isWitnesses(entry['witnesses']) && isBody(entry['body']) && isOutcome(entry['outcome']);

const isHeaders = (value: Json | undefined): boolean => Array.isArray(value) && value.every((header: Json) => isObject(header) && isText(header['name']) && isText(header['value']));

const WITNESSES: ReadonlySet<unknown> = new Set(['webRequest', 'devtools', 'pageTap', 'import']);
const isWitnesses = (value: Json | undefined): boolean => Array.isArray(value) && value.every((witness) => WITNESSES.has(witness));

const isBody = (value: Json | undefined): boolean => isObject(value) && (value['kind'] === 'none' || (value['kind'] === 'bytes' && isText(value['base64']) && isTextOrNull(value['encoding'] ?? null)));

const isOutcome = (value: Json | undefined): boolean =>
  isObject(value) && value['kind'] === 'responded' && Number.isInteger(value['status']) && (value['status'] as number) >= 0 && isTime(value['endedAt']) && value['limits'] === undefined;
