import { isObject, type Json } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { importOf, type ImportId, type ImportRows } from '../domain/import.ts';
import type { ArchiveBody } from './archive.ts';
import { archiveBody } from './build-archive.ts';
import { toBody } from './captured-requests.ts';

/** Rows of an import on their way from the page that reads the file to the background that writes them: messages carry text alone. */
export const importText = ({ requests, ...rows }: ImportRows): string => JSON.stringify({ ...rows, requests: requests.map(({ body, ...request }) => ({ ...request, body: archiveBody(body) })) });

const LISTS = ['requests', 'events', 'sessions', 'findings', 'outcomes', 'repeats', 'assigned'] as const;

/** Reads what {@link importText} wrote. Rows under keys of anything but that import are none; what else is in them was checked when the file was read. */
export function readImportText(text: string, id: ImportId): Result<ImportRows> {
  let read: Json;
  try {
    read = JSON.parse(text) as Json;
  } catch {
    return err('expected JSON');
  }
  if (!isObject(read)) return err('expected an object');
  for (const list of LISTS) {
    const rows = read[list];
    if (!Array.isArray(rows)) return err(`${list}: expected a list`);
    for (const row of rows as readonly Json[]) {
      const key = isObject(row) ? (list === 'sessions' ? row['key'] : list === 'findings' ? (row['sessionKey'] ?? row['eventId'] ?? row['requestId'] ?? `${id}~`) : row['id']) : null;
      if (typeof key !== 'string' || importOf(key) !== id) return err(`${list}: expected keys of the import`);
    }
  }
  const rows = read as unknown as Omit<ImportRows, 'requests'> & { readonly requests: readonly (Omit<ImportRows['requests'][number], 'body'> & { readonly body: ArchiveBody })[] };
  return ok({ ...rows, requests: rows.requests.map(({ body, ...request }) => ({ ...request, body: toBody(body) })) });
}
