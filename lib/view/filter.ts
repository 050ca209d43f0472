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

function matches(filter: Filter, text: string): boolean {
  return filter.all.every((term) => text.includes(term)) && !filter.none.some((term) => text.includes(term));
}

// The same footstep is asked about at every keystroke and with every arrival; its text never changes, as rows are immutable.
const texts = new WeakMap<object, string>();

function textOf<T extends object>(row: T, make: (row: T) => string): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = make(row).toLowerCase();
  texts.set(row, text);
  return text;
}

export function matchesFootstep(filter: Filter, footstep: Footstep): boolean {
  return isEmptyFilter(filter) || matches(filter, textOf(footstep, footstepText));
}

function footstepText(f: Footstep): string {
  return [f.name, kindWord(f.kind), f.page, f.protocol, deliveryText(f), f.identity.userId, f.identity.name, f.identity.anonymousId].join('\n');
}

/** States change with time, so they are no part of the text. */
export function matchesSession(filter: Filter, session: Session): boolean {
  return isEmptyFilter(filter) || matches(filter, textOf(session, sessionText));
}

function sessionText(s: Session): string {
  return [s.sessionId, s.protocol, s.site, s.endpoint.collector, s.endpoint.project, ...Object.values(s.identity), ...Object.values(s.attributes).filter((v) => typeof v === 'string')].join('\n');
}
