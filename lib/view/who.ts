import type { Identity } from '../domain/event.ts';
import type { Session } from '../domain/session.ts';
import { t } from './messages/translate.ts';

/** The id on the wire, or null with the words to show instead. An identity is never an id. */
export type SessionTitle = { readonly id: string | null; readonly words: string | null };

export function sessionTitle(session: Pick<Session, 'sessionId' | 'basis'>): SessionTitle {
  if (session.sessionId !== null && session.basis !== 'identity') return { id: session.sessionId, words: null };
  return { id: null, words: t(session.basis === 'derived' ? 'sessions_noId' : 'sessions_serverId') };
}

/** The user as a person would name them; "anonymous" keeps its id apart, for a tooltip. Null: the vendor was told nobody. */
export function userText(identity: Identity): string | null {
  return identity.name ?? identity.userId ?? null;
}

/** Every key of an identity that is known, labelled. */
export function identityRows(identity: Identity): { readonly label: string; readonly value: string }[] {
  const rows = [
    ['identity_name', identity.name], ['identity_userId', identity.userId], ['identity_anonymousId', identity.anonymousId], ['identity_deviceId', identity.deviceId],
  ] as const;
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label: t(label), value }]));
}
