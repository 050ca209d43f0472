import { textFromBase64 } from '../../../base/bytes.ts';
import { hash } from '../../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { parseJson } from '../../../base/lossless-json.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { EpochMs } from '../../../base/time.ts';
import type { EventKind } from '../../../domain/event.ts';
import { clip, id, obj, str, time } from '../../reader.ts';

/** A schema and what it describes: one entity of the contexts, or the event of `e=ue`. */
export type SelfDescribing = { readonly schema: string; readonly data: Json };

/** What a flat event carries in its JSON parameters, with a sentence for each that could not be read. */
export type Decoded = {
  readonly contexts: readonly SelfDescribing[] | undefined;
  readonly unstruct: SelfDescribing | undefined;
  readonly problems: readonly { readonly part: 'contexts' | 'unstruct'; readonly key: string; readonly message: string }[];
};

/** The values of `e`. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(['pv', 'pp', 'se', 'ue', 'tr', 'ti']);

/** A parameter that is JSON text, or base64 (either alphabet, padding optional) of it. Lenient: an object stands for itself. */
function decodeParameter(value: Json, base64: boolean): Result<JsonObject> {
  if (isObject(value)) return ok(value);
  if (typeof value !== 'string') return err('is no text');
  const text = base64 ? textFromBase64(value) : value;
  if (text === null) return err('is no base64');
  const json = parseJson(text);
  if (!json.ok) return err(`holds no JSON: ${clip(json.error, 200)}`);
  return isObject(json.value) ? ok(json.value) : err('holds no JSON object');
}

function selfDescribing(value: Json | undefined): SelfDescribing | undefined {
  const schema = str(value, 'schema');
  return schema !== undefined && isObject(value) && value['data'] !== undefined ? { schema, data: value['data'] } : undefined;
}

/** Reads `co`/`cx` and `ue_pr`/`ue_px`. One bad entity costs itself, not its neighbours. */
export function decodeParts(event: JsonObject): Decoded {
  const problems: Decoded['problems'][number][] = [];
  const pick = (part: 'contexts' | 'unstruct', plain: string, encoded: string): { key: string; inner: Json | undefined } | undefined => {
    const key = [plain, encoded].find((k) => event[k] !== undefined && event[k] !== '' && event[k] !== null);
    if (!key) return undefined;
    const read = decodeParameter(event[key] as Json, key === encoded);
    if (read.ok) return { key, inner: read.value['data'] };
    problems.push({ part, key, message: `${key} ${read.error}` });
    return undefined;
  };

  let contexts: SelfDescribing[] | undefined;
  const co = pick('contexts', 'co', 'cx');
  if (co && Array.isArray(co.inner)) {
    contexts = [];
    for (const [i, item] of (co.inner as readonly Json[]).entries()) {
      const entity = selfDescribing(item);
      if (entity) contexts.push(entity);
      else problems.push({ part: 'contexts', key: `${co.key}.data[${i}]`, message: 'an entity without schema and data' });
    }
  } else if (co) problems.push({ part: 'contexts', key: co.key, message: `${co.key} holds no list of entities` });

  const ue = pick('unstruct', 'ue_pr', 'ue_px');
  const unstruct = selfDescribing(ue?.inner);
  if (ue && !unstruct) problems.push({ part: 'unstruct', key: ue.key, message: `${ue.key} holds no event with schema and data` });
  else if (id(event, 'e') === 'ue' && !unstruct && !problems.some((p) => p.part === 'unstruct')) {
    problems.push({ part: 'unstruct', key: 'ue_pr', message: 'a self-describing event without ue_pr or ue_px' });
  }
  return { contexts, unstruct, problems };
}

/** `iglu:com.example/button_click/jsonschema/1-0-0` -> `button_click`; anything else as it stands. */
export function schemaName(schema: string): string {
  return /^(?:iglu:)?[^/]+\/([^/]+)\/[^/]+\/[^/]+$/.exec(schema)?.[1] ?? clip(schema);
}

/** The first entity of that name. */
export const entity = (parts: Decoded, name: string): JsonObject | undefined =>
  obj({ found: parts.contexts?.find((c) => schemaName(c.schema) === name)?.data ?? null }, 'found');

const pathOf = (url: string): string | undefined => /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] || undefined;

/** What kind of footstep it is, and what a person reads. */
export function describe(event: JsonObject, parts: Decoded): { kind: EventKind; name: string } {
  const text = (key: string) => id(event, key);
  const type = text('e');
  switch (type) {
    case 'pv':
      return { kind: 'page', name: text('page') ?? pathOf(text('url') ?? '') ?? 'page view' };
    case 'pp':
      return { kind: 'heartbeat', name: 'page ping' };
    case 'se': {
      const around = [text('se_ca'), text('se_la')].filter((t) => t !== undefined);
      const action = text('se_ac') ?? 'structured event';
      return { kind: 'track', name: clip(around.length ? `${action} (${around.join(', ')})` : action) };
    }
    case 'ue': {
      if (!parts.unstruct) return { kind: 'track', name: 'self-describing event' };
      const name = schemaName(parts.unstruct.schema);
      if (name === 'application_error') return { kind: 'error', name: id(parts.unstruct.data, 'message') ?? name };
      return { kind: name === 'screen_view' ? 'page' : 'track', name };
    }
    case 'tr':
      return { kind: 'track', name: ['transaction', text('tr_id')].filter(Boolean).join(' ') };
    case 'ti':
      return { kind: 'track', name: ['transaction item', text('ti_nm') ?? text('ti_sk')].filter(Boolean).join(' ') };
    default:
      return { kind: 'unknown', name: type ?? 'event' };
  }
}

/**
 * `derived_tstamp` as Snowplow's enrichment computes it (enrich, EventEnrichments.getDerivedTimestamp): the true time if the application
 * gave one; else the arrival less what lay between making and sending on the device's clock; else, or if that is not positive, the arrival.
 */
export function derivedTime(event: JsonObject, arrival: EpochMs): EpochMs {
  const truth = time(event, 'ttm');
  if (truth !== undefined) return truth;
  const created = time(event, 'dtm');
  const sent = time(event, 'stm');
  return created !== undefined && sent !== undefined && created < sent ? arrival - (sent - created) : arrival;
}

/**
 * The event's uuid. Trackers without one: its own text, less the sending time, which a retry changes. Without a time of its own either
 * (the no-JavaScript pixel) equal texts are two events.
 */
export function dedupeKey(event: JsonObject): string | null {
  const eid = id(event, 'eid');
  if (eid !== undefined || id(event, 'dtm') === undefined) return eid ?? null;
  const { stm: _, ...rest } = event;
  return hash(JSON.stringify(rest));
}
