import { catalog } from './catalog.ts';

/** What each vendor is called, by the id of its dissector. The build puts in the names alone, so that who shows only them loads no dissector. */
export const vendorNames: ReadonlyMap<string, string> = new Map(catalog.map(({ id, name }) => [id, name]));
