import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storedCounters } from '../../lib/domain/stored-size.ts';
import { fillDatabase } from '../bench/parts/fill.ts';
import type { Demo } from '../tools/demo/server.ts';
import { pollUntil } from './support/expect-poll.ts';
import { openExtensionPage } from './support/extension.ts';
import { startShow, type Stage } from './support/stage.ts';
import type { Stored } from './support/stored.ts';

/** The little of the browser's API that runs inside our pages on behalf of a test. */
declare const chrome: { readonly runtime: { sendMessage(message: object): Promise<{ readonly ok: boolean }> } };

const PATH = '/com.snowplowanalytics.snowplow/tp2';
/** Sessions that ended, one a minute from 200 minutes ago, each whole. */
const OLD = 200;
const EACH = 5;
const OLD_KEY = /-bench-(\d+)$/;

describe('what is kept', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let site: Page;
  let popup: Page;
  let sent = 0;

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    site = await stage.open(`${demo.siteUrl}/replay.html`);
    popup = await openExtensionPage(stage.browser.context, stage.extension, 'popup.html');
    await send();
    await isStored(1);
    const events = OLD * EACH;
    await fillDatabase(popup, { events, sessions: OLD, now: Date.now() });
    await popup.evaluate(addCounters, storedCounters({ requests: events, events, bodyBytes: events * 700 }));
  });
  afterAll(async () => close?.());

  /** Sends one event more of the session that goes on, with a number of its own. */
  async function send(): Promise<void> {
    const body = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ e: 'se', se_ca: 'shop', se_ac: `live ${++sent}`, p: 'web', tv: 'js-4.10.1', aid: 'a', sid: '5e1f7e57-0000-4000-8000-000000000001', vid: '1', eid: crypto.randomUUID(), dtm: String(Date.now()) }] });
    await site.evaluate(async ([url, text]) => void (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })), [`${demo.collectorUrl}${PATH}?n=${sent}`, body] as const);
  }
  const isStored = (number: number): Promise<Stored> => pollUntil(() => stage.stored(), ({ requests, inbox }) => inbox.length === 0 && requests.some(({ url }) => url.endsWith(`n=${number}`)), { what: `request ${number} is stored` });
  /** The numbers of the old sessions that are there; each must be whole, or gone without a trace. */
  function oldOnes({ sessions, events, requests }: Stored): number[] {
    const left = sessions.flatMap(({ key }) => (OLD_KEY.exec(key)?.[1] === undefined ? [] : [Number(OLD_KEY.exec(key)?.[1])])).toSorted((a, b) => a - b);
    const expected = left.length * EACH;
    expect({ events: events.filter(({ sessionKey }) => OLD_KEY.test(sessionKey ?? '')).length, requests: requests.filter(({ id }) => id.startsWith('bench-')).length }, 'no half session').toEqual({ events: expected, requests: expected });
    return left;
  }
  const live = ({ events }: Stored): number => events.filter(({ name }) => name.includes('live')).length;
  const counter = ({ counters }: Stored, name: string): number => counters.find((one) => one.name === name)?.n ?? 0;
  /** Sets limits while events go on coming, and gives which old sessions are left; at each look, what is there must be whole. */
  async function limit(retention: object, isEnough: (left: readonly number[]) => boolean): Promise<number[]> {
    const answer = await popup.evaluate((change) => chrome.runtime.sendMessage({ command: { type: 'changeSettings', change: { retention: change } } }), { maxAgeDays: null, maxEvents: null, maxBytes: null, ...retention });
    expect(answer.ok).toBe(true);
    await pollUntil(async () => {
      await send();
      return oldOnes(await stage.stored());
    }, isEnough, { what: `the store is within ${JSON.stringify(retention)}` });
    const now = await isStored(sent);
    const left = oldOnes(now);
    // The oldest went, and no other; what is going on lost nothing.
    expect(left).toEqual(Array.from({ length: left.length }, (_, n) => OLD - left.length + n));
    expect({ live: live(now), lives: now.sessions.filter(({ key }) => !OLD_KEY.test(key)).length, gaps: now.gaps }).toEqual({ live: sent, lives: 1, gaps: [] });
    expect(counter(now, 'removed.sessions')).toBe(OLD - left.length);
    return left;
  }

  test('is within the limits of age, number and bytes while recording goes on: the oldest sessions that ended go, each whole', async () => {
    expect(oldOnes(await stage.stored())).toHaveLength(OLD);
    // Some fifty are older.
    const young = await limit({ maxAgeDays: 150 / 60 / 24 }, (left) => left.length < OLD - 40);
    expect(young.length).toBeGreaterThan(OLD - 60);
    const few = await limit({ maxEvents: 500 }, (left) => left.length * EACH < 500);
    expect(few.length).toBeGreaterThan(60);
    const size = counter(await stage.stored(), 'stored.bytes');
    const small = await limit({ maxBytes: Math.round(size / 2) }, (left) => left.length <= few.length / 2);
    expect(small.length).toBeGreaterThan(few.length / 4);
    // What the counters say is what is there.
    const now = await isStored(sent);
    expect({ events: counter(now, 'stored.events'), requests: counter(now, 'stored.requests') }).toEqual({ events: now.events.length, requests: now.requests.length });
  });

  test('makes room by itself where the disk is full, and loses nothing while there is something that may go', async () => {
    await limit({}, () => true);
    const before = oldOnes(await stage.stored());
    await stage.extension.worker.evaluate(fillDisk, false);
    await send();
    const after = oldOnes(await isStored(sent));
    expect(after.length).toBeLessThan(before.length);
    expect(after).toEqual(before.slice(before.length - after.length));
    const now = await stage.stored();
    expect({ live: live(now), gaps: now.gaps }).toEqual({ live: sent, gaps: [] });
  });

  test('and where nothing may go, what is lost is said and counted, until there is room again', async () => {
    await popup.evaluate((change) => chrome.runtime.sendMessage({ command: { type: 'changeSettings', change } }), { retention: { maxAgeDays: null, maxEvents: 1, maxBytes: null } });
    await pollUntil(async () => oldOnes(await stage.stored()), ({ length }) => length === 0, { what: 'only the session that goes on is left' });
    const stored = live(await stage.stored());
    await stage.extension.worker.evaluate(fillDisk, true);
    await send();
    await send();
    const alert = popup.getByRole('alert').filter({ hasText: 'no room on the disk' });
    await pollUntil(() => alert.allTextContents(), (texts) => texts.some((text) => text.includes('2 requests could not be stored')), { what: 'the popup tells what is lost' });
    expect(live(await stage.stored())).toBe(stored);
    await stage.extension.worker.evaluate(emptyDisk);
    await send();
    await isStored(sent);
    const gaps = await pollUntil(() => stage.stored(), ({ gaps: all }) => all.some(({ to }) => to !== null), { what: 'the gap is over' }).then((now) => now.gaps);
    expect(gaps.map(({ why, lost }) => [why, lost])).toEqual([['storageFull', 2]]);
    await alert.waitFor({ state: 'detached' });
    expect(live(await stage.stored())).toBe(stored + 1);
  });
});

