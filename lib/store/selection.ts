import { Dexie } from 'dexie';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord, SessionRecord } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import type { Body, RequestId } from '../domain/request.ts';
import { hostOf, parseHost } from '../domain/sites.ts';
import type { ExportSelection } from '../domain/views.ts';
import type { Database, SessionRow } from './db.ts';
import { toRequest } from './rows.ts';

/** A part of the recording, whole in itself: events have their requests, requests their bodies. */
export type SelectedRecording = {
  readonly requests: readonly RequestRecord[];
  readonly bodies: ReadonlyMap<RequestId, Body>;
  readonly events: readonly Event[];
  readonly sessions: readonly SessionRecord[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
  /** Stretches without recording: all, or those within the time of the selection. */
  readonly gaps: readonly Gap[];
};

/** Reads a selection as of one moment: sessions by key, all of a tab, or everything. */
export function readSelection(db: Database, { sessionKeys, tabId }: ExportSelection): Promise<SelectedRecording> {
  return db.transaction('r', [db.requests, db.bodies, db.events, db.sessions, db.facts, db.findings, db.counters, db.gaps], async () => {
    const rows = sessionKeys
      ? (await db.sessions.bulkGet([...sessionKeys])).filter((s) => s !== undefined)
      : tabId === undefined ? await db.sessions.toArray() : await db.sessions.where('tabIds').equals(tabId).toArray();
    const events = await eventsOf(db, rows, { ...(sessionKeys ? { sessionKeys } : {}), ...(tabId === undefined ? {} : { tabId }) });
    const requests = await requestsOf(db, events, sessionKeys ? 'events' : (tabId ?? 'all'));
    const ids = requests.map((r) => r.id);
    const keys = rows.map((s) => s.key);
    const gaps = (await db.gaps.orderBy('from').toArray()).map(({ id: _id, ...gap }) => gap);
    return {
      requests, events, sessions: await withFacts(db, rows),
      bodies: new Map((await db.bodies.bulkGet(ids)).flatMap((b) => (b ? [[b.id, b.body] as const] : []))),
      findings: (await db.findings.where('sessionKey').anyOf(keys).toArray()).map(({ id: _id, ...finding }) => finding),
      counters: Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n])),
      gaps: sessionKeys || tabId !== undefined ? gapsWithin(gaps, requests, rows) : gaps,
    };
  });
}

/** When the browser was closed at other times, or what other sites are not recorded, is nobody's business who gets one session. */
export function gapsWithin(gaps: readonly Gap[], requests: readonly RequestRecord[], sessions: readonly SessionRow[]): Gap[] {
  let [first, last] = [Infinity, -Infinity];
  for (const [from, to] of [...requests.map((r) => [r.startedAt, r.startedAt] as const), ...sessions.map((s) => [s.startedAt, s.endedAt ?? s.lastActivityAt] as const)]) {
    first = Math.min(first, from);
    last = Math.max(last, to);
  }
  const hosts = requests.flatMap((r) => hostOf(r.pageUrl) ?? hostOf(r.initiator) ?? []);
  const of = { tabIds: sessions.flatMap((s) => s.tabIds), hosts: [...new Set([...hosts, ...sessions.flatMap((s) => (s.site === null ? [] : (parseHost(s.site) ?? [])))])] };
  return gaps.filter(({ from, to, scope }) => from <= last && (to === null || to >= first) && concerns(scope ?? null, of));
}

async function eventsOf(db: Database, sessions: readonly SessionRow[], { sessionKeys, tabId }: ExportSelection): Promise<Event[]> {
  if (!sessionKeys && tabId === undefined) return db.events.toArray();
  const found = new Map<string, Event>();
  const add = (events: readonly Event[]) => events.forEach((e) => found.set(e.id, e));
  for (const { key } of sessions) add(await db.events.where('[sessionKey+occurredAt]').between([key, Dexie.minKey], [key, Dexie.maxKey]).toArray());
  if (!sessionKeys && tabId !== undefined) add(await db.events.where('[tabId+occurredAt]').between([tabId, Dexie.minKey], [tabId, Dexie.maxKey]).toArray());
  return [...found.values()];
}

async function requestsOf(db: Database, events: readonly Event[], of: 'events' | 'all' | number): Promise<RequestRecord[]> {
  if (of === 'all') return (await db.requests.toArray()).map(toRequest);
  const ids = new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]));
  const rows = (await db.requests.bulkGet([...ids])).filter((r) => r !== undefined);
  // Requests without an event (settings polls, hidden bodies) belong to a tab too.
  if (of !== 'events') rows.push(...(await db.requests.where('[tabId+startedAt]').between([of, Dexie.minKey], [of, Dexie.maxKey]).toArray()).filter((r) => !ids.has(r.id)));
  return rows.map(toRequest);
}

async function withFacts(db: Database, rows: readonly SessionRow[]): Promise<SessionRecord[]> {
  const facts = await db.facts.bulkGet(rows.map((s) => s.key));
  return rows.flatMap(({ open: _open, openTabs: _tabs, ...session }, i): SessionRecord[] => {
    const found = facts[i]?.facts;
    return found ? [{ ...session, facts: found }] : [];
  });
}
