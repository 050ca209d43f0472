import { chunksOf } from '../base/chunks.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Gap, RequestRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { PagedSelection } from './selection-parts.ts';
import { isEvent, isRequest, isSession } from './sound-rows.ts';

/** What could be read, and how many rows could not. The number grows while requests and events are read. */
export type Rescued = PagedSelection & { readonly unread: () => number; readonly close: () => void };

const AT_ONCE = 100;
/** A database that does not open within this is held by another page. */
const OPEN_MS = 10_000;

/**
 * Reads what can be read of a database, whatever its version and state: row by row, so that one that cannot be read costs only itself, and
 * without bringing it to any other form. Rejects where there is no database, or none that opens.
 */
export async function rescue(name = 'footsteps', factory: IDBFactory = indexedDB): Promise<Rescued> {
  const db = await openAsItIs(name, factory);
  const unread = new Set<string>();
  const keysOf = async (table: string): Promise<IDBValidKey[]> => (db.objectStoreNames.contains(table) ? settle(() => db.transaction(table).objectStore(table).getAllKeys()).catch(() => []) : []);

  async function row<T>(table: string, key: IDBValidKey, isSound: (value: unknown) => value is T): Promise<T[]> {
    const value: unknown = await settle(() => db.transaction(table).objectStore(table).get(key)).catch(() => undefined);
    if (isSound(value)) return [value];
    unread.add(`${table} ${JSON.stringify(key)}`);
    return [];
  }
  async function all<T>(table: string, isSound: (value: unknown) => value is T): Promise<T[]> {
    const rows: T[] = [];
    for (const key of await keysOf(table)) rows.push(...(await row(table, key, isSound)));
    return rows;
  }
  async function bodyOf(id: RequestId): Promise<Body | undefined> {
    if (!db.objectStoreNames.contains('bodies')) return undefined;
    const value = await settle<unknown>(() => db.transaction('bodies').objectStore('bodies').get(id)).catch(() => undefined);
    return isBodyRow(value) ? value.body : undefined;
  }
  /** Keys of a table in the order of a time in its rows; the rows themselves are read again when they are wanted. */
  async function inOrder<T>(table: string, isSound: (value: unknown) => value is T, timeOf: (value: T) => number): Promise<IDBValidKey[]> {
    const times: (readonly [number, IDBValidKey])[] = [];
    for (const key of await keysOf(table)) for (const value of await row(table, key, isSound)) times.push([timeOf(value), key]);
    return times.toSorted(([a], [b]) => a - b).map(([, key]) => key);
  }

  const requestKeys = await inOrder('requests', isRequest, ({ startedAt }) => startedAt);
  const eventKeys = await inOrder('events', isEvent, ({ occurredAt }) => occurredAt);
  return {
    sessions: (await all('sessions', isSession)).map(({ open: _open, openTabs: _tabs, ...session }) => session),
    findings: (await all('findings', isFinding)).map(({ code, severity, message, sessionKey, eventId, requestId }) => ({ code, severity, message, sessionKey, eventId, requestId })),
    counters: Object.fromEntries((await all('counters', isCounter)).map(({ name: counter, n }) => [counter, n])),
    gaps: (await all('gaps', isGap)).map(({ from, to, why, lost }) => ({ from, to, why, lost })),
    requestCount: requestKeys.length,
    eventCount: eventKeys.length,
    async *requests() {
      for (const keys of chunksOf(requestKeys, AT_ONCE)) {
        const page: { request: RequestRecord; body: Body | undefined }[] = [];
        for (const key of keys) for (const request of await row('requests', key, isRequest)) page.push({ request, body: await bodyOf(request.id) });
        yield page;
      }
    },
    async *events() {
      for (const keys of chunksOf(eventKeys, AT_ONCE)) {
        const events: Event[] = [];
        for (const key of keys) events.push(...(await row('events', key, isEvent)));
        const requests = new Map<RequestId, RequestRecord>();
        for (const id of new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]))) {
          const found = await settle<unknown>(() => db.transaction('requests').objectStore('requests').get(id)).catch(() => undefined);
          if (isRequest(found)) requests.set(id, found);
        }
        yield { events, requests };
      }
    },
    unread: () => unread.size,
    close: () => db.close(),
  };
}

type Fields = { readonly [name: string]: unknown };
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isBodyRow = (value: unknown): value is { readonly body: Body } => isObject(value) && isObject(value['body']) && typeof value['body']['kind'] === 'string';
const isFinding = (value: unknown): value is Finding => isObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
const isCounter = (value: unknown): value is { readonly name: string; readonly n: number } => isObject(value) && typeof value['name'] === 'string' && Number.isFinite(value['n']);
const isGap = (value: unknown): value is Gap => isObject(value) && Number.isFinite(value['from']) && (value['to'] === null || Number.isFinite(value['to'])) && typeof value['why'] === 'string';

/** Without a version: as it is. One that is not there is not made. */
function openAsItIs(name: string, factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Another page of Footsteps holds the database. Close all of them and try again.')), OPEN_MS);
    const request = factory.open(name);
    const fail = (error: Error | null): void => {
      clearTimeout(late);
      reject(error ?? new Error('The database cannot be opened.'));
    };
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
    request.addEventListener('error', (event) => {
      event.preventDefault();
      fail(request.error);
    });
    request.addEventListener('success', () => {
      clearTimeout(late);
      const db = request.result;
      db.addEventListener('versionchange', () => db.close());
      resolve(db);
    });
  });
}

/** The result of a request. What throws at once (a damaged store, a connection that is closed) rejects too. */
function settle<T>(ask: () => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = ask();
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', (event) => {
      event.preventDefault();
      reject(request.error ?? new Error('The row cannot be read.'));
    });
  });
}
