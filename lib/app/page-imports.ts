import type { Live } from '../base/observable.ts';
import type { Import } from '../domain/import.ts';
import { createImports, openImports } from '../store/imports.ts';

/** What a page that shows imports needs of them: apart, as it brings Dexie along, which the popup does without. */
export const importsDatabase = openImports();

export const imports: Live<readonly Import[]> = createImports(importsDatabase).list();
