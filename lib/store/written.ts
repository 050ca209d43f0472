/** The channel on which the background tells pages what it wrote, a message a transaction. */
export const WRITTEN = 'footsteps-written';

/** Of a database, the keys of what was written or deleted in each table; null where it may have been any. */
export type WrittenRows = { readonly name: string; readonly tables: { readonly [table: string]: readonly string[] | null } };

/** What others send on that channel is of another version. */
export const isWritten = (data: unknown): data is WrittenRows =>
  typeof data === 'object' && data !== null && 'name' in data && typeof data.name === 'string' && 'tables' in data && typeof data.tables === 'object' && data.tables !== null;
