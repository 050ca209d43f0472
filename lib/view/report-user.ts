import type { EpochMs } from '../base/time.ts';
import type { Identity } from '../domain/event.ts';
import type { Session } from '../domain/session.ts';
import { userText } from './who.ts';

type Known = Pick<Session, 'identity'>;

/** Who a session is of, as one text: the user's id, else the anonymous id, the device's, or the name. Null: the vendor was told nobody. */
export const userKey = ({ userId, anonymousId, deviceId, name }: Identity): string | null => userId ?? anonymousId ?? deviceId ?? name ?? null;

/** What a user is called on screen. */
export const userLabel = (identity: Identity): string | null => userText(identity) ?? userKey(identity);

/**
 * The sessions of a user, across vendors: those that name the key, and those of no user that share an anonymous id or a device with them, as
 * they are of the time before the user was known. Of another user none is taken, whatever device they share.
 *
 * @param key as `userKey` gives it
 */
export function sessionsOfUser<S extends Known>(sessions: readonly S[], key: string): readonly S[] {
  const own = sessions.filter(({ identity }) => names(identity, key));
  const ids = new Set(own.flatMap(({ identity: { anonymousId, deviceId } }) => [anonymousId, deviceId]).filter((id) => id !== undefined));
  const isBefore = ({ userId, name, anonymousId, deviceId }: Identity): boolean => userId === undefined && name === undefined && ((anonymousId !== undefined && ids.has(anonymousId)) || (deviceId !== undefined && ids.has(deviceId)));
  return sessions.filter(({ identity }) => names(identity, key) || isBefore(identity));
}

const names = ({ userId, anonymousId, deviceId, name }: Identity, key: string): boolean => userId === key || anonymousId === key || deviceId === key || (userId === undefined && name === key);

/** One user as the head of their sessions shows them. `first`, `last`: start of the oldest, and last sign of life of any. */
export type UserSummary = {
  readonly label: string;
  /** All keys by which vendors know them, each once, with what they are. */
  readonly keys: readonly { readonly what: keyof Identity; readonly value: string }[];
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly protocols: readonly string[];
  readonly sites: readonly string[];
  readonly sessions: number;
  readonly errors: number;
};

const WHAT = ['name', 'userId', 'anonymousId', 'deviceId'] as const;
/** A browser that forgets its ids makes a new one with each visit. */
const MAX_KEYS = 12;

/** Null where no session is of the user. */
export function userSummary(sessions: readonly Session[], key: string): UserSummary | null {
  const own = sessionsOfUser(sessions, key);
  if (own.length === 0) return null;
  const keys = WHAT.flatMap((what) => [...new Set(own.flatMap(({ identity }) => identity[what] ?? []))].map((value) => ({ what, value })));
  return {
    label: keys[0]?.value ?? key, keys: keys.slice(0, MAX_KEYS),
    first: own.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity),
    last: own.reduce((last, { lastActivityAt }) => Math.max(last, lastActivityAt), -Infinity),
    protocols: [...new Set(own.map(({ protocol }) => protocol as string))].toSorted(),
    sites: [...new Set(own.flatMap(({ site }) => site ?? []))].toSorted(),
    sessions: own.length, errors: own.reduce((sum, { counts }) => sum + counts.errors, 0),
  };
}
