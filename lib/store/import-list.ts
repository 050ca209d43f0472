import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Import, ImportId } from '../domain/import.ts';
import { onTable } from './on-table.ts';
import type { Reading } from './reading.ts';

export const IMPORTS = 'footsteps-imports';

/** An import on its way (`next`: the number of the write that is waited for), there, or on its way out. */
export type ImportRow =
  | { readonly id: ImportId; readonly state: 'writing'; readonly next: number; readonly at: EpochMs }
  | { readonly id: ImportId; readonly state: 'done'; readonly hash: string; readonly import: Import }
  | { readonly id: ImportId; readonly state: 'removing' };

export const doneOf = (row: ImportRow | undefined): Import | null => (row?.state === 'done' ? row.import : null);

/** Whole imports, the newest first. */
export const importList = (reading: Reading): Live<readonly Import[]> =>
  onTable(reading, 'imports', async () => (await reading.all<ImportRow>('imports')).flatMap((row) => doneOf(row) ?? []).toSorted((a, b) => b.importedAt - a.importedAt || (a.id < b.id ? -1 : 1)));
