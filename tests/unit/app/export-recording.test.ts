import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { exportParts, previewParts, siteOf } from '../../../lib/app/export-recording.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { partsOf, type ArchiveParts } from '../../../lib/archive/parts.ts';
import { EXPORT_FORMAT_IDS, type ExportFormatId } from '../../../lib/domain/export-format.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { archive, event, request, T } from '../../fakes/archive.ts';

const rules = DEFAULT_SETTINGS.redaction;
const asked = (format: ExportFormatId) => ({ format, rules, site: 'https://shop.example.test' });
const secret = 'hunter2-Zx81qq';
const whole = archive({ createdAt: T, requests: [request('r1', { body: { kind: 'none' } })], events: [event('e1', { data: { password: secret } })] });

it.each(EXPORT_FORMAT_IDS)('%s: a file whose name tells site and time, without the secret', async (format) => {
  const { fileName, content, copies } = await exportParts(partsOf(whole), asked(format));
  expect(fileName).toMatch(/^shop\.example\.test_2026-11-21_08-00-00\.[a-z.]+$/);
  const bytes = new Uint8Array(await content.arrayBuffer());
  const text = format === 'archiveGzip' ? gunzipSync(bytes).toString() : new TextDecoder().decode(bytes);
  expect(text).not.toContain(secret);
  expect(text.length).toBeGreaterThan(100);
  expect(copies).toBe(format === 'markdown');
  if (!format.startsWith('archive')) return;
  const read = parseArchive(text);
  expect(read.ok && [read.value.problems, read.value.archive.sessions]).toEqual([[], whole.sessions]);
});

it('tells before how often what is taken out stands there', async () => {
  expect(await previewParts(partsOf(whole), rules, undefined)).toEqual([{ reason: 'secretField', count: 1 }]);
});

it('there is no file where it is stopped, whenever that is', async () => {
  for (const format of ['archive', 'archiveGzip', 'html'] as const) {
    let reads = 0;
    const counted = (stopping: AbortController | null, at: number): ArchiveParts => {
      const parts = partsOf(whole);
      const through = function* <X>(entries: Iterable<X>): Generator<X> {
        for (const entry of entries) {
          yield entry;
          if (++reads === at) stopping?.abort();
        }
      };
      return { ...parts, requests: () => through(parts.requests() as Iterable<never>), events: () => through(parts.events() as Iterable<never>) };
    };
    await exportParts(counted(null, 0), asked(format));
    const all = reads;
    expect(all).toBeGreaterThan(1);
    // The last one is read with nothing left to ask for: only what comes behind can see that it was stopped.
    for (let at = 1; at <= all; at++) {
      reads = 0;
      const stopping = new AbortController();
      await expect(exportParts(counted(stopping, at), { ...asked(format), signal: stopping.signal }), `${format}, stopped at ${at} of ${all}`).rejects.toThrow(/abort/i);
    }
  }
});

it('knows the site that all sessions are of', () => {
  expect([siteOf([]), siteOf([{ site: 'a' }, { site: 'a' }]), siteOf([{ site: 'a' }, { site: 'b' }]), siteOf([{ site: null }])]).toEqual([null, 'a', null, null]);
});
