/**
 * Background of the extension that tests load to look at the page tap alone: real scripts, feed and merger; the requests as `webRequest`
 * shows them; and nothing behind them but a list.
 */
import { createPageTapFeed } from '../../../../lib/browser/page-tap-feed.ts';
import { syncPageTapScripts } from '../../../../lib/browser/page-tap-scripts.ts';
import { WitnessMerger, type Joined } from '../../../../lib/domain/merge-witnesses.ts';
import { concatBytes, toBase64 } from '../../../../lib/base/bytes.ts';
import { asRequestId, type Body } from '../../../../lib/domain/request.ts';

type Details = {
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  readonly type: string;
  readonly tabId: number;
  readonly documentId?: string;
  readonly initiator?: string;
  readonly requestHeaders?: readonly { readonly name: string; readonly value?: string }[];
  readonly requestBody?: { readonly error?: string; readonly raw?: readonly { readonly bytes?: ArrayBuffer }[]; readonly formData?: Readonly<Record<string, readonly string[]>> };
};
declare const chrome: {
  readonly webRequest: Readonly<Record<'onBeforeRequest' | 'onSendHeaders', { addListener(hear: (details: Details) => void, filter: object, extra: string[]): void }>>;
  readonly runtime: { readonly onMessage: { addListener(hear: (message: unknown, sender: object) => void): void } };
};

/** A request as a test reads it: `body` in base64 once it is known, `shown` if the page tap was not needed. */
export type Recorded = { readonly url: string; readonly type: string; readonly how: 'shown' | 'hidden' | 'tapped'; readonly body: string | null; readonly reason: string | null };
export type Recorder = {
  readonly requests: Map<string, Recorded>;
  readonly refused: { readonly url: string; readonly directive: string }[];
  readonly dropped: Record<string, number>;
  /** Reports taken, matched or not. */
  reports: number;
  ready: boolean;
  setOn(on: boolean, offSites: readonly string[]): Promise<void>;
  expire(): number;
};
declare global {
  var recorder: Recorder;
}

const merger = new WitnessMerger();
const requests = new Map<string, Recorded>();
const dropped: Record<string, number> = {};

const settle = (joined: Joined | null): void => {
  const known = joined && requests.get(joined.id);
  if (!joined || !known) return;
  requests.set(joined.id, { ...known, how: 'tapped', ...readable(joined.body) });
};
const readable = (body: Body): Pick<Recorded, 'body' | 'reason'> => ({
  body: body.kind === 'bytes' ? toBase64(body.bytes) : null,
  reason: body.kind === 'unavailable' ? `${body.reason} ${body.size}` : body.kind,
});

function bodyOf(shown: Details['requestBody']): Body {
  if (!shown) return { kind: 'none' };
  if (shown.raw) return { kind: 'bytes', bytes: concatBytes(shown.raw.map((part) => new Uint8Array(part.bytes ?? new ArrayBuffer()))), encoding: null };
  if (!shown.formData) return { kind: 'unavailable', reason: 'blob', size: null };
  return { kind: 'form', entries: Object.entries(shown.formData).flatMap(([name, values]) => values.map((value) => [name, value] as const)) };
}

chrome.webRequest.onBeforeRequest.addListener(
  (details) => {
    if (details.method === 'OPTIONS' || !details.url.includes('/c?')) return;
    const body = bodyOf(details.requestBody);
    const request = {
      id: asRequestId(details.requestId), url: details.url, resourceType: details.type, tabId: details.tabId < 0 ? null : details.tabId,
      documentId: details.documentId ?? null, initiator: details.initiator ?? null, headers: [], body,
    };
    // Of a form nobody can say yet whether its files are missing.
    requests.set(details.requestId, { url: details.url, type: details.type, how: body.kind === 'unavailable' ? 'hidden' : 'shown', ...readable(body) });
    const sighted = merger.sighted(request, Date.now());
    if (typeof sighted === 'object') settle(sighted);
  },
  { urls: ['<all_urls>'] },
  ['requestBody'],
);

chrome.webRequest.onSendHeaders.addListener(
  ({ requestId, requestHeaders = [] }) => settle(merger.headers(asRequestId(requestId), requestHeaders.map(({ name, value = '' }) => ({ name, value })))),
  { urls: ['<all_urls>'] },
  ['requestHeaders'],
);

const feed = createPageTapFeed({
  isOff: () => false,
  now: () => Date.now(),
  reported: (report) => {
    globalThis.recorder.reports++;
    settle(merger.reported(report, Date.now()));
  },
  filled: (fill) => settle(merger.filled(fill, Date.now())),
  refused: (refusal) => {
    globalThis.recorder.refused.push({ url: refusal.url, directive: refusal.directive });
    merger.refused(refusal);
  },
  dropped: (counter) => void (dropped[counter] = (dropped[counter] ?? 0) + 1),
});
chrome.runtime.onMessage.addListener((message, sender) => void feed(message, sender));

globalThis.recorder = {
  requests, refused: [], dropped, reports: 0, ready: false,
  setOn: (on, offSites) => syncPageTapScripts({ on, offSites }),
  expire() {
    merger.expire(Date.now() + 60_000);
    return merger.takeDropped();
  },
};
void syncPageTapScripts({ on: true, offSites: [] }).then(() => {
  globalThis.recorder.ready = true;
});
