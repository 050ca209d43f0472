import { sessionTexts } from '../archive/flat-events.ts';
import type { ArchiveParts } from '../archive/parts.ts';

/** An event's row as `rowsAsLines` (inspect-event-rows.ts) made it, in UTF-8 and until the next is asked for; its session; the text of its request. */
export type LineInPlace = { readonly row: Buffer; readonly sessionKey: string | null; readonly request: string };

const WRITE_AT_ONCE = 256 * 1024;
const NEW_LINE = 10;

/** Writes lines of NDJSON that lie there but for their middle: what is there is copied, and never becomes text again. */
export async function writeLines(parts: ArchiveParts, lines: Iterable<LineInPlace>, out: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const textOfSession = await sessionTexts(parts);
  let room = Buffer.allocUnsafeSlow(WRITE_AT_ONCE);
  let filled = 0;
  for (const { row, sessionKey, request } of lines) {
    const middle = [',', textOfSession(sessionKey), ',', request, ',"data":'];
    let most = row.length + 2;
    for (const part of middle) most += part.length * 3;
    if (filled + most > room.length) {
      if (filled) await out(room.subarray(0, filled));
      filled = 0;
      if (most > room.length) room = Buffer.allocUnsafeSlow(most);
    }
    const endOfCells = row.indexOf(NEW_LINE);
    filled += row.copy(room, filled, 0, endOfCells);
    for (const part of middle) filled += room.write(part, filled);
    filled += row.copy(room, filled, endOfCells + 1, row.indexOf(NEW_LINE, endOfCells + 1));
    filled += room.write('}\n', filled);
  }
  if (filled) await out(room.subarray(0, filled));
}
