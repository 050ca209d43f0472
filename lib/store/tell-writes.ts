import type { DBCore, DBCoreMutateRequest, DBCoreTable, Middleware } from 'dexie';
import { WRITTEN, type WrittenRows } from './written.ts';

/** Of more rows than this it is cheaper to read anew all that is shown. */
const MAX_NAMED = 2_000;

let channel: BroadcastChannel | null = null;

/** Writes that are told to nobody: nobody shows them. */
const UNSHOWN: ReadonlySet<string> = new Set(['inbox', 'bodies', 'facts', 'lanes']);

/**
 * Tells all pages of each transaction which rows it wrote. In the place of Dexie's own middleware, which notes the ranges of every index for
 * live queries: nobody has such queries here, and with a hundred rows a transaction that takes longer than to write them.
 */
export const tellWrites: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'Observability',
  level: 0,
  create(core) {
    channel ??= new BroadcastChannel(WRITTEN);
    const writing = new WeakMap<object, Map<string, Set<string> | null>>();

    function tablesOf(trans: DBCoreMutateRequest['trans']): Map<string, Set<string> | null> {
      const known = writing.get(trans);
      if (known) return known;
      const tables = new Map<string, Set<string> | null>();
      writing.set(trans, tables);
      (trans as unknown as IDBTransaction).addEventListener('complete', () => {
        const told: WrittenRows = { name: core.schema.name, tables: Object.fromEntries([...tables].map(([table, keys]) => [table, keys && [...keys]])) };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
        channel?.postMessage(told);
      });
      return tables;
    }

    function note(table: DBCoreTable, request: DBCoreMutateRequest): void {
      const tables = tablesOf(request.trans);
      const known = tables.get(table.name) ?? new Set<string>();
      const keys = tables.get(table.name) === null ? null : keysOf(table, request);
      if (keys) for (const key of keys) known.add(key);
      tables.set(table.name, keys && known.size <= MAX_NAMED ? known : null);
    }

    return {
      ...core,
      table(name) {
        const table = core.table(name);
        if (UNSHOWN.has(name)) return table;
        return {
          ...table,
          mutate(request) {
            note(table, request);
            return table.mutate(request);
          },
        };
      },
    };
  },
};

/** The keys that a request writes or deletes; null where they are not known, or are no texts. */
function keysOf({ schema }: DBCoreTable, request: DBCoreMutateRequest): readonly string[] | null {
  if (request.type === 'deleteRange') return null;
  const keys = request.keys ?? (request.type === 'delete' ? [] : request.values.map((value: object) => schema.primaryKey.extractKey?.(value)));
  return keys.every((key) => typeof key === 'string') ? (keys as readonly string[]) : null;
}
