import { array, custom, integer, literal, maxLength, minValue, nullable, number, object, picklist, pipe, string, variant, type InferOutput } from 'valibot';
import { IMPORT_ID, type ImportId } from '../domain/import.ts';

const count = pipe(number(), integer(), minValue(0));
const id = custom<ImportId>((value) => typeof value === 'string' && IMPORT_ID.test(value));
/** One message of the browser holds as much. */
const MAX_TEXT = 60 * 1024 * 1024;
const MAX_PROBLEMS = 1_000;

const importSchema = object({
  id, fileName: string(), asOf: number(), hash: string(), importedAt: number(), shown: picklist(['archive', 'read']),
  counts: object({ sessions: count, events: count, requests: count }),
  problems: pipe(array(object({ place: string(), message: string() })), maxLength(MAX_PROBLEMS)), broken: count,
});

/** The steps of an import, as the page that reads the file orders them of the background. */
export const importOrderSchema = variant('step', [
  object({ step: literal('begin'), id }),
  object({ step: literal('write'), id, number: count, text: pipe(string(), maxLength(MAX_TEXT)) }),
  object({ step: literal('finish'), import: importSchema, replaces: nullable(id) }),
  object({ step: literal('remove'), id }),
]);

export type ImportOrder = InferOutput<typeof importOrderSchema>;
