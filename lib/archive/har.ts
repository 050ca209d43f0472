import { isObject, type Json } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { plausibleTime, type EpochMs } from '../base/time.ts';
import { limitsOf } from '../domain/rate-limits.ts';
import { asRequestId, type CapturedRequest, type Header, type Outcome } from '../domain/request.ts';
import { harBody } from './har-body.ts';
import { readOwnWords, withOwnWords, type OwnWords } from './har-own.ts';
import type { Problem, Refusal } from './problem.ts';
import { parsePiece, splitJson, type JsonPiece, type JsonPlan } from './split-json.ts';

/** The requests of a HAR as captured, in the order of time, and each entry that is not one. */
export type ParsedHar = { readonly requests: readonly CapturedRequest[]; readonly problems: readonly Problem[] };

export const HAR_PLAN: JsonPlan = { objects: ['log'], lists: ['log.pages', 'log.entries'] };

/** `loaded`: the first document that was loaded for it; a writer's page may see others after it. */
type Page = { readonly url: string | null; loaded: string | null; readonly documentId: string };

export type HarSink = { readonly request: (request: CapturedRequest) => void; readonly problem: (problem: Problem) => void };

/** So many entries, or so much text of them, wait for the page that they name: writers put pages in front, but need not. */
const HELD_ENTRIES = 2_000;
const HELD_CHARS = 8 * 1024 * 1024;

type HeldEntry = { readonly entry: Json; readonly place: string; readonly index: number; readonly size: number };

/**
 * Reads the pieces of a HAR 1.2 file (see {@link HAR_PLAN}) as Chromium, Firefox, Safari, Playwright, Charles and we write it
 * (http://www.softwareishard.com/blog/har-12-spec/, and what each adds under `_…` keys). Broken entries become problems and are left out.
 */
export function createHarReader(sink: HarSink): { readonly take: (piece: JsonPiece) => void; readonly end: () => Result<null, Refusal> } {
  const pages = new Map<string, Page>();
  const ids = new Set<string>();
  let held: HeldEntry[] = [];
  let size = 0;
  let isHar = false;

  function give({ entry, place, index }: HeldEntry): void {
    const own = readOwnWords(get(entry, '_footsteps'));
    const read = readEntry(entry, index, pages, own.ok ? own.value : undefined);
    for (const result of [own, read]) if (!result.ok) sink.problem({ place: `${place}${result.error.place}`, message: result.error.message });
    if (!read.ok || !read.value) return;
    // Ids of our own files may stand twice in one that was put together by hand.
    let { id } = read.value;
    while (ids.has(id)) id = asRequestId(`${id}~`);
    ids.add(id);
    sink.request({ ...read.value, id });
  }

  return {
    take(piece) {
      const { path, index, text, exact } = piece;
      if (path !== 'log.entries' && path !== 'log.pages') return;
      const place = index === null ? path : `${path}[${index}]`;
      if (!exact) sink.problem({ place, message: 'expected UTF-8 throughout, found other bytes; they show as U+FFFD' });
      const parsed = parsePiece(piece, place);
      if (!parsed.ok) return sink.problem(parsed.error);
      if (index === null) isHar ||= path === 'log.entries' && Array.isArray(parsed.value);
      else if (path === 'log.pages') readPage(parsed.value, pages);
      else {
        namePage(parsed.value, pages);
        held.push({ entry: withoutAnswer(parsed.value), place, index, size: text.length });
        size += text.length;
        if (held.length < HELD_ENTRIES && size < HELD_CHARS) return;
        const half = held.splice(0, Math.ceil(held.length / 2));
        size -= half.reduce((n, one) => n + one.size, 0);
        half.forEach(give);
      }
    },
    end() {
      if (!isHar) return err({ place: 'log.entries', message: 'expected the list of requests of a HAR 1.2 file' });
      held.forEach(give);
      held = [];
      return ok(null);
    },
  };
}

/** What servers answered is the largest part of most files, and not looked at. */
function withoutAnswer(entry: Json): Json {
  const response = get(entry, 'response');
  if (!isObject(entry) || !isObject(response)) return entry;
  const status = response['status'];
  const limits = typeof status === 'number' ? limitsOf(status, readHeaders(response['headers'])).map(({ name, value }) => ({ name, value })) : [];
  return { ...entry, response: { status: status ?? null, headers: limits, _error: response['_error'] ?? null, _failureText: response['_failureText'] ?? null } };
}

/** Reads the text of a HAR. Never throws. */
export function parseHar(text: string): Result<ParsedHar, Refusal> {
  const requests: CapturedRequest[] = [];
  const problems: Problem[] = [];
  const reader = createHarReader({ request: (request) => requests.push(request), problem: (problem) => problems.push(problem) });
  const split = splitJson(text, HAR_PLAN, reader.take);
  if (!split.ok) return split;
  const end = reader.end();
  return end.ok ? ok({ requests: requests.toSorted((a, b) => a.startedAt - b.startedAt), problems }) : end;
}

/** Chromium writes a page's URL as its title; others its title, and some a `_url` beside it. */
function readPage(page: Json, pages: Map<string, Page>): void {
  const id = str(page, 'id');
  if (id === undefined) return;
  const url = [str(page, '_url'), str(page, 'title')].find((t) => t !== undefined && /^https?:\/\/\S+$/.test(t)) ?? null;
  pages.set(id, { url, loaded: null, documentId: `${id}@${str(page, 'startedDateTime') ?? ''}` });
}

