import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import { footstepOf } from '../domain/footstep.ts';
import type { Gap, RequestRecord } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionRow } from './db.ts';
import type { Queries } from './queries.ts';
import { done, keptOpen, newest, openExisting } from './raw-database.ts';
import { requestsOf, toSession } from './rows.ts';
import { damage, isEvent, isSession } from './sound-rows.ts';
import { isWritten, WRITTEN } from './written.ts';

/** As many as the live queries give. */
const MAX_SESSIONS = 500;
const MAX_FINDINGS = 1_000;
const MAX_GAPS = 200;

type Table = 'sessions' | 'events' | 'requests' | 'findings' | 'counters' | 'gaps';

/**
 * Some of the live queries, with the same answers, straight from IndexedDB: for the popup, whose first picture cannot wait for Dexie's
 * script. It never writes, and makes no database where the background has not: then there is nothing yet.
 *
 * @param since when the browser started: tabs of an earlier run may have had the same numbers
 */
export function createReader(since: () => Promise<EpochMs>, name = 'footsteps'): Pick<Queries, 'sessions' | 'footsteps' | 'findings' | 'counters' | 'gaps'> {
  const database = keptOpen((forget) => openExisting(name, forget));
  // While the page is being put together, the database opens.
  database().catch(() => undefined);

  const started = since();
  started.catch(() => undefined);

  /** `soon`: what a first picture needs, in few reads however much is stored; null where that would be nothing. It is told once, before the whole. */
  const live = <T>(tables: readonly Table[], none: T, read: (tx: IDBTransaction, start: EpochMs) => Promise<T>, soon?: (tx: IDBTransaction, start: EpochMs) => Promise<T | null>): Live<T> => ({
    subscribe: (next, failed = () => undefined) => {
      let isFirst = soon !== undefined;
      return againOnWrites(name, tables, async (isOn) => {
        try {
          // Both before the transaction begins: one that waits for something else is over.
          const [db, start] = await Promise.all([database(), started]);
          const few = db && isFirst && soon ? await soon(db.transaction(tables), start) : null;
          isFirst = false;
          if (few !== null) {
            if (isOn()) next(few);
            await firstPicture();
          }
          if (!isOn()) return;
          const value = db ? await read(db.transaction(tables), start) : none;
          if (isOn()) next(value);
        } catch (error) {
          if (isOn()) failed(error);
        }
      });
    },
  });

  /** The tab's open sessions: few, however many there were before. */
  async function openOf(tx: IDBTransaction, tabId: number, start: EpochMs): Promise<SessionRow[]> {
    const rows = damage.sound('sessions', await done<SessionRow[]>(tx.objectStore('sessions').index('openTabs').getAll(tabId, MAX_SESSIONS)), isSession);
    return rows.filter(({ lastActivityAt }) => lastActivityAt >= start).toSorted((a, b) => b.lastActivityAt - a.lastActivityAt);
  }

  async function findingsOf(tx: IDBTransaction, sessions: readonly SessionRow[]): Promise<Finding[]> {
    const index = tx.objectStore('findings').index('sessionKey');
    const all = await Promise.all(sessions.map(({ key }) => done<Finding[]>(index.getAll(key))));
    return all.flat().toSorted((a, b) => idOf(b) - idOf(a)).slice(0, MAX_FINDINGS);
  }

  async function sessionsOf(tx: IDBTransaction, tabId: number | null, start: EpochMs): Promise<SessionRow[]> {
    const sessions = tx.objectStore('sessions');
    if (tabId === null) return damage.sound('sessions', await newest(sessions.index('lastActivityAt'), null, MAX_SESSIONS), isSession);
    // By keys, as months of other tabs and of tabs with the same number may be stored: of all those rows few are wanted.
    const [ofTab, sinceStart] = await Promise.all([
      done<SessionKey[]>(sessions.index('tabIds').getAllKeys(tabId)),
      done<SessionKey[]>(sessions.index('lastActivityAt').getAllKeys(IDBKeyRange.lowerBound(start))),
    ]);
    const wanted = new Set(ofTab);
    const keys = sinceStart.filter((key) => wanted.has(key)).slice(-MAX_SESSIONS);
    const rows = await Promise.all(keys.map((key) => done<SessionRow>(sessions.get(key))));
    return damage.sound('sessions', rows, isSession).toReversed();
  }

  return {
    sessions: ({ tabId }) =>
      live(['sessions'], [], async (tx, start) => (await sessionsOf(tx, tabId, start)).map(toSession), async (tx, start) => {
        const open = tabId === null ? [] : await openOf(tx, tabId, start);
        return open.length ? open.map(toSession) : null;
      }),
    footsteps: ({ sessionKey, tabId, limit }) =>
      live(['events', 'requests'], [], async (tx, start) => {
        const store = tx.objectStore('events');
        const of = sessionKey ?? tabId ?? null;
        const index = store.index(sessionKey !== undefined ? '[sessionKey+occurredAt]' : of === null ? 'occurredAt' : '[tabId+occurredAt]');
        const found = damage.sound('events', await newest<Event>(index, of === null ? null : IDBKeyRange.bound([of], [of, []]), limit), isEvent);
        const events = sessionKey !== undefined || of === null ? found : found.filter((e) => e.receivedAt >= start);
        const requests = tx.objectStore('requests');
        const records = await Promise.all(requestsOf(events).map((id) => done<RequestRecord | undefined>(requests.get(id))));
        const carriers = new Map(records.flatMap((r) => (r ? [[r.id, r] as const] : [])));
        return events.toReversed().map((event) => footstepOf(event, (id) => carriers.get(id)));
      }),
    findings: ({ tabId }) =>
      live(['findings', 'sessions'], [], async (tx, start) => (tabId === null ? newest<Finding>(tx.objectStore('findings'), null, MAX_FINDINGS) : findingsOf(tx, await sessionsOf(tx, tabId, start))), async (tx, start) => {
        const open = tabId === null ? [] : await openOf(tx, tabId, start);
        return open.length ? findingsOf(tx, open) : null;
      }),
    counters: () =>
      live(['counters'], {}, async (tx) => {
        const rows = await done<{ readonly name: string; readonly n: number }[]>(tx.objectStore('counters').getAll());
        return Object.fromEntries(rows.map(({ name: of, n }) => [of, n]));
      }),
    gaps: ({ tabId }) =>
      live(['gaps'], [], async (tx, start) => {
        const rows = await newest<Gap & { readonly id?: number }>(tx.objectStore('gaps').index('from'), null, MAX_GAPS);
        return rows.toReversed().map(({ id: _id, ...gap }) => gap).filter(({ to, scope }) => tabId === null || ((to === null || to > start) && concerns(scope ?? null, { tabIds: [tabId], hosts: null })));
      }),
  };
}

/** What is read after it would only hold it up. */
const FIRST_PICTURE_MS = 50;
const firstPicture = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, FIRST_PICTURE_MS));

/** The database numbers findings as they come. */
const idOf = (finding: Finding): number => ('id' in finding && typeof finding.id === 'number' ? finding.id : 0);

/** Runs at once, and again after each write to one of the tables; a write while it runs lets it run once more, not twice at a time. */
function againOnWrites(name: string, tables: readonly Table[], run: (isOn: () => boolean) => Promise<void>): () => void {
  let isOn = true;
  let isRunning = false;
  let isStale = false;
  const start = async (): Promise<void> => {
    isStale = isOn;
    if (isRunning) return;
    isRunning = true;
    while (isStale) {
      isStale = false;
      await run(() => isOn);
    }
    isRunning = false;
  };
  const channel = new BroadcastChannel(WRITTEN);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isWritten(data) && data.name === name && tables.some((table) => table in data.tables)) void start();
  });
  void start();
  return () => {
    isOn = false;
    channel.close();
  };
}