type Full = { unfill?: () => void };

/**
 * Runs in the worker: from now on the browser takes nothing more, as with no room left, until a session has been deleted.
 *
 * @param toTheLast not even a counter or a gap
 */
function fillDisk(toTheLast: boolean): void {
  const { add, put, delete: remove } = IDBObjectStore.prototype;
  const refuse = (): never => {
    throw new DOMException('There is no room.', 'QuotaExceededError');
  };
  const restore = (): void => void Object.assign(IDBObjectStore.prototype, { add, put, delete: remove });
  const grow = (store: IDBObjectStore): boolean => toTheLast || ['events', 'requests', 'bodies', 'inbox'].includes(store.name);
  (globalThis as Full).unfill = restore;
  Object.assign(IDBObjectStore.prototype, {
    add(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      return grow(this) ? refuse() : add.call(this, value, key);
    },
    put(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      return grow(this) ? refuse() : put.call(this, value, key);
    },
    delete(this: IDBObjectStore, query: IDBValidKey | IDBKeyRange) {
      if (this.name === 'sessions') this.transaction.addEventListener('complete', restore);
      return remove.call(this, query);
    },
  });
}

function emptyDisk(): void {
  (globalThis as Full).unfill?.();
}

/** Runs in a page of ours: what was filled in counts as stored. */
async function addCounters(added: { readonly [name: string]: number }): Promise<void> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });
  const db = await answer(indexedDB.open('footsteps'));
  const counters = db.transaction('counters', 'readwrite').objectStore('counters');
  for (const [name, n] of Object.entries(added)) {
    const known = await answer<{ readonly n: number } | undefined>(counters.get(name));
    await answer(counters.put({ name, n: n + (known?.n ?? 0) }));
  }
  db.close();
}
