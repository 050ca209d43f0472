import type { Json, JsonObject } from '../../../base/json.ts';
import type { EpochMs } from '../../../base/time.ts';
import type { Identity } from '../../../domain/event.ts';
import type { SessionSignal } from '../../../domain/signal.ts';
import { compact, id, str, time } from '../../reader.ts';
import type { WireRequest } from '../../wire-request.ts';
import { entity, type Decoded } from './flat-event.ts';
import { variantOf } from './rules.ts';

/** Anonymous trackers send this where an id has to stand. */
const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const real = (uuid: string | undefined): string | undefined => (uuid === NIL_UUID ? undefined : uuid);

function count(value: Json | undefined, path: string): number | undefined {
  const n = Number(id(value, path));
  return Number.isSafeInteger(n) && n >= 0 ? n : undefined;
}

/** What one event says of its session: from `sid`, `vid`, `duid`, `uid` and, where there is one, the `client_session` entity. */
export type EventSession = {
  readonly id: string | undefined;
  readonly index: number | undefined;
  readonly deviceId: string | undefined;
  readonly entity: JsonObject | undefined;
  /** Where parameter and entity tell different things. */
  readonly disagreements: readonly string[];
};

/** The parameters win over the entity: mobile and .NET trackers send the entity only, web trackers both or the parameters only. */
export function sessionOf(event: JsonObject, parts: Decoded): EventSession {
  const session = entity(parts, 'client_session');
  // Without storage the trackers' entity has an empty id and counts 0, whatever the parameters say: such a count is none.
  const named = id(session, 'sessionId') === undefined ? undefined : session;
  const pairs = [
    { what: 'sid', parameter: id(event, 'sid'), inEntity: id(session, 'sessionId') },
    { what: 'vid', parameter: count(event, 'vid'), inEntity: count(named, 'sessionIndex') },
    { what: 'duid', parameter: real(id(event, 'duid')), inEntity: real(id(session, 'userId')) },
  ] as const;
  const [sid, vid, duid] = pairs;
  return {
    id: sid.parameter ?? sid.inEntity,
    index: vid.parameter ?? vid.inEntity,
    deviceId: duid.parameter ?? duid.inEntity,
    entity: session,
    disagreements: pairs
      .filter((p) => p.parameter !== undefined && p.inEntity !== undefined && p.parameter !== p.inEntity)
      .map((p) => `${p.what} is ${p.parameter}, but client_session says ${p.inEntity}`),
  };
}

export function identityOf(event: JsonObject, session: EventSession): Identity {
  return compact({ userId: id(event, 'uid'), deviceId: session.deviceId });
}

/** The session signal of one event; null where the event names no session (anonymous tracking without sessions). */
export function signalOf(
  event: JsonObject,
  session: EventSession,
  at: EpochMs,
  eventIndex: number,
  request: WireRequest,
  parts: Decoded,
): SessionSignal | null {
  if (session.id === undefined) return null;
  return compact({
    type: id(event, 'e') === 'pp' ? 'heartbeat' : 'activity',
    at,
    deviceAt: time(event, 'dtm'),
    appState: appState(parts),
    eventIndex,
    sessionId: session.id,
    index: session.index,
    eventSequence: count(session.entity, 'eventIndex'),
    previousId: previousId(session.entity),
    firstEventId: session.entity?.['firstEventId'] === null ? null : id(session.entity, 'firstEventId'),
    startedAt: startedAt(event, session.entity, at, request.at),
    deviceId: session.deviceId,
    userId: id(event, 'uid'),
    attributes: attributes(event, session, request),
    rulesVariant: variantOf(id(event, 'tv')),
  } satisfies { [K in keyof SessionSignal]: SessionSignal[K] | undefined });
}

/**
 * Android's and iOS's own events say when the application goes to the background and comes back. The event itself still falls under the
 * time-out of the state before; that it counts for the state after makes no difference, as it renews the session in either.
 */
function appState(parts: Decoded): 'foreground' | 'background' | undefined {
  const schema = str(parts.unstruct, 'schema') ?? '';
  return schema.includes('/application_background/') ? 'background' : schema.includes('/application_foreground/') ? 'foreground' : undefined;
}

/** Null says "this was the first"; where the user is anonymised a null hides the id, which says nothing. */
function previousId(session: JsonObject | undefined): string | null | undefined {
  const previous = real(id(session, 'previousSessionId'));
  if (previous !== undefined || session?.['previousSessionId'] !== null) return previous;
  return id(session, 'userId') === NIL_UUID ? undefined : null;
}

/** The first event's time stands on the device's clock: moved by the same skew as the event's own, and never after it. */
function startedAt(event: JsonObject, session: JsonObject | undefined, at: EpochMs, arrival: EpochMs): EpochMs | undefined {
  const first = time(session, 'firstEventTimestamp');
  const sent = time(event, 'stm');
  return first === undefined || sent === undefined ? undefined : Math.min(at, arrival - (sent - first));
}

function attributes(event: JsonObject, session: EventSession, request: WireRequest): { [key: string]: Json } {
  const [, sdk, version] = /^(.+?)-(\d\S*)/.exec(id(event, 'tv') ?? '') ?? [];
  return compact({
    sdk: sdk ?? id(event, 'tv'),
    sdkVersion: version,
    appId: id(event, 'aid'),
    platform: id(event, 'p'),
    userAgent: id(event, 'ua') ?? request.header('user-agent') ?? undefined,
    screen: id(event, 'res'),
    locale: id(event, 'lang'),
    timezone: id(event, 'tz'),
    index: session.index,
    storage: id(session.entity, 'storageMechanism'),
  });
}
