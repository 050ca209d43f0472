import { fileNameOf } from '../archive/file-name.ts';
import { EXPORT_FORMATS } from '../archive/formats.ts';
import type { ArchiveParts, Entries } from '../archive/parts.ts';
import type { RedactionRules } from '../archive/redact-rules.ts';
import type { ExportFormatId, RedactionPreview } from '../domain/export-format.ts';
import type { ExportedFile } from '../domain/views.ts';
import { redacted, redactionOf } from './redaction.ts';

export type ExportOptions = { readonly format: ExportFormatId; readonly rules: RedactionRules; readonly site: string | null; readonly signal?: AbortSignal | undefined };

/** Parts of a recording, redacted, as a file of a format, its name telling site and time. Rejects where it is stopped: there is no file then. */
export async function exportParts(parts: ArchiveParts, { format, rules, site, signal }: ExportOptions): Promise<ExportedFile> {
  const { extension, mime, write, gzip, copies = false } = EXPORT_FORMATS[format];
  const text = await toBlob(write(await redacted(stoppable(parts, signal), rules)), mime);
  signal?.throwIfAborted();
  const content = gzip ? await new Response(text.stream().pipeThrough(new CompressionStream('gzip'))).blob() : text;
  // Who stopped it meanwhile gets no file either.
  signal?.throwIfAborted();
  return { fileName: fileNameOf(site, parts.createdAt, extension), content: content.slice(0, content.size, mime), copies };
}

/** What redaction would take out of the parts. */
export const previewParts = (parts: ArchiveParts, rules: RedactionRules, signal: AbortSignal | undefined): Promise<RedactionPreview> => redactionOf(stoppable(parts, signal), rules);

/** The site that all sessions are of; null where they are of several. */
export function siteOf(sessions: readonly { readonly site: string | null }[]): string | null {
  const sites = new Set(sessions.map(({ site }) => site));
  const [site = null] = sites.size === 1 ? sites : [];
  return site;
}

function stoppable(parts: ArchiveParts, signal: AbortSignal | undefined): ArchiveParts {
  async function* through<T>(entries: Entries<T>): AsyncGenerator<T> {
    for await (const entry of entries) {
      signal?.throwIfAborted();
      yield entry;
    }
  }
  return { ...parts, requests: () => through(parts.requests()), events: () => through(parts.events()) };
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
