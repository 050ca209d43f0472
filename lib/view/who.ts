import type { Identity } from '../domain/event.ts';
import type { Session } from '../domain/session.ts';

/** What stands in place of an id that only the vendor's server knows. */
export const SERVER_ID = 'id made by the server';
/** What stands in place of an id that does not exist: our own rules made the session. */
export const NO_ID = 'no id on the wire';

/** The id on the wire, or null with the words to show instead. An identity is never an id. */
export type SessionTitle = { readonly id: string | null; readonly words: string | null };

export function sessionTitle(session: Pick<Session, 'sessionId' | 'basis'>): SessionTitle {
  if (session.sessionId !== null && session.basis !== 'identity') return { id: session.sessionId, words: null };
  return { id: null, words: session.basis === 'derived' ? NO_ID : SERVER_ID };
}

/** The user as a person would name them; "anonymous" keeps its id apart, for a tooltip. Null: the vendor was told nobody. */
export function userText(identity: Identity): string | null {
  return identity.name ?? identity.userId ?? null;
}

/** Every key of an identity that is known, labelled. */
export function identityRows(identity: Identity): { readonly label: string; readonly value: string }[] {
  const rows = [
    ['Name', identity.name], ['User id', identity.userId], ['Anonymous id', identity.anonymousId], ['Device id', identity.deviceId],
  ] as const;
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
