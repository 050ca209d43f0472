import { decodeLatin1, encodeLatin1, encodeUtf8 } from '../base/bytes.ts';
import { isSecretName } from '../base/secret-names.ts';
import { MASK, maskText } from './secrets.ts';

/** A byte of a dump; null stands for what is masked, whose length is not told. */
export type HexByte = number | null;

/** So many bytes of a body are dumped at most. */
export const SHOWN_HEX_BYTES = 4096;

const HIDDEN: readonly HexByte[] = Array.from(MASK, () => null);

/** Formats with lengths in front (MessagePack, Protobuf, CBOR): a name, a few bytes of which the first is no letter, and a text. */
const NAMED = /([\w.-]{2,40})([^\x20-\x7e][^]{0,5}?)([\x21-\x7e]{4,})/g;

/** The beginning of a text's bytes; what is masked in it stays so. */
export const bytesOfText = (text: string): readonly HexByte[] => asBytes(text.slice(0, SHOWN_HEX_BYTES), encodeUtf8).slice(0, SHOWN_HEX_BYTES);

/** Bytes that are no text, with the secrets masked that stand in them as texts. */
export function maskBytes(bytes: Uint8Array): readonly HexByte[] {
  const text = decodeLatin1(bytes).replace(NAMED, (whole, name: string, between: string) => (isSecretName(name) ? name + between + MASK : whole));
  return asBytes(maskText(text), (part) => encodeLatin1(part) ?? new Uint8Array());
}

const asBytes = (text: string, encode: (part: string) => Uint8Array): readonly HexByte[] => text.split(MASK).flatMap((part, i) => [...(i === 0 ? [] : HIDDEN), ...encode(part)]);

/** Some bytes a line: place, hex, printable ASCII. */
export function hexDump(bytes: readonly HexByte[], perLine = 16): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const line = bytes.slice(at, at + perLine);
    const hex = line.map((b) => (b === null ? '••' : b.toString(16).padStart(2, '0'))).join(' ');
    const ascii = line.map((b) => (b === null ? '•' : b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(perLine * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
}
