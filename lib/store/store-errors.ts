import type { StoreTrouble } from '../domain/store-state.ts';

/** The database is of a newer version. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
  constructor() {
    super('The database was written by a newer version of Footsteps.');
  }
}

/** Rows could not be brought to a version's form. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  constructor(version: number, cause: unknown) {
    super(`version ${version}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Dexie tells a reason as one within another; so deep at most. */
const DEPTH = 5;

/** What an error of the database means for who looks at the screen. By names, as an error may come from another copy of this code. */
export function troubleOf(error: unknown): StoreTrouble {
  let one: unknown = error;
  for (let depth = 0; depth < DEPTH && one instanceof Error; depth++) {
    if (one.name === 'NewerStoreError') return { kind: 'newer' };
    if (one.name === 'MigrationError') return { kind: 'migration', error: one.message };
    if (one.name === 'QuotaExceededError') return { kind: 'full' };
    one = 'inner' in one ? one.inner : null;
  }
  return { kind: 'failed', error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}

/**
 * A factory whose databases are opened at the version asked for, or not at all. Dexie opens a newer database as it is, and adds what it
 * misses there: a version that does not know the form of the rows must not write among them.
 */
export const refusingNewer = (factory: IDBFactory): IDBFactory => ({
  open(name, version) {
    if (version === undefined) throw new NewerStoreError();
    return factory.open(name, version);
  },
  deleteDatabase: (name) => factory.deleteDatabase(name),
  cmp: (first, second) => factory.cmp(first, second),
  databases: () => factory.databases(),
});
