import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { compact, id, num, str } from '../reader.ts';
import type { WireRequest } from '../wire-request.ts';

/** An event's context over the one that its batch gives to all events, section by section. */
export function mergeContext(own: JsonObject | undefined, shared: JsonObject | undefined): JsonObject {
  if (!own || !shared) return own ?? shared ?? {};
  const merged: { [key: string]: Json } = { ...shared };
  for (const [key, value] of Object.entries(own)) {
    const below = merged[key];
    merged[key] = isObject(value) && isObject(below) ? { ...below, ...value } : value;
  }
  return merged;
}

/** What stays the same while a session lasts. */
export function attributesOf(context: JsonObject, event: JsonObject, request: WireRequest): { [key: string]: Json } {
  const sdk = str(context, 'library/name');
  const app = str(context, 'app/name');
  const width = num(context, 'screen/width');
  const height = num(context, 'screen/height');
  return compact({
    sdk,
    sdkVersion: id(context, 'library/version'),
    // RudderStack's web SDK writes itself here too.
    app: app === sdk ? undefined : app,
    appVersion: app === sdk ? undefined : id(context, 'app/version'),
    channel: str(event, 'channel'),
    userAgent: str(context, 'userAgent') ?? request.header('user-agent') ?? undefined,
    screen: width !== undefined && height !== undefined ? `${width}x${height}` : undefined,
    locale: str(context, 'locale'),
    timezone: str(context, 'timezone'),
    os: [str(context, 'os/name'), id(context, 'os/version')].filter(Boolean).join(' ') || undefined,
    device: str(context, 'device/model'),
  });
}
