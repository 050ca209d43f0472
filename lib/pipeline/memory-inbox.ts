import type { Inbox, InboxRow } from '../domain/ports.ts';

/** An inbox in memory alone: for private windows, and for tests, which look into it. */
export function memoryInbox(): Inbox & { readonly rows: ReadonlyMap<string, InboxRow> } {
  const rows = new Map<string, InboxRow>();
  return {
    rows,
    put: async (some) => some.forEach((row) => rows.set(row.id, row)),
    get: async (ids) =>
      ids.flatMap((id) => {
        const row = rows.get(id);
        return row && 'request' in row ? [row] : [];
      }),
    oldest: async (before, limit, isWanted) => [...rows.values()].filter((row) => row.writtenAt < before && isWanted(row)).toSorted((a, b) => a.writtenAt - b.writtenAt).slice(0, limit),
    remove: async (ids) => ids.forEach((id) => rows.delete(id)),
  };
}
