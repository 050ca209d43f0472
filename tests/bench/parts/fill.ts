import type { Page } from 'playwright-core';

/** How much is stored: `events` of `sessions`, each of as many. `aRequest`: so many of them came in one request, as SDKs that send in batches do it; one where it is absent. */
export type Fill = { readonly events: number; readonly sessions: number; readonly now: number; readonly aRequest?: number };

/** So many sessions a call: a call that takes minutes cannot be told from one that hangs. */
const SESSIONS_A_CALL = 200;

/** Fills the database through a page of the extension that has opened it; gives how many events were written. */
export async function fillDatabase(page: Page, fill: Fill): Promise<number> {
  let written = 0;
  for (let first = 0; first < fill.sessions; first += SESSIONS_A_CALL) written += await page.evaluate(writeSessions, { ...fill, first, last: Math.min(fill.sessions, first + SESSIONS_A_CALL) });
  return written;
}

/**
 * Runs inside a page of the extension, which has opened the database: writes made-up sessions with their events and requests as the recorder
 * stores them, by the bare database and in large pieces. Self-contained, as it is sent as text.
 */
async function writeSessions({ events, sessions, now, aRequest = 1, first, last }: Fill & { readonly first: number; readonly last: number }): Promise<number> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('footsteps');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
  const VENDORS = ['snowplow', 'krenalis', 'sentry', 'exceptionless', 'rudderstack'];
  const KINDS = ['page', 'track', 'track', 'identify', 'error', 'log', 'heartbeat'];
  const NAMES = ['Product Viewed', 'Basket', 'add to basket', 'Checkout', 'Landing', 'search', 'Order Completed'];
  const each = Math.ceil(events / sessions);
  const span = 3_600_000;
  const PIECE = 4_000;
  let pieces: { readonly events: object[]; readonly requests: object[]; readonly sessions: object[] } = { events: [], requests: [], sessions: [] };
  let written = first * each;

  async function write(): Promise<void> {
    const { events: e, requests: r, sessions: s } = pieces;
    pieces = { events: [], requests: [], sessions: [] };
    const tx = db.transaction(['events', 'requests', 'sessions'], 'readwrite', { durability: 'relaxed' });
    for (const row of e) tx.objectStore('events').put(row);
    for (const row of r) tx.objectStore('requests').put(row);
    for (const row of s) tx.objectStore('sessions').put(row);
    await new Promise<void>((resolve, reject) => {
      tx.addEventListener('complete', () => resolve());
      // A full disk shows here alone.
      tx.addEventListener('abort', () => reject(tx.error ?? new Error('not written')));
    });
  }

  for (let s = first; s < last; s++) {
    const protocol = VENDORS[s % VENDORS.length] as string;
    const startedAt = now - (sessions - s) * 60_000 - span;
    const endpoint = { collector: `https://${protocol}.example.test`, project: 'shop' };
    const key = `${protocol}-bench-${s}`;
    const page = `https://shop.example.test/products/${s % 97}`;
    for (let n = 0; n < each && written < events; n++, written++) {
      const id = `bench-${s}-${n - (n % aRequest)}`;
      const index = n % aRequest;
      const at = startedAt + Math.floor((n * span) / each);
      const kind = KINDS[(s + n) % KINDS.length] as string;
      pieces.events.push({
        id: `${id}:${index}`, requestId: id, index, protocol, endpoint, kind, name: `${NAMES[n % NAMES.length]} ${s}-${n}`, occurredAt: at, sentAt: at + 5, receivedAt: at + 9, sessionKey: key,
        identity: { userId: `user-${s % 300}`, anonymousId: `anonymous-${s}` }, page, isError: kind === 'error', tabId: 1, dedupeKey: `${protocol}|${id}:${index}`, repeats: 0, repeatedBy: [],
        data: { e: 'ue', eid: `00000000-0000-4000-8000-${String(written).padStart(12, '0')}`, tv: 'js-4.10.1', tna: 'sp', aid: 'shop', p: 'web', sid: key, vid: '1', dtm: String(at), stm: String(at + 5), url: page, page: 'Products of the shop', refr: 'https://search.example.test/', lang: 'en', res: '1920x1080', vp: '1400x900', ds: '1400x4000', cookie: '1', cs: 'UTF-8', tz: 'Europe/Paris', properties: { price: (n % 90) + 0.5, quantity: (n % 3) + 1, category: 'shoes' } },
      });
      if (index === 0) pieces.requests.push({
        id, witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: null, pageUrl: page, initiator: 'https://shop.example.test', resourceType: 'xmlhttprequest', method: 'POST',
        url: `https://${protocol}.example.test/collect`, headers: [{ name: 'content-type', value: 'application/json' }, { name: 'user-agent', value: 'Mozilla/5.0 (X11; Linux x86_64)' }], startedAt: at,
        outcome: { kind: 'responded', status: n % 50 ? 200 : 500, endedAt: at + 20 }, bodyKind: 'bytes', bodySize: 700, protocol, revision: 1, endpoint, endpointKey: 'shop', result: 'decoded', diagnostics: [],
      });
      if (pieces.events.length >= PIECE) await write();
    }
    const end = startedAt + span;
    pieces.sessions.push({
      key, lane: `${protocol}|shop`, protocol, endpoint, sessionId: key, basis: 'declared', startedAt, lastActivityAt: end, endedAt: end, state: 'expired', upcoming: [],
      start: { cause: 'firstSeen', confidence: 'likely', evidence: 'The first session seen of this site.', previousKey: null }, end: { cause: 'idleTimeout', confidence: 'likely', evidence: 'No event for 30 min.', nextKey: null },
      serverView: null, counts: { events: each, errors: Math.floor(each / 7), heartbeats: Math.floor(each / 7), requests: each }, identity: { userId: `user-${s % 300}` }, attributes: { sdk: 'js', sdkVersion: '4.10.1' },
      heartbeat: { periodMs: null, periodFrom: null, seen: [], nextDueAt: null, suspended: false }, tabIds: [1], openTabs: [], site: 'shop.example.test', dueAt: null,
    });
  }
  await write();
  db.close();
  return written - first * each;
}
