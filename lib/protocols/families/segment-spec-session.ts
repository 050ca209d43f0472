import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { EpochMs } from '../../base/time.ts';
import { clip } from '../reader.ts';

/** The session of one event: its id exactly as on the wire, whether it began with the event, and what is wrong with either. */
export type SpecSession = {
  readonly id: string | undefined;
  readonly start: boolean;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly path: string }[];
};

const INTEGER = /^-?\d+$/;
const LONGEST = 2n ** 63n;
/** Digits of the longest 64-bit integers, leading minus and some room included. */
const MAX_DIGITS = 40;

/**
 * Reads `context.sessionId`/`sessionStart` and `context.session.{id,start}`. Where both are there the flat form wins, as it does at Krenalis's
 * collector unless the nested one comes later, which it rejects. `text`: the request's, to tell `"123"` from a number too long for a double,
 * as both are text once parsed.
 */
export function sessionIdOf(context: JsonObject, text: string): SpecSession {
  const problems: SpecSession['problems'][number][] = [];
  const nested = isObject(context['session']) ? context['session'] : {};
  const { id: nestedId, start: nestedStart } = nested;
  const flatId = context['sessionId'];
  const flat = nestedId === undefined || (flatId ?? null) !== null;
  if ((flatId !== undefined || context['sessionStart'] !== undefined) && (nestedId !== undefined || nestedStart !== undefined)) {
    problems.push({ code: 'session.bothForms', message: 'context.session and context.sessionId or sessionStart in one event', path: 'context' });
  }

  const idPath = flat ? 'context.sessionId' : 'context.session.id';
  const raw = flat ? flatId : nestedId;
  const wrong = raw === undefined ? undefined : idProblem(raw, flat ? 'sessionId' : 'id', text);
  if (wrong) problems.push({ ...wrong, path: idPath });

  const flags = { 'context.sessionStart': context['sessionStart'], 'context.session.start': nestedStart };
  for (const [path, flag] of Object.entries(flags)) {
    if (flag !== undefined && typeof flag !== 'boolean') problems.push({ code: 'session.startInvalid', message: 'the start flag is no boolean', path });
  }
  const start = Object.values(flags).includes(true);
  const sessionId = typeof raw === 'number' ? String(raw) : typeof raw === 'string' && raw !== '' ? clip(raw) : undefined;
  if (start && raw === undefined) problems.push({ code: 'session.startWithoutId', message: 'a start flag without a session id', path: 'context' });
  return { id: sessionId, start, problems };
}

function idProblem(raw: Json, key: string, text: string): { code: string; message: string } | undefined {
  if (typeof raw === 'string') {
    const digits = INTEGER.test(raw) && !Number.isSafeInteger(Number(raw));
    if (digits && raw.length > MAX_DIGITS) return { code: 'session.idInvalid', message: `the session id ${clip(raw, 100)} is no 64-bit integer` };
    // An expression takes its time for a whole batch, and hardly any has it so.
    const quoted = !digits || (text.includes(`"${raw}"`) && new RegExp(`"${key}"\\s*:\\s*"${raw}"`).test(text));
    if (quoted) return { code: 'session.idIsText', message: `the session id ${JSON.stringify(clip(raw, 100))} is text, not a number` };
    const value = BigInt(raw);
    return value >= LONGEST || value < -LONGEST ? { code: 'session.idInvalid', message: `the session id ${raw} is no 64-bit integer` } : undefined;
  }
  if (typeof raw === 'number') return Number.isInteger(raw) && INTEGER.test(String(raw)) ? undefined : { code: 'session.idInvalid', message: `the session id ${raw} is no integer` };
  return { code: 'session.idInvalid', message: `the session id is ${raw === null ? 'null' : 'no number'}` };
}

/** A clock is read twice, for the event and for the id, in either order. */
const LATER_MS = 1_000;
/** Sessions started by hand outlive any time-out, but an id a year off is no time. */
const EARLIER_MS = 366 * 86_400_000;

/**
 * The start that an id tells, moved to the same clock as `at`; `manual` where it tells none: SDKs take the time in milliseconds (mobile ones in
 * seconds), a page may give any number. Backdated events are compared by when they were sent.
 */
export function startOf(
  sessionId: string,
  event: { readonly at: EpochMs; readonly madeAt: EpochMs; readonly sentAt: EpochMs | undefined },
  inSeconds: boolean,
): { startedAt?: EpochMs; manual?: true } {
  const latest = Math.max(event.madeAt, event.sentAt ?? -Infinity) + LATER_MS;
  const time = Number(sessionId) * (inSeconds ? 1000 : 1);
  if (!INTEGER.test(sessionId) || time > latest || time < event.madeAt - EARLIER_MS) return { manual: true };
  return { startedAt: time + event.at - event.madeAt };
}
