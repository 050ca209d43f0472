import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableText } from '../../lib/archive/table.ts';
import { EXPORT_FORMATS } from '../../lib/archive/formats.ts';
import { parseArchive } from '../../lib/archive/parse-archive.ts';
import { partsOf } from '../../lib/archive/parts.ts';
import { readFileText } from '../../lib/archive/read-file.ts';
import { archiveToText } from '../../lib/archive/write-archive.ts';
import { parseJson } from '../../lib/base/lossless-json.ts';
import { recordedArchive, recordedHar } from '../tools/recorded-archive.ts';
import { recordings } from '../tools/corpus.ts';
import { file } from '../fakes/archive.ts';

const [first] = recordings('krenalis');
if (!first) throw new Error('the recordings of Krenalis are gone');
const SEEDS = [JSON.stringify(file()), recordedArchive(first.recording), recordedHar(first.recording)];

const token = fc.constantFrom('', 'null', '[]', '{}', '"', ',', '1e999', '-1', 'true', '"x"', '{"__proto__":null}', '\u0000', '[[[[');

/** A stretch of a good file replaced, wherever it lies. */
const cut = fc.record({ seed: fc.constantFrom(...SEEDS), at: fc.nat(999_999), length: fc.nat(60), put: token }).map(({ seed, at, length, put }) => {
  const from = Math.floor((at / 1e6) * seed.length);
  return seed.slice(0, from) + put + seed.slice(from + length);
});

/** A value of a key replaced: mostly sound JSON still, and no longer what stands there. */
const swapped = fc.record({ seed: fc.constantFrom(...SEEDS), at: fc.nat(999_999), put: token }).map(({ seed, at, put }) => {
  const values = [...seed.matchAll(/(?<=":)("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)/g)];
  const value = values[Math.floor((at / 1e6) * values.length)];
  return value ? seed.slice(0, value.index) + put + seed.slice(value.index + value[0].length) : seed;
});

const damaged = fc.oneof(cut, swapped);

describe('files from anywhere', () => {
  it('are read or refused, never thrown at, and what is read can be written in every format', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        const content = readFileText(text);
        if (!content.ok) {
          expect(content.error.message).not.toBe('');
          return;
        }
        const { archive } = content.value;
        if (!archive) return;
        read++;
        for (const chunk of tableText(archive, { width: 80, color: true })) expect(chunk).not.toContain('undefined,');
        for (const { write } of Object.values(EXPORT_FORMATS)) for await (const chunk of write(partsOf(archive))) expect(chunk).not.toContain('undefined');
        const written = archiveToText(archive);
        const again = parseArchive(written);
        expect(again.ok && again.value.problems).toEqual([]);
        // As texts, as JSON has no infinity: 1e999 is written as null.
        expect(again.ok && archiveToText(again.value.archive)).toBe(written);
      }),
      { numRuns: 600 },
    );
    expect(read).toBeGreaterThan(50);
  });

  it('hold any text in any place of an archive without changing it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        const parts = file();
        const odd = JSON.stringify({ ...parts, events: (parts['events'] as object[]).map((e) => ({ ...e, name: text, data: value })), note: value });
        const parsed = parseArchive(odd);
        if (!parsed.ok) throw new Error(parsed.error.message);
        expect(parsed.value.problems).toEqual([]);
        // Compared as we read JSON: integers beyond 2^53 are their digits.
        expect(parseJson(archiveToText(parsed.value.archive))).toEqual(parseJson(odd));
      }),
      { numRuns: 200 },
    );
  });
});
