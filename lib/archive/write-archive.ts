import { FORMAT, VERSION, type Archive } from './archive.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * An archive as JSON text, in chunks to be written one after the other: one entry a line, so that files compare line by line and no
 * chunk is larger than one entry.
 */
export function* archiveText(archive: Archive): Generator<string> {
  const { exporter, createdAt, captureLedger, extra } = archive;
  yield `{"format":${JSON.stringify(FORMAT)},"version":${VERSION},"exporter":${JSON.stringify(exporter)},"createdAt":${JSON.stringify(createdAt)}`;
  for (const name of ['requests', 'events', 'sessions', 'findings'] as const) {
    yield `,\n${JSON.stringify(name)}:[`;
    let first = true;
    for (const entry of archive[name]) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify(entry)}`;
      first = false;
    }
    yield first ? ']' : '\n]';
  }
  if (captureLedger) yield `,\n"captureLedger":${JSON.stringify(captureLedger)}`;
  for (const [key, value] of Object.entries(extra)) yield `,\n${JSON.stringify(key)}:${JSON.stringify(value)}`;
  yield '\n}\n';
}

/** The same as one text. */
export const archiveToText = (archive: Archive): string => [...archiveText(archive)].join('');

/** The same of an archive that does not lie in memory. */
export async function* partsText(parts: ArchiveParts): AsyncGenerator<string> {
  const { exporter, createdAt, captureLedger, extra } = parts;
  yield `{"format":${JSON.stringify(FORMAT)},"version":${VERSION},"exporter":${JSON.stringify(exporter)},"createdAt":${JSON.stringify(createdAt)}`;
  for (const name of ['requests', 'events', 'sessions', 'findings'] as const) {
    yield `,\n${JSON.stringify(name)}:[`;
    let first = true;
    for await (const entry of parts[name]()) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify('event' in entry ? entry.event : entry)}`;
      first = false;
    }
    yield first ? ']' : '\n]';
  }
  if (captureLedger) yield `,\n"captureLedger":${JSON.stringify(captureLedger)}`;
  for (const [key, value] of Object.entries(extra)) yield `,\n${JSON.stringify(key)}:${JSON.stringify(value)}`;
  yield '\n}\n';
}
