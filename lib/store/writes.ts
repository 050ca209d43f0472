import { Dexie, type ObservabilitySet } from 'dexie';
import type { Database } from './db.ts';

/** Which rows of a table were written or deleted: their keys, or null where any may have been. */
export type Written = ReadonlySet<string> | null;

/**
 * Dexie names the keys of a write of fewer rows than this; of more it says that all may have changed, and everything that is shown would be
 * read again.
 */
const NAMED_AT_MOST = 49;

/** Writes rows so that whoever shows them learns which they are. */
export async function putNamed<T>(table: { bulkPut(rows: readonly T[]): PromiseLike<unknown> }, rows: readonly T[]): Promise<void> {
  for (let i = 0; i < rows.length; i += NAMED_AT_MOST) await table.bulkPut(rows.slice(i, i + NAMED_AT_MOST));
}

type Tree = { readonly from?: unknown; readonly to?: unknown; readonly l?: Tree | null; readonly r?: Tree | null };

/**
 * Calls back with what was written, by table, whoever wrote it: the background, another page, this one. It is called once a transaction,
 * after it.
 */
export function onWrites(db: Database, tables: readonly string[], written: (rows: ReadonlyMap<string, Written>) => void): () => void {
  const listen = (parts: ObservabilitySet): void => {
    const rows = new Map<string, Written>();
    for (const table of tables) {
      // What is not about this database at all is a promise to read everything again.
      const all = 'all' in parts;
      const trees = [parts[`idb://${db.name}/${table}/`], parts[`idb://${db.name}/${table}/:dels`]].filter((tree) => tree !== undefined) as Tree[];
      if (all || trees.length) rows.set(table, all ? null : keysOf(trees));
    }
    if (rows.size) written(rows);
  };
  Dexie.on('storagemutated', listen);
  return () => Dexie.on.storagemutated.unsubscribe(listen);
}

function keysOf(trees: readonly Tree[]): Written {
  const keys = new Set<string>();
  const left = [...trees];
  for (let tree = left.pop(); tree; tree = left.pop()) {
    if (tree.from !== undefined) {
      if (typeof tree.from !== 'string' || tree.from !== tree.to) return null;
      keys.add(tree.from);
    }
    if (tree.l) left.push(tree.l);
    if (tree.r) left.push(tree.r);
  }
  return keys;
}
