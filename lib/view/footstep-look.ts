/** What the list of footsteps can show of each, in the order of the columns. */
export const COLUMNS = ['time', 'vendor', 'session', 'kind', 'name', 'user', 'page', 'delivery', 'size'] as const;
/** A column of ours, or one that the reader pinned: a field of the event's data by its name or path. */
export type ColumnId = (typeof COLUMNS)[number] | `field:${string}`;

export type Sort = { readonly by: ColumnId; readonly descending: boolean };

/** How the reader wants to see footsteps. `columns` null: not chosen, so as many of the usual ones as there is room for. */
export type FootstepLook = {
  readonly columns: readonly ColumnId[] | null;
  /** In pixels, by column. */
  readonly widths: { readonly [column: string]: number };
  readonly sort: Sort;
  readonly byPage: boolean;
  readonly foldBeats: boolean;
};

const BY_TIME: Sort = { by: 'time', descending: false };
export const DEFAULT_LOOK: FootstepLook = { columns: null, widths: {}, sort: BY_TIME, byPage: false, foldBeats: false };

const USUAL: readonly ColumnId[] = ['time', 'vendor', 'kind', 'name', 'page', 'delivery'];
/** Narrower than this, names matter more: pages first, in a side panel also vendor and delivery. */
const ROOM_FOR: { readonly [id in ColumnId]?: number } = { page: 600, vendor: 540, delivery: 380 };
const MAX_PINNED = 20;
const MAX_NAME = 200;
export const MIN_WIDTH = 40;
const MAX_WIDTH = 2_000;

/** The name of a pinned field; null for a column of ours. */
export const pinnedName = (column: string): string | null => (column.startsWith('field:') ? column.slice(6) : null);
export const pinned = (name: string): ColumnId => `field:${name}`;

const isColumn = (value: unknown): value is ColumnId => typeof value === 'string' && (COLUMNS.some((id) => id === value) || (value.startsWith('field:') && value.length > 6 && value.length <= MAX_NAME));

/** What was remembered as a look; what of it is not understood is as by default. */
export function parseLook(text: string | null): FootstepLook {
  const stored = objectIn(text);
  const sort = isRecord(stored['sort']) ? stored['sort'] : {};
  const columns = Array.isArray(stored['columns']) ? inOrder(stored['columns'].filter(isColumn)) : null;
  const widths = isRecord(stored['widths']) ? Object.entries(stored['widths']).flatMap(([id, width]) => (isColumn(id) && typeof width === 'number' && Number.isFinite(width) ? [[id, clampWidth(width)] as const] : [])) : [];
  return {
    columns,
    widths: Object.fromEntries(widths.slice(0, COLUMNS.length + MAX_PINNED)),
    sort: isColumn(sort['by']) ? { by: sort['by'], descending: sort['descending'] === true } : BY_TIME,
    byPage: stored['byPage'] === true,
    foldBeats: stored['foldBeats'] === true,
  };
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(text: string | null): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Each once, ours in our order, and behind the name the pinned ones as they were pinned; the name is always there, as a list without it says nothing. */
function inOrder(columns: readonly ColumnId[]): ColumnId[] {
  const chosen = new Set<ColumnId>([...columns, 'name']);
  const pins = [...chosen].filter((id) => pinnedName(id) !== null).slice(0, MAX_PINNED);
  return COLUMNS.filter((id) => chosen.has(id)).flatMap((id) => (id === 'name' ? [id, ...pins] : [id]));
}

export const clampWidth = (width: number): number => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));

/** The chosen columns, whether or not they say anything at the moment. */
export const chosenColumns = (look: FootstepLook): readonly ColumnId[] => look.columns ?? USUAL;

/** The columns to draw. Within one session its vendor and its id would be the same in every line. `room`: in pixels. */
export function shownColumns(look: FootstepLook, { several, room }: { readonly several: boolean; readonly room: number }): readonly ColumnId[] {
  return chosenColumns(look).filter((id) => (several || (id !== 'vendor' && id !== 'session')) && (look.columns !== null || room >= (ROOM_FOR[id] ?? 0)));
}

export function toggleColumn(look: FootstepLook, id: ColumnId): FootstepLook {
  const now = chosenColumns(look);
  const columns = inOrder(now.includes(id) ? now.filter((other) => other !== id) : [...now, id]);
  return { ...look, columns, sort: columns.includes(look.sort.by) ? look.sort : BY_TIME };
}

/** By another column from its beginning; by the same the other way round. */
export const sortBy = (look: FootstepLook, by: ColumnId): FootstepLook => ({ ...look, sort: { by, descending: look.sort.by === by && !look.sort.descending } });

export const withWidth = (look: FootstepLook, id: string, width: number): FootstepLook => ({ ...look, widths: { ...look.widths, [id]: clampWidth(width) } });

const WIDTHS: { readonly [id in (typeof COLUMNS)[number]]: number } = { time: 96, vendor: 92, session: 120, kind: 100, name: 140, user: 120, page: 150, delivery: 152, size: 64 };
const OFFSET_WIDTH = 70;
const NARROW_DELIVERY = 132;
const PINNED_WIDTH = 120;

/** The tracks of a grid, and the width under which the list has to be scrolled sideways. `offsets`: times are short. */
export function columnTracks(look: FootstepLook, columns: readonly ColumnId[], { offsets, room }: { readonly offsets: boolean; readonly room: number }): { readonly template: string; readonly minWidth: number } {
  const usual = (id: ColumnId): number => {
    if (id === 'time' && offsets) return OFFSET_WIDTH;
    if (id === 'delivery' && room < 480) return NARROW_DELIVERY;
    return pinnedName(id) === null ? WIDTHS[id as keyof typeof WIDTHS] : PINNED_WIDTH;
  };
  const least = columns.map((id) => look.widths[id] ?? usual(id));
  // Untouched, the list fits into what room there is; once the reader has said what they want, nothing is squeezed away.
  const fits = look.columns === null && columns.every((id) => look.widths[id] === undefined);
  const tracks = columns.map((id, i) => {
    const grows = id === 'name' ? '1.5fr' : id === 'page' && look.widths[id] === undefined ? '1fr' : null;
    return grows === null ? `${least[i]}px` : `minmax(${fits ? 0 : least[i]}px, ${grows})`;
  });
  return { template: tracks.join(' '), minWidth: fits ? 0 : least.reduce((sum, width) => sum + width, 0) };
}
