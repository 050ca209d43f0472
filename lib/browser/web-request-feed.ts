import { browser } from 'wxt/browser';
import type { EpochMs } from '../base/time.ts';
import type { FirstStages } from './first-hand.ts';
import type { RequestLog, SeenRequest } from './request-log.ts';

/**
 * The types that carry telemetry, forms that are sent into a hidden frame and the browser's own reports of policies among them; each browser
 * knows its own word for beacons, and refuses the other's.
 */
const TYPES = ['xmlhttprequest', 'ping', 'beacon', 'image', 'script', 'sub_frame', 'csp_report', 'other'];

type Filter = Parameters<typeof browser.webRequest.onBeforeRequest.addListener>[1];

/**
 * Listens to the browser's requests. Call it in the first turn of the worker, else the event that started the worker is lost; what comes
 * before `ready` is kept until then. Our own pages' requests are no concern of ours.
 *
 * @param first is given the stages of each request in the very turn in which the browser tells of them
 * @param told is given the time of each event, epoch milliseconds
 */
export function listenToRequests(log: RequestLog, ready: Promise<unknown>, first: FirstStages, told: (at: EpochMs) => void): void {
  const { webRequest } = browser;
  const known = new Set<string>(Object.values(webRequest.ResourceType ?? {}));
  const types = TYPES.filter((type) => (known.size ? known.has(type) : type !== 'beacon'));
  const filter = { urls: ['http://*/*', 'https://*/*'], types } as Filter;
  // Chromium hides some headers (Referer, Origin, Authorization of some) unless asked for them by a word that Firefox refuses.
  const extra = 'EXTRA_HEADERS' in (webRequest.OnSendHeadersOptions ?? {}) ? (['extraHeaders'] as const) : [];
  const own = location.origin;

  let early: (() => void)[] | null = [];
  const start = (): void => {
    for (const run of early ?? []) run();
    early = null;
  };
  ready.then(start, start);
  const on = <D extends SeenRequest>(take: (details: D) => void, atOnce?: (details: D) => void) => (details: D): undefined => {
    if (details.initiator === own || details.originUrl?.startsWith(`${own}/`)) return;
    told(details.timeStamp);
    atOnce?.(details);
    if (early) early.push(() => take(details));
    else take(details);
  };

  webRequest.onBeforeRequest.addListener(on(log.began, first.began), filter, ['requestBody', ...extra]);
  webRequest.onSendHeaders.addListener(on(log.sentHeaders, first.sentHeaders), filter, ['requestHeaders', ...extra]);
  // Only Firefox, which alone knows beacons, shows by this event what it hands to a page's service worker.
  if (known.has('beacon')) webRequest.onBeforeRedirect.addListener(on(log.redirected), filter);
  webRequest.onHeadersReceived.addListener(on(log.answered, first.answered), filter, ['responseHeaders']);
  webRequest.onCompleted.addListener(on(log.completed, first.completed), filter);
  webRequest.onErrorOccurred.addListener(on(log.failed, first.failed), filter);
}
