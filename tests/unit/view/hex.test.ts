import { describe, expect, it } from 'vitest';
import { bytesOfText, hexDump, maskBytes, SHOWN_HEX_BYTES } from '../../../lib/view/hex.ts';
import { MASK } from '../../../lib/view/secrets.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
/** The letters of a dump, line by line. */
const shown = (text: string): string => hexDump(maskBytes(latin1(text)), 1000).slice(-Math.min(text.length, 1000) - 8);

it('dumps bytes as hex and ASCII, in lines of sixteen or fewer', () => {
  expect(hexDump([0x41, 0x0a, 0xff])).toBe(`000000  41 0a ff${' '.repeat(39)}  A..`);
  expect(hexDump([0x41, 0x42, 0x43], 2)).toBe('000000  41 42  AB\n000002  43     C');
  expect(hexDump([0x41, null], 2)).toBe('000000  41 ••  A•');
});

describe('secrets in bytes that are no text', () => {
  it.each([
    ['JSON', '\x00\xff{"token":"zq93-secret","n":1}'],
    ['a parameter', '\x01event=page&writeKey=zq93-secret&x=1\xff'],
    ['an address', '\xffhttps://zq93-secret@o1.example/42\0'],
    ['MessagePack', '\x82\xa5token\xabzq93-secret\xa1n\x01'],
    ['Protobuf', '\x0a\x1c\x0a\x0dauthorization\x12\x0b\x0a\x09zq93-secret\xff'],
    ['base64', `\xff ${btoa('{"token":"zq93-secret"}')}`],
  ])('are masked in %s', (_format, text) => {
    expect(shown(text)).not.toContain('zq93');
    expect(shown(text)).not.toContain('enE5My'.slice(1));
    expect(maskBytes(latin1(text))).toContain(null);
  });
  it('and nothing else', () => {
    const bytes = latin1('\x82\xa4name\xabsomething\x80\x9f\xff{"key_code":65}');
    expect(maskBytes(bytes)).toEqual([...bytes]);
  });
  it('keep what stands around them', () => {
    expect(hexDump(maskBytes(latin1('\xff{"token":"abc"}')), 32)).toMatch(/ {2}\.\{"token":"••••••••"\}$/);
  });
});

it('a masked text has its masks in the bytes too, and no more bytes than are shown', () => {
  expect(bytesOfText(`a${MASK}é`)).toEqual([0x61, null, null, null, null, null, null, null, null, 0xc3, 0xa9]);
  expect(bytesOfText('é'.repeat(SHOWN_HEX_BYTES))).toHaveLength(SHOWN_HEX_BYTES);
});
