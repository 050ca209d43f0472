import { decodeUtf8 } from '../base/bytes.ts';
import { parseJson } from '../base/lossless-json.ts';
import { err, type Result } from '../base/result.ts';
import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Body, CapturedRequest, Header } from '../domain/request.ts';
import { parseUrlEncoded, type Entry } from './wire/urlencoded.ts';

/** No JSON text has an object's end, a line feed and another's beginning in a row. Envelopes do, and a parser takes long to fail. */
function isLines(text: string): boolean {
  const end = text.indexOf('\n');
  return end > 0 && text[end - 1] === '}' && text[end + 1] === '{';
}

/**
 * A captured request as dissectors read it: URL in parts, body decompressed (that happened in the pipeline), text and JSON parsed at
 * most once however many dissectors look. Nothing here throws on hostile text.
 */
export class WireRequest {
  readonly method: string;
  readonly url: string;
  /** Scheme, host and port; empty where the URL does not parse. */
  readonly origin: string;
  readonly host: string;
  readonly path: string;
  readonly query: readonly Entry[];
  readonly headers: readonly Header[];
  readonly body: Body;
  /** When the browser sent it. */
  readonly at: EpochMs;
  readonly pageUrl: string | null;
  readonly isPreflight: boolean;
  #text: { text: string; exact: boolean } | null | undefined;
  #json: Result<Json> | undefined;
  #form: readonly Entry[] | null | undefined;

  /** @param body decompressed; defaults to the request's own. */
  constructor(request: CapturedRequest, body: Body = request.body) {
    const cut = /^([a-z][a-z0-9+.-]*:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/i.exec(request.url);
    this.method = request.method.toUpperCase();
    this.url = request.url;
    this.origin = cut?.[1] ?? '';
    this.host = cut?.[2] ?? '';
    this.path = cut?.[3] || '/';
    this.query = parseUrlEncoded(cut?.[4] ?? '');
    this.headers = request.headers;
    this.body = body;
    this.at = request.startedAt;
    this.pageUrl = request.pageUrl;
    this.isPreflight = this.method === 'OPTIONS';
  }

  /** First header of that lower-case name. */
  header(name: string): string | null {
    return this.headers.find((h) => h.name === name)?.value ?? null;
  }

  /** First query value of that name, percent-decoded. */
  param(name: string): string | null {
    return this.query.find(([key]) => key === name)?.[1] ?? null;
  }

  get hidden(): boolean {
    return this.body.kind === 'unavailable';
  }

  /** The body as text; null where there is none to read. `exact` is false where bytes were not UTF-8. */
  text(): { text: string; exact: boolean } | null {
    if (this.#text === undefined) this.#text = this.body.kind === 'bytes' ? decodeUtf8(this.body.bytes) : null;
    return this.#text;
  }

  /**
   * The whole body as JSON, integers keeping every digit. A browser that parsed JSON as a form (Firefox, with that content type) gives
   * one entry whose name is the JSON: that is read too.
   */
  json(): Result<Json> {
    if (this.#json === undefined) {
      const only = this.body.kind === 'form' && this.body.entries.length === 1 ? this.body.entries[0] : undefined;
      const text = this.text()?.text ?? (only && /^\s*[{[]/.test(only[0]) ? (only[1] ? `${only[0]}=${only[1]}` : only[0]) : null);
      this.#json = text === null ? err('no body') : !/^\s*[{["\d-]/.test(text) ? err('not JSON') : isLines(text) ? err('lines of JSON, not one JSON text') : parseJson(text);
    }
    return this.#json;
  }

  /** The body as form entries, whether the browser parsed it or it is urlencoded text; null where it is neither. */
  form(): readonly Entry[] | null {
    if (this.#form === undefined) {
      if (this.body.kind === 'form') this.#form = this.body.entries;
      else {
        const text = this.text()?.text;
        this.#form = text && /^[^\s{[<"]+=/.test(text) ? parseUrlEncoded(text) : null;
      }
    }
    return this.#form;
  }
}
