import { buildArchive } from '../archive/build-archive.ts';
import { archiveToText } from '../archive/write-archive.ts';
import { readBoot } from '../browser/boot.ts';
import { version } from '../browser/page.ts';
import type { ExportFormatId } from '../domain/export-format.ts';
import type { FieldSpec } from '../domain/field.ts';
import type { RequestId } from '../domain/request.ts';
import type { ExportedFile, ExportSelection, RequestDetails } from '../domain/views.ts';
import { readDetails } from '../pipeline/read-details.ts';
import { catalog } from '../protocols/catalog.ts';
import { openDatabase } from '../store/db.ts';
import { createQueries } from '../store/queries.ts';
import { readSelection } from '../store/selection.ts';
import { exportRecording } from './export-recording.ts';

/** What a page needs only once somebody asks for it: it brings every dissector along. */

export const fields: readonly FieldSpec[] = catalog.flatMap((d) => d.fields);

const db = openDatabase();
const queries = createQueries(db, async () => (await readBoot())?.at ?? 0);

/** All that is known of a request; null where it is no longer stored. */
export async function details(id: RequestId): Promise<RequestDetails | null> {
  const found = await queries.request(id);
  return found && readDetails(found.request, found.body, catalog);
}

/** The archive as text, and the file name to suggest. */
export async function exportArchive(selection: ExportSelection): Promise<{ readonly fileName: string; readonly text: string }> {
  const createdAt = Date.now();
  const archive = buildArchive(await readSelection(db, selection), { exporter: { name: 'Footsteps', version: version() }, createdAt });
  const stamp = new Date(createdAt).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return { fileName: `${stamp}.footsteps.json`, text: archiveToText(archive) };
}

/** A part of the recording as a file of a format. */
export const exportAs = async (selection: ExportSelection, format: ExportFormatId): Promise<ExportedFile> => exportRecording(await readSelection(db, selection), format, { now: Date.now(), version: version() });
