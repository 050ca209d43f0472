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

/** Base64 or base64url, padded or not, white space ignored; null where it is neither. */
export function fromBase64(text: string): Uint8Array | null {
  const clean = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(clean) || clean.length % 4 === 1) return null;
  try {
    return encodeLatin1(atob(clean));
  } catch {
    return null;
  }
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
