import { fromBase64 } from '../base/bytes.ts';

let last: { readonly base64: string; readonly bytes: Uint8Array | null } = { base64: '', bytes: new Uint8Array() };

/** The bytes of a body in base64; null where it is none. What shows that an entry is sound is what is read of it next: the last answer is kept. */
export function bodyBytes(base64: string): Uint8Array | null {
  if (last.base64 !== base64) last = { base64, bytes: fromBase64(base64) };
  return last.bytes;
}
