import type { FieldSpec } from '../domain/field.ts';
import type { Session, SessionKey } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import { deliveryText } from './delivery.ts';
import { fieldKeys, fieldText } from './field-value.ts';
import { pinnedName, type ColumnId } from './footstep-look.ts';
import { formatBytes, pageLabel, shortId } from './format.ts';
import { kindWord } from './kind.ts';
import { sessionTitle, userText } from './who.ts';

/** What the cells of footsteps need beside them. */
export type CellContext = {
  readonly vendorName: (protocol: string) => string;
  readonly sessionOf: (key: SessionKey) => Session | undefined;
  readonly fields: readonly Pick<FieldSpec, 'name' | 'path'>[];
};

/** Longer texts fill no column. */
const SHOWN = 300;

/** Text of a column that is the same however moments are written: all but `time`. `whole`: for a tooltip, nothing cut out of its middle. */
export function cellText(footstep: Footstep, column: ColumnId, context: CellContext, whole = false): string {
  switch (column) {
    case 'time':
      return '';
    case 'vendor':
      return context.vendorName(footstep.protocol);
    case 'session':
      return sessionText(footstep, context, whole);
    case 'kind':
      return kindWord(footstep.kind);
    case 'name':
      return footstep.name;
    case 'user':
      return userText(footstep.identity) ?? footstep.identity.anonymousId ?? footstep.identity.deviceId ?? '';
    case 'page':
      return whole ? (footstep.page ?? '') : pageLabel(footstep.page);
    case 'delivery':
      return deliveryText(footstep);
    case 'size':
      return typeof footstep.bodySize === 'number' ? formatBytes(footstep.bodySize) : '';
    default:
      return (fieldText(footstep.data, keysOf(column, context)) ?? '').slice(0, whole ? SHOWN * 4 : SHOWN);
  }
}

function sessionText({ sessionKey }: Footstep, { sessionOf }: CellContext, whole: boolean): string {
  const session = sessionKey === null ? undefined : sessionOf(sessionKey);
  if (!session) return '';
  const { id, words } = sessionTitle(session);
  return id === null ? (userText(session.identity) ?? words ?? '') : whole ? id : shortId(id);
}

const known = new WeakMap<object, Map<string, readonly string[]>>();

// The same columns are asked for in every line.
function keysOf(column: string, { fields }: CellContext): readonly string[] {
  const ofFields = known.get(fields) ?? new Map<string, readonly string[]>();
  known.set(fields, ofFields);
  const keys = ofFields.get(column) ?? fieldKeys(pinnedName(column) ?? '', fields);
  ofFields.set(column, keys);
  return keys;
}

/** By what a column sorts: numbers by size, texts by their letters; null, which is last in either direction, where it is empty. */
export function sortValue(footstep: Footstep, column: ColumnId, context: CellContext): number | string | null {
  if (column === 'time') return footstep.occurredAt;
  if (column === 'size') return footstep.bodySize ?? null;
  const text = cellText(footstep, column, context, true);
  if (text === '') return null;
  const number = pinnedName(column) === null ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : text.toLowerCase();
}

/** Numbers before texts; nulls are the caller's. */
export function compareValues(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
