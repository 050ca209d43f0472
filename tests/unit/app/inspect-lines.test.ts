import { expect, it } from 'vitest';
import { rowsAsLines } from '../../../lib/app/inspect-event-rows.ts';
import { writeLines } from '../../../lib/app/inspect-lines.ts';
import type { ArchiveEvent } from '../../../lib/archive/archive.ts';
import { ndjsonText, requestText } from '../../../lib/archive/flat-events.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { archive, event, request, session, T } from '../../fakes/archive.ts';

const LARGE = 'é€😀'.repeat(60_000);

it('writes what is written of the events themselves, whatever their size', async () => {
  const events = [
    event('e1'), event('e2', { name: 'a\nb \ud800 é', data: { text: 'x\ny\udc00' } }), event('e3', { sessionKey: null, requestId: 'none' }),
    ...[1, 2, 3].map((n) => event(`large ${n}`, { data: LARGE })), ...Array.from({ length: 900 }, (_, n) => event(`short ${n}`)),
  ].map((one, n) => ({ ...one, occurredAt: T + n }) as ArchiveEvent);
  const parts = partsOf(archive({ events, requests: [request('r1', { url: 'https://x.example.test/\ud800é' })], sessions: [session('s1')] }));
  const ofRequest = { r1: requestText(archive({ requests: [request('r1', { url: 'https://x.example.test/\ud800é' })] }).requests[0] ?? null), none: requestText(null) };
  const lines = events.map((one) => ({ row: Buffer.from(rowsAsLines.row(one, 'key').join('')), sessionKey: one.sessionKey, request: ofRequest[one.requestId as keyof typeof ofRequest] }));

  const written: Buffer[] = [];
  // What is given may be overwritten as soon as it was taken.
  await writeLines(parts, lines, (bytes) => Promise.resolve(void written.push(Buffer.from(bytes))));
  expect(Buffer.concat(written).toString()).toBe((await collect(ndjsonText(parts))).join(''));
  expect(written.length).toBeLessThan(12);
});

it('writes nothing where there is nothing', async () => {
  await expect(writeLines(partsOf(archive()), [], () => Promise.reject(new Error('written')))).resolves.toBeUndefined();
});
