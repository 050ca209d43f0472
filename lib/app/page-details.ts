import { buildArchive } from '../archive/build-archive.ts';
import { archiveToText } from '../archive/write-archive.ts';
import { version } from '../browser/page.ts';
import { readSettings } from '../browser/settings.ts';
import type { ExportFormatId, RedactionPreview } from '../domain/export-format.ts';
import { importOf } from '../domain/import.ts';
import type { RequestId } from '../domain/request.ts';
import type { ExportedFile, ExportSelection, ExportWatch, RequestDetails } from '../domain/views.ts';
import { readDetails } from '../pipeline/read-details.ts';
import { catalog } from '../protocols/catalog.ts';
import { openDatabase } from '../store/db.ts';
import { openImports } from '../store/imports.ts';
import { createQueries, type Queries } from '../store/queries.ts';
import { openReading } from '../store/reading.ts';
import { readSelection } from '../store/selection.ts';
import { pageSelection } from '../store/selection-parts.ts';
import { exportParts, previewParts, siteOf } from './export-recording.ts';
import { together, withOwnKeys } from './imported-parts.ts';
import { importsReading } from './page-imports.ts';
import { pagedParts } from './paged-parts.ts';

/** What a page needs only once somebody asks for it: it brings every dissector along. */

const db = openDatabase();
const importsDatabase = openImports();
const [queries, importedQueries] = [openReading(), importsReading].map((reading) => createQueries(reading, async () => 0)) as [Queries, Queries];

/** All that is known of a request; null where it is no longer stored. */
export async function details(id: RequestId): Promise<RequestDetails | null> {
  const isRecorded = importOf(id) === null;
  const [found, { settings }] = await Promise.all([(isRecorded ? queries : importedQueries).request(id), readSettings()]);
  return found && readDetails(found.request, found.body, catalog, isRecorded ? settings.bodyCaps : null);
}

/** The archive as text, and the file name to suggest. */
export async function exportArchive(selection: ExportSelection): Promise<{ readonly fileName: string; readonly text: string }> {
  const createdAt = Date.now();
  const archive = buildArchive(await readSelection(db, selection), { exporter: { name: 'Footsteps', version: version() }, createdAt });
  const stamp = new Date(createdAt).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return { fileName: `${stamp}.footsteps.json`, text: archiveToText(archive) };
}

/**
 * A part of the recording as a file of a format, redacted as the user chose; read page by page.
 *
 * @param options.progress is called with the part that is done, from 0 to 1
 */
export async function exportAs(selection: ExportSelection, format: ExportFormatId, watch: ExportWatch = {}): Promise<ExportedFile> {
  const { parts, rules, site } = await chosenParts(selection, watch);
  return exportParts(parts, { format, rules, site, signal: watch.signal });
}

/** What would be taken out of a file, and how often. */
export async function preview(selection: ExportSelection, watch: ExportWatch = {}): Promise<RedactionPreview> {
  const { parts, rules } = await chosenParts(selection, watch);
  return previewParts(parts, rules, watch.signal);
}

async function chosenParts({ sessionKeys, ...selection }: ExportSelection, { progress = () => undefined, redaction }: ExportWatch) {
  // Sessions of files lie apart, and come along where they were chosen.
  const own = sessionKeys?.filter((key) => importOf(key) === null);
  const ofFiles = sessionKeys?.filter((key) => importOf(key) !== null) ?? [];
  const [paged, ofImports, { settings }] = await Promise.all([
    pageSelection(db, own ? { ...selection, sessionKeys: own } : selection), ofFiles.length ? pageSelection(importsDatabase, { sessionKeys: ofFiles }) : null, readSettings(),
  ]);
  // Once to learn what is to be taken out, once to write it; formats that read a list twice are done earlier than they say.
  const all = 2 * (paged.requestCount + paged.eventCount + (ofImports ? ofImports.requestCount + ofImports.eventCount : 0)) || 1;
  let done = 0;
  const read = (entries: number): void => {
    done += entries;
    progress(Math.min(1, done / all));
  };
  const meta = { exporter: { name: 'Footsteps', version: version() }, createdAt: Date.now() };
  const recorded = pagedParts(paged, meta, read);
  const imported = ofImports && withOwnKeys(pagedParts({ ...ofImports, gaps: [] }, meta, read));
  return {
    parts: !imported ? recorded : own?.length ? together(recorded, imported) : imported,
    rules: redaction ?? settings.redaction, site: siteOf([...paged.sessions, ...(ofImports?.sessions ?? [])]),
  };
}
