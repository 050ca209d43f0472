/**
 * A 53-bit hash of a text in base 36 (cyrb53 shape: two 32-bit multiplicative lanes). Not cryptographic: it makes keys short and keeps
 * identities out of them; it protects nothing against someone who guesses the identity.
 */
export const hash = (text: string): string => hashNumber(text).toString(36);

/** The same as a whole number below 2^53. */
export function hashNumber(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
