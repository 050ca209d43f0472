import type { Footstep } from '../domain/views.ts';
import type { Session } from '../domain/session.ts';
import { deliveryText } from './delivery.ts';
import { kindWord } from './kind.ts';

/** Words that must all occur, or with `-` before them must not. Text in double quotes is one word. */
export type Filter = { readonly all: readonly string[]; readonly none: readonly string[] };

export function parseFilter(text: string): Filter {
  const all: string[] = [];
  const none: string[] = [];
  for (const [, minus, quoted, word] of text.toLowerCase().matchAll(/(-?)(?:"([^"]*)"?|(\S+))/g)) {
    const term = quoted ?? word ?? '';
    if (term && term !== '-') (minus ? none : all).push(term);
  }
  return { all, none };
}

export const isEmptyFilter = (filter: Filter): boolean => filter.all.length === 0 && filter.none.length === 0;

const hasAll = (filter: Filter, text: string): boolean => filter.all.every((term) => text.includes(term));
const hasNone = (filter: Filter, text: string): boolean => !filter.none.some((term) => text.includes(term));

// The same row is asked about at every keystroke and with every arrival; its text never changes, as rows are immutable.
const texts = new WeakMap<object, string>();

function textOf<T extends object>(row: T, make: (row: T) => string): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = make(row).toLowerCase();
  texts.set(row, text);
  return text;
}

const footstepText = (f: Footstep): string =>
  [f.name, kindWord(f.kind), f.page, f.protocol, deliveryText(f), f.identity.userId, f.identity.name, f.identity.anonymousId].join('\n');

// States change with time, so they are no part of the text.
const sessionText = (s: Session): string =>
  [s.sessionId, s.protocol, s.site, s.endpoint.collector, s.endpoint.project, ...Object.values(s.identity), ...Object.values(s.attributes).filter((v) => typeof v === 'string')].join('\n');

/** A session that is named by the words itself: its id, user, site, release… Words to leave out alone name nothing. */
export const namesSession = (filter: Filter, session: Session): boolean =>
  filter.all.length > 0 && hasAll(filter, textOf(session, sessionText)) && hasNone(filter, textOf(session, sessionText));

/** A footstep is shown where it has the words, or where its session is named by them, and none of the words to leave out. */
export function showsFootstep(filter: Filter, footstep: Footstep, session: Session | undefined): boolean {
  if (isEmptyFilter(filter)) return true;
  const text = textOf(footstep, footstepText);
  return hasNone(filter, text) && (hasAll(filter, text) || (session !== undefined && namesSession(filter, session)));
}

/** Sessions that the words name, and those with a footstep that is shown. */
export function shownSessions(filter: Filter, sessions: readonly Session[], footsteps: readonly Footstep[]): readonly Session[] {
  if (isEmptyFilter(filter)) return sessions;
  const withFootstep = new Set<string | null>(footsteps.filter((f) => showsFootstep(filter, f, undefined)).map((f) => f.sessionKey));
  return sessions.filter((session) => withFootstep.has(session.key) || namesSession(filter, session));
}
