const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');
const latin1Decoder = new TextDecoder('latin1');
const encoder = new TextEncoder();

/** Bytes as text, and whether every byte was good UTF-8 (bad ones become U+FFFD). A leading byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array): { text: string; exact: boolean } {
  try {
    return { text: strict.decode(bytes), exact: true };
  } catch {
    return { text: lenient.decode(bytes), exact: false };
  }
}

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

/** One char per byte, as HAR writers put binary bodies into text. */
export const decodeLatin1 = (bytes: Uint8Array): string => {
  // TextDecoder's latin1 is windows-1252: 0x80..0x9f differ, so those texts take the slow way.
  if (!bytes.some((b) => b >= 0x80 && b <= 0x9f)) return latin1Decoder.decode(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
};

/** The inverse of {@link decodeLatin1}; null if a char is above 0xff, as the text then is no byte string. */
export function encodeLatin1(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0xff) return null;
    bytes[i] = c;
  }
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(decodeLatin1(bytes));
}

const SIXES = new Uint8Array(256).fill(255);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((char, six) => (SIXES[char.charCodeAt(0)] = six));
SIXES[45] = 62;
SIXES[95] = 63;

/** One char per byte, by the platform's own decoder, which is many times as fast; null for lengths and paddings that only {@link decodeBase64} takes, too. */
function quickFromBase64(text: string): string | null {
  try {
    return atob(text.includes('-') || text.includes('_') ? text.replaceAll('-', '+').replaceAll('_', '/') : text);
  } catch {
    return null;
  }
}

/** Base64 or base64url, padded or not, white space ignored; null where it is neither. */
export function fromBase64(text: string): Uint8Array | null {
  const chars = quickFromBase64(text);
  if (chars !== null) {
    // ASCII alone is as long in UTF-8.
    const bytes = encodeUtf8(chars);
    if (bytes.length === chars.length) return bytes;
  }
  return decodeBase64(text) ?? decodeBase64(text.replace(/\s+/g, ''));
}

/** The text whose UTF-8 bytes stand in base64 as {@link fromBase64} takes it; null where it is none. */
export function textFromBase64(base64: string): string | null {
  const chars = quickFromBase64(base64);
  if (chars !== null && !/[^\0-\x7f]/.test(chars)) return chars;
  const bytes = fromBase64(base64);
  return bytes && decodeUtf8(bytes).text;
}

function decodeBase64(text: string): Uint8Array | null {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 61) end--;
  if (end % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let at = 0;
  let wrong = 0;
  // Codes above 255 are no base64 either; what the table says of nothing is 255, whose upper bits are in no six.
  const six = (i: number): number => {
    const c = text.charCodeAt(i);
    const value = c < 256 ? (SIXES[c] as number) : 255;
    wrong |= value;
    return value;
  };
  let i = 0;
  for (; i + 3 < end; i += 4) {
    const bits = (six(i) << 18) | (six(i + 1) << 12) | (six(i + 2) << 6) | six(i + 3);
    bytes[at++] = bits >> 16;
    bytes[at++] = bits >> 8;
    bytes[at++] = bits;
  }
  if (end - i >= 2) {
    const bits = (six(i) << 18) | (six(i + 1) << 12) | (end - i === 3 ? six(i + 2) << 6 : 0);
    bytes[at++] = bits >> 16;
    if (at < bytes.length) bytes[at++] = bits >> 8;
  }
  return wrong > 63 ? null : bytes;
}

export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
