import type { SortId } from '../../lib/view/report-address.ts';
import { useRememberedText } from '../remembered.ts';

export type ColumnId = SortId;

type Width = { readonly px: number; readonly grow?: number; readonly end?: boolean };

/** Widths in pixels; those with `grow` share what is left over. */
const WIDTHS: { readonly [id in ColumnId]: Width } = {
  session: { px: 128, grow: 0.8 }, vendor: { px: 120 }, site: { px: 90, grow: 1 }, user: { px: 90, grow: 1 }, state: { px: 80 }, started: { px: 146 }, last: { px: 146 }, duration: { px: 78, end: true }, events: { px: 58, end: true },
  errors: { px: 58, end: true }, beats: { px: 58, end: true }, release: { px: 104 }, cause: { px: 160, grow: 0.6 }, findings: { px: 68, end: true },
};
const CHECK = 30;

export const COLUMN_IDS = Object.keys(WIDTHS) as readonly ColumnId[];
/** What Exceptionless shows of sessions, and a little more. */
const AT_FIRST: readonly ColumnId[] = ['session', 'vendor', 'site', 'user', 'state', 'started', 'duration', 'events', 'errors'];

export const isNumber = (id: ColumnId): boolean => WIDTHS[id].end === true;

/** The tracks of the grid, the one for choosing lines first, and the width below which it is scrolled. */
export function tracks(ids: readonly ColumnId[]): { readonly template: string; readonly minWidth: number } {
  const template = [`${CHECK}px`, ...ids.map((id) => (WIDTHS[id].grow ? `minmax(${WIDTHS[id].px}px, ${WIDTHS[id].grow}fr)` : `${WIDTHS[id].px}px`))].join(' ');
  return { template, minWidth: ids.reduce((sum, id) => sum + WIDTHS[id].px, CHECK) };
}

/** The columns that the reader chose, in their fixed order; the session always stands first. */
export function useColumns(): readonly [readonly ColumnId[], (ids: readonly ColumnId[]) => void] {
  const [text, setText] = useRememberedText('report.columns');
  const chosen = text === null ? AT_FIRST : text.split(',');
  return [COLUMN_IDS.filter((id) => id === 'session' || chosen.includes(id)), (ids) => setText(ids.join(','))];
}
