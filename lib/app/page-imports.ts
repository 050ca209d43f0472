import type { Live } from '../base/observable.ts';
import type { Import } from '../domain/import.ts';
import { IMPORTS, importList } from '../store/import-list.ts';
import { openReading } from '../store/reading.ts';

/** What pages show of imports. */
export const importsReading = openReading(IMPORTS);

export const imports: Live<readonly Import[]> = importList(importsReading);
