import type { ExportFormatId } from '../domain/export-format.ts';
import { expectationText } from './expectation.ts';
import { csvText, ndjsonText } from './flat-events.ts';
import type { ArchiveParts, Entries } from './parts.ts';
import { partsText } from './write-archive.ts';
import { harText } from './write-har.ts';
import { htmlText } from './write-html.ts';
import { markdownText } from './write-markdown.ts';
import { otlpText } from './write-otlp.ts';

/** How a recording is written in a format. What the format is called on screen stands among the messages. */
export type ExportFormat = {
  /** Of the file, after the first dot. */
  readonly extension: string;
  readonly mime: string;
  /** The text in pieces, none much larger than one entry. */
  readonly write: (parts: ArchiveParts) => Entries<string>;
  /** The file is compressed by whoever writes it. */
  readonly gzip?: true;
  /** For the clipboard, not for a file. */
  readonly copies?: true;
};

export const EXPORT_FORMATS: { readonly [id in ExportFormatId]: ExportFormat } = {
  archive: { extension: 'footsteps.json', mime: 'application/json', write: partsText },
  archiveGzip: { extension: 'footsteps.json.gz', mime: 'application/gzip', write: partsText, gzip: true },
  har: { extension: 'har', mime: 'application/json', write: harText },
  ndjson: { extension: 'ndjson', mime: 'application/x-ndjson', write: ndjsonText },
  csv: { extension: 'csv', mime: 'text/csv', write: csvText },
  otlp: { extension: 'otlp.jsonl', mime: 'application/x-ndjson', write: otlpText },
  html: { extension: 'html', mime: 'text/html', write: htmlText },
  markdown: { extension: 'md', mime: 'text/markdown', write: markdownText, copies: true },
  expectation: { extension: 'expected.json', mime: 'application/json', write: expectationText },
};
