import { deflateSync, gzipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../../lib/base/bytes.ts';
import { inflate, type Compression } from '../../../lib/pipeline/inflate.ts';

const TEXT = JSON.stringify(Array.from({ length: 24 }, (_, i) => ({ event: `footstep ${i}`, at: 1_795_248_000_000 + i * 37, path: `/shop/${i * 7919}` })));
const ways: readonly (readonly [Compression, (bytes: Uint8Array) => Uint8Array])[] = [['gzip', (b) => gzipSync(b)], ['zlib', (b) => zlibSync(b)], ['deflate', (b) => deflateSync(b)], ['deflate', (b) => deflateSync(b, { level: 0 })]];

describe.each(ways)('%s', (compression, compress) => {
  const plain = encodeUtf8(TEXT);
  const packed = compress(plain);

  it('comes out whole, without a word', () => {
    expect(inflate(packed, compression)).toEqual({ bytes: plain, problem: null, limited: false });
  });

  it('cut off anywhere, gives what was there and says so', () => {
    const wrong: string[] = [];
    for (let length = 1; length < packed.length; length++) {
      const { bytes, problem } = inflate(packed.subarray(0, length), compression);
      if (Buffer.compare(bytes, plain.subarray(0, bytes.length)) !== 0) wrong.push(`cut to ${length}: other bytes`);
      // The checksums at the end are no data.
      if (bytes.length < plain.length && problem === null) wrong.push(`cut to ${length} of ${packed.length}: silent`);
    }
    expect(wrong).toEqual([]);
  });
});

it('knows a bare stream as cut off where bits that are all one would end it', () => {
  // Found by `npm run fuzz`: of text that repeats nothing, the end of a block is the rarest code, and codes of ones are the rarest.
  const plain = encodeUtf8(Array.from({ length: 120 }, (_, i) => 'abcdefghijklmnop'[(i * i * 7 + i * 3 + (i >> 3)) % 16]).join(''));
  const packed = deflateSync(plain);
  const silent = Array.from({ length: packed.length - 1 }, (_, i) => inflate(packed.slice(0, i + 1), 'deflate')).filter(({ bytes, problem }) => problem === null && bytes.length < plain.length);
  expect(silent).toEqual([]);
});

it('knows a zlib stream as cut off whose last bytes are taken for its checksum', () => {
  // Found by `npm run fuzz`.
  const { bytes, problem } = inflate(zlibSync(new Uint8Array(4_614_700)).slice(0, 1769), 'zlib', { maxBytes: 8_000_000, maxRatio: 2000, ratioFrom: 1 });
  expect([bytes.length < 4_614_700, problem]).toEqual([true, expect.stringContaining('cut off')]);
});

it('tells where a zlib stream came out other than it went in', () => {
  const packed = zlibSync(encodeUtf8(TEXT));
  packed.set([packed.at(-1)! ^ 1], packed.length - 1);
  expect(inflate(packed, 'zlib').problem).not.toBeNull();
});

it('reads several gzip members as one', () => {
  const [a, b] = [encodeUtf8('first '), encodeUtf8('second')];
  expect(inflate(concatBytes([gzipSync(a), gzipSync(b)]), 'gzip')).toEqual({ bytes: concatBytes([a, b]), problem: null, limited: false });
});
