const DAY_MS = 86_400_000;
/** Rows in one transaction. */
const PIECE = 6_000;

type Row = { readonly [column: string]: unknown };
/** Copies of a row, as of so many days before. */
type Clone = (row: Row, mark: string, back: number) => Row;

const TABLES: readonly (readonly [table: string, clone: Clone])[] = [
  ['requests', (row, mark, back) => ({ ...row, id: `${String(row['id'])}${mark}`, startedAt: Number(row['startedAt']) - back })],
  ['events', (row, mark, back) => ({
    ...row, id: `${String(row['id'])}${mark}`, requestId: `${String(row['requestId'])}${mark}`, dedupeKey: `${String(row['dedupeKey'])}${mark}`,
    sessionKey: row['sessionKey'] === null ? null : `${String(row['sessionKey'])}${mark}`, occurredAt: Number(row['occurredAt']) - back,
  })],
  ['sessions', (row, mark, back) => ({ ...row, key: `${String(row['key'])}${mark}`, startedAt: Number(row['startedAt']) - back, lastActivityAt: Number(row['lastActivityAt']) - back })],
  ['facts', (row, mark) => ({ ...row, key: `${String(row['key'])}${mark}` })],
];

/**
 * Runs in a page: fills a database with copies of what it holds, each copy a day older, until so many events are there. By the bare database, as
 * only what is there afterwards counts.
 */
export async function cloneStored(name: string, events: number): Promise<number> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
  });
  const db = await answer(indexedDB.open(name));
  const rows = await Promise.all(TABLES.map(([table]) => answer<Row[]>(db.transaction(table).objectStore(table).getAll())));
  const each = rows[1]?.length ?? 0;
  if (each === 0) throw new Error('there is nothing to copy');
  const copies = Math.ceil(events / each) - 1;
  let waiting: [table: string, row: Row][] = [];
  const write = async (): Promise<void> => {
    const some = waiting;
    waiting = [];
    const tx = db.transaction(TABLES.map(([table]) => table), 'readwrite', { durability: 'relaxed' });
    for (const [table, row] of some) tx.objectStore(table).put(row);
    await new Promise<void>((resolve, reject) => {
      tx.addEventListener('complete', () => resolve());
      tx.addEventListener('abort', () => reject(tx.error ?? new Error('not written')));
    });
  };
  for (let copy = 1; copy <= copies; copy++) {
    for (const [n, [table, clone]] of TABLES.entries()) {
      for (const row of rows[n] ?? []) waiting.push([table, clone(row, `~${copy}`, copy * DAY_MS)]);
      if (waiting.length >= PIECE) await write();
    }
  }
  await write();
  const count = await answer(db.transaction('events').objectStore('events').count());
  db.close();
  return count;
}
