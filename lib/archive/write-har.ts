import { decodeUtf8, fromBase64 } from '../base/bytes.ts';
import type { ArchiveBody, ArchiveRequest } from './archive.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * A recording as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which the network panels of browsers open. What HAR has no
 * word for stands under `_` keys, as the format allows: `_footsteps` of an entry is what {@link ../archive/har.ts} needs to have the same
 * request again; `_sessions`, `_events`, `_findings`, `_captureLedger` and `_gaps` of the log are those of the archive. No answers are
 * recorded but their status, so contents are empty.
 */
export async function* harText(parts: ArchiveParts): AsyncGenerator<string> {
  const { exporter, captureLedger, extra } = parts;
  const pages = new Map<string, object>();
  yield `{"log":{"version":"1.2","creator":${JSON.stringify({ name: exporter.name, version: exporter.version })},\n"entries":[`;
  let first = true;
  for await (const request of parts.requests()) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(harEntry(request, pageOf(request, pages)))}`;
    first = false;
  }
  yield `\n],\n"pages":${JSON.stringify([...pages.values()])}`;
  for (const name of ['sessions', 'events', 'findings'] as const) {
    yield `,\n"_${name}":[`;
    first = true;
    for await (const entry of parts[name]()) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify('event' in entry ? entry.event : entry)}`;
      first = false;
    }
    yield '\n]';
  }
  if (captureLedger) yield `,\n"_captureLedger":${JSON.stringify(captureLedger)}`;
  if (extra['gaps'] !== undefined) yield `,\n"_gaps":${JSON.stringify(extra['gaps'])}`;
  yield '\n}}\n';
}

/** The id of the page that sent a request, which is written down on its first request; undefined where none is known. */
function pageOf({ documentId, pageUrl, tabId, startedAt }: ArchiveRequest, pages: Map<string, object>): string | undefined {
  if (documentId === null && pageUrl === null) return undefined;
  const key = documentId ?? `${tabId}\n${pageUrl}`;
  const known = pages.get(key) as { id: string } | undefined;
  if (known) return known.id;
  const id = `page_${pages.size + 1}`;
  pages.set(key, { startedDateTime: iso(startedAt), id, title: pageUrl ?? '', pageTimings: {} });
  return id;
}

/** The browser's words for a type, where DevTools have another. */
const RESOURCE_TYPE: { readonly [type: string]: string } = { xmlhttprequest: 'fetch', main_frame: 'document', sub_frame: 'document', beacon: 'ping' };

function harEntry({ method, url, headers, resourceType, startedAt, outcome, body, id, witnesses, tabId, frameId, documentId, pageUrl, initiator }: ArchiveRequest, pageref: string | undefined): object {
  const time = 'endedAt' in outcome ? Math.max(0, outcome.endedAt - startedAt) : 0;
  const status = outcome.kind === 'responded' ? outcome.status : 0;
  const mimeType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const { bodySize, postData, kept } = harBodyOf(body, mimeType);
  return {
    ...(pageref === undefined ? {} : { pageref }),
    startedDateTime: iso(startedAt), time,
    request: {
      method, url, httpVersion: 'unknown', cookies: [], headers: headers.map(({ name, value }) => ({ name, value })), queryString: queryOf(url),
      headersSize: -1, bodySize, ...(postData === null ? {} : { postData }),
    },
    response: {
      status, statusText: '', httpVersion: 'unknown', cookies: [], headers: outcome.kind === 'responded' ? (outcome.limits ?? []).map(({ name, value }) => ({ name, value })) : [], content: { size: 0, mimeType: 'x-unknown' }, redirectURL: '', headersSize: -1, bodySize: -1,
      ...(outcome.kind === 'failed' ? { _error: outcome.error } : {}),
    },
    cache: {}, timings: { send: 0, wait: time, receive: 0 },
    ...(resourceType === null ? {} : { _resourceType: Object.hasOwn(RESOURCE_TYPE, resourceType) ? RESOURCE_TYPE[resourceType] : resourceType }),
    _footsteps: { id, startedAt, witnesses, resourceType, tabId, frameId, documentId, pageUrl, initiator, outcome, body: kept },
  };
}

/** `kept`: what `postData` cannot say of the body. */
type HarBody = { readonly bodySize: number; readonly postData: object | null; readonly kept: object };

function harBodyOf(body: ArchiveBody, mimeType: string): HarBody {
  if (body.kind === 'none') return { bodySize: 0, postData: null, kept: { kind: 'none' } };
  if (body.kind === 'unavailable') return { bodySize: body.size ?? -1, postData: null, kept: { kind: 'unavailable', reason: body.reason, size: body.size } };
  if (body.kind === 'form') return { bodySize: -1, postData: { mimeType, params: body.entries.map(([name, value]) => ({ name, value })) }, kept: { kind: 'form' } };
  const bytes = fromBase64(body.base64) ?? new Uint8Array();
  const text = body.encoding === null ? plainText(bytes) : null;
  // `encoding` is the word of HAR's own `content`; Charles and others use it for what is sent, too.
  return { bodySize: bytes.length, postData: text === null ? { mimeType, encoding: 'base64', text: body.base64 } : { mimeType, text }, kept: { kind: 'bytes', encoding: body.encoding } };
}

// What readers take for bytes and not for text: controls that no text has, replaced bytes, and a mark that decoding drops.
// oxlint-disable-next-line no-control-regex
const NOT_PLAIN = /[\u0000-\u0008\u000b\u000e-\u001f\ufffd]/;

/** The body as text, where every reader gets the same bytes back from it; else null. */
function plainText(bytes: Uint8Array): string | null {
  const { text, exact } = decodeUtf8(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return exact && !hasMark && text !== '' && !NOT_PLAIN.test(text) ? text : null;
}

function queryOf(url: string): { name: string; value: string }[] {
  const query = /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
  return query.split('&').filter((pair) => pair !== '').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name: decoded(name), value: decoded(value.join('=')) };
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const iso = (at: number): string => new Date(at).toISOString();
