import type { FieldSpec } from '../domain/field.ts';
import { catalog } from '../protocols/catalog.ts';

/** Every vendor's fields; they bring every dissector along. */
export const fields: readonly FieldSpec[] = catalog.flatMap((d) => d.fields);