function namePage(entry: Json, pages: ReadonlyMap<string, Page>): void {
  const page = pages.get(str(entry, 'pageref') ?? '');
  const url = str(get(entry, 'request'), 'url');
  if (!page || page.loaded !== null || url === undefined || !/^https?:/.test(url)) return;
  const response = get(entry, 'response');
  const html = /^text\/html|^application\/xhtml/.test(str(get(response, 'content'), 'mimeType') ?? '');
  const type = str(entry, '_resourceType');
  if (type === 'document' || (type === undefined && html && get(response, 'status') === 200)) page.loaded = url.replace(/#.*$/, '');
}

/** Null: an entry that sent nothing to anybody (`data:`, `blob:`, an extension's own file). */
function readEntry(entry: Json, index: number, pages: ReadonlyMap<string, Page>, own: OwnWords | undefined): Result<CapturedRequest | null, Problem> {
  const request = get(entry, 'request');
  if (!isObject(request)) return bad('.request', 'an object', request);
  const { method, url } = request;
  if (typeof url !== 'string' || url === '') return bad('.request.url', 'a URL', url);
  if (typeof method !== 'string' || method === '') return bad('.request.method', 'a method', method);
  if (!/^(https?|wss?):/i.test(url)) return ok(null);
  const startedAt = Date.parse(str(entry, 'startedDateTime') ?? '');
  if (!plausibleTime(startedAt)) return bad('.startedDateTime', 'an ISO 8601 time', get(entry, 'startedDateTime'));
  const headers = readHeaders(request['headers']);
  const body = harBody(request['postData'], headers, request['bodySize'], own?.body?.kind === 'form');
  if (!body.ok) return err({ place: '.request.postData.text', message: `expected ${body.error}` });
  const page = pages.get(str(entry, 'pageref') ?? '');
  const referer = headers.find((h) => h.name === 'referer')?.value;
  const captured: CapturedRequest = {
    id: asRequestId(`h${index + 1}`), witnesses: ['import'], tabId: null, frameId: null, documentId: page?.documentId ?? null,
    pageUrl: page?.url ?? pageOfReferer(referer, url) ?? page?.loaded ?? null, initiator: headers.find((h) => h.name === 'origin')?.value ?? null,
    resourceType: resourceType(str(entry, '_resourceType')), method: method.toUpperCase(), url, headers, body: body.value, startedAt,
    outcome: readOutcome(entry, startedAt),
  };
  return ok(own ? withOwnWords(captured, own) : captured);
}

/** Names in lower case; HTTP/2's pseudo headers (`:path`) are the request line over again. */
function readHeaders(headers: Json | undefined): Header[] {
  if (!Array.isArray(headers)) return [];
  return (headers as readonly Json[]).flatMap((h) => {
    const name = str(h, 'name');
    return name === undefined || name === '' || name.startsWith(':') ? [] : [{ name: name.toLowerCase(), value: str(h, 'value') ?? '' }];
  });
}

/** To another origin, browsers send the page's origin alone by default: that names no page. */
function pageOfReferer(referer: string | undefined, url: string): string | null {
  const [, origin, path] = /^(https?:\/\/[^/?#]+)\/?(.*)$/i.exec(referer ?? '') ?? [];
  return referer !== undefined && origin !== undefined && (path !== '' || url.startsWith(`${origin}/`)) ? referer : null;
}

/** What DevTools call a request, in the words of the browser's webRequest. */
const RESOURCE_TYPE: { readonly [word: string]: string } = {
  fetch: 'xmlhttprequest', xhr: 'xmlhttprequest', preflight: 'xmlhttprequest', document: 'main_frame', eventsource: 'xmlhttprequest', beacon: 'ping', css: 'stylesheet', img: 'image',
};
const resourceType = (word: string | undefined): string | null => (word === undefined ? null : (Object.hasOwn(RESOURCE_TYPE, word.toLowerCase()) ? (RESOURCE_TYPE[word.toLowerCase()] as string) : word));

/** Status 0 (Playwright: -1) is no answer; why stands in Chromium's `_error` or Playwright's `_failureText`, elsewhere nowhere. */
function readOutcome(entry: Json, startedAt: EpochMs): Outcome {
  const response = get(entry, 'response');
  const status = get(response, 'status');
  const took = get(entry, 'time');
  const endedAt = startedAt + (typeof took === 'number' && took > 0 && plausibleTime(startedAt + took) ? took : 0);
  if (typeof status === 'number' && status > 0) {
    const limits = limitsOf(status, readHeaders(get(response, 'headers')));
    return { kind: 'responded', status, endedAt, ...(limits.length ? { limits } : {}) };
  }
  const error = str(response, '_error') ?? str(entry, '_error') ?? str(response, '_failureText') ?? str(entry, '_failureText');
  return error ? { kind: 'failed', error, endedAt } : { kind: 'unknown' };
}

function get(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function str(value: Json | undefined, key: string): string | undefined {
  const found = get(value, key);
  return typeof found === 'string' ? found : undefined;
}

function bad(place: string, expected: string, found: Json | undefined): Result<never, Problem> {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found);
  return err({ place, message: `expected ${expected}, found ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}` });
}

