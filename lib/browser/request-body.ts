import { concatBytes } from '../base/bytes.ts';
import type { Body } from '../domain/request.ts';

/** `requestBody` as either browser gives it. */
export type SeenBody = {
  readonly error?: string | undefined;
  readonly formData?: { readonly [name: string]: readonly unknown[] } | undefined;
  /** Firefox caps at 16 MiB and says so; a `file` is a path on the user's disk, which is nobody's business. */
  readonly raw?: readonly { readonly bytes?: unknown; readonly file?: unknown; readonly truncated?: boolean; readonly originalSize?: number }[] | undefined;
};

/** Larger bodies are no SDK's; their size is kept. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * A body as the browser shows it: all chunks together, forms as entries. Chromium hides Blobs and streams behind an error that does not
 * tell which (measured: any Blob gives "Unknown error."), and drops the content of files in a multipart body without a mark.
 */
export function readBody(seen: SeenBody | null | undefined, maxBytes = MAX_BODY_BYTES): Body {
  if (!seen) return { kind: 'none' };
  if (seen.formData) {
    const entries = Object.entries(seen.formData).flatMap(([name, values]) => values.map((value) => [name, text(value)] as const));
    const size = entries.reduce((n, [name, value]) => n + name.length + value.length, 0);
    return size > maxBytes ? { kind: 'unavailable', reason: 'tooLarge', size } : { kind: 'form', entries };
  }
  if (seen.raw) {
    const chunks = seen.raw.flatMap((part) => (part.bytes instanceof ArrayBuffer ? [new Uint8Array(part.bytes)] : []));
    const size = chunks.reduce((n, chunk) => n + chunk.length, 0);
    if (seen.raw.some((part) => part.truncated)) return { kind: 'unavailable', reason: 'tooLarge', size: seen.raw.reduce((n, part) => n + (part.originalSize ?? 0), 0) || null };
    if (size > maxBytes) return { kind: 'unavailable', reason: 'tooLarge', size };
    if (chunks.length === 0 && seen.raw.length > 0) return { kind: 'unavailable', reason: 'blob', size: null };
    return chunks.length ? { kind: 'bytes', bytes: chunks.length === 1 && chunks[0] ? chunks[0] : concatBytes(chunks), encoding: null } : { kind: 'none' };
  }
  return seen.error === undefined ? { kind: 'none' } : { kind: 'unavailable', reason: 'blob', size: null };
}

/** Chromium gives form values that are no text as bytes. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof ArrayBuffer ? new TextDecoder().decode(value) : '';
}
