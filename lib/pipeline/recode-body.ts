import { gzipSync, zlibSync, deflateSync } from 'fflate';
import type { Header } from '../domain/request.ts';
import { decodeBody } from './decode-body.ts';

/** A body without its compression; null where that cannot be undone, whole. */
export function decompress({ url, headers }: { readonly url: string; readonly headers: readonly Header[] }, bytes: Uint8Array, encoding: string | null): { readonly bytes: Uint8Array; readonly encoding: string | null } | null {
  const decoded = decodeBody({ url, headers: headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })), body: { kind: 'bytes', bytes, encoding } });
  if (decoded.diagnostics.some((diagnostic) => diagnostic.losesData) || decoded.body.kind !== 'bytes') return null;
  return { bytes: decoded.body.bytes, encoding: decoded.encoding };
}

/** The inverse: layers as {@link decompress} names them, outermost first. The same bytes give the same. */
export function compress(bytes: Uint8Array, encoding: string): Uint8Array {
  return encoding.split(',').map((layer) => layer.trim()).toReversed().reduce((inner, layer) => {
    if (layer === 'gzip') return gzipSync(inner, { mtime: 0 });
    return layer === 'deflate' ? zlibSync(inner) : deflateSync(inner);
  }, bytes);
}
