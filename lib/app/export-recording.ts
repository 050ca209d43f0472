import { buildArchive, type Recorded } from '../archive/build-archive.ts';
import { fileNameOf } from '../archive/file-name.ts';
import { EXPORT_FORMATS } from '../archive/formats.ts';
import { partsOf, type Entries } from '../archive/parts.ts';
import type { ExportFormatId } from '../domain/export-format.ts';
import type { ExportedFile } from '../domain/views.ts';

/** A part of the recording as a file of a format, its name telling site and time. */
export async function exportRecording(recording: Recorded, format: ExportFormatId, { now, version }: { readonly now: number; readonly version: string }): Promise<ExportedFile> {
  const { extension, mime, write, gzip, copies = false } = EXPORT_FORMATS[format];
  const sites = new Set(recording.sessions.map(({ site }) => site));
  const [site = null] = sites.size === 1 ? sites : [];
  const text = await toBlob(write(partsOf(buildArchive(recording, { exporter: { name: 'Footsteps', version }, createdAt: now }))), mime);
  const content = gzip ? await new Response(text.stream().pipeThrough(new CompressionStream('gzip'))).blob() : text;
  return { fileName: fileNameOf(site, now, extension), content: content.slice(0, content.size, mime), copies };
}

/** So many chars are handed to the browser at a time, which keeps large blobs on disk. */
const CHARS_PER_BLOB = 1024 * 1024;

async function toBlob(pieces: Entries<string>, type: string): Promise<Blob> {
  const blobs: Blob[] = [];
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < CHARS_PER_BLOB) continue;
    blobs.push(new Blob([text]));
    text = '';
  }
  return new Blob([...blobs, text], { type });
}
