import type { Brand } from '../base/brand.ts';
import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event, EventId } from './event.ts';
import type { Finding } from './finding.ts';
import type { RequestRecord } from './ports.ts';
import type { Body, Outcome, RequestId } from './request.ts';
import type { Session, SessionKey } from './session.ts';

export type ImportId = Brand<string, 'ImportId'>;

/** What an imported session says of where it is from. `asOf`: the moment at which the file was written, as of which its state is. */
export type ImportMark = { readonly id: ImportId; readonly fileName: string; readonly asOf: EpochMs };

/** A broken place of a file that was imported all the same. */
export type ImportProblem = { readonly place: string; readonly message: string };

/** A file that was imported. */
export type Import = ImportMark & {
  /** Of the file's text, whether it was compressed or not: the same file is known by it. */
  readonly hash: string;
  readonly importedAt: EpochMs;
  /** `archive`: shown as the file says. `read`: its requests were dissected here. */
  readonly shown: 'archive' | 'read';
  readonly counts: { readonly sessions: number; readonly events: number; readonly requests: number };
  /** The first few that are broken; `broken` counts all. */
  readonly problems: readonly ImportProblem[];
  readonly broken: number;
};

/** What became of a file. `known`: the same had been imported before. `refused`: nothing of it was, and why. */
export type ImportResult =
  | { readonly kind: 'done'; readonly import: Import }
  | { readonly kind: 'known'; readonly import: Import }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** From 0 to 1, first of looking at the file, then of importing it. */
export type ImportProgress = { readonly step: 'looking' | 'importing'; readonly share: number };

export type RunningImport = { readonly progress: Live<ImportProgress>; readonly done: Promise<ImportResult>; readonly cancel: () => void };

/** What is written of an import at a time; later writes may change the outcome, the repeats or the session of what was written before. */
export type ImportRows = {
  readonly requests: readonly (RequestRecord & { readonly body: Body })[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly findings: readonly Finding[];
  readonly outcomes: readonly { readonly id: RequestId; readonly outcome: Outcome }[];
  readonly repeats: readonly Pick<Event, 'id' | 'repeats' | 'repeatedBy'>[];
  readonly assigned: readonly { readonly id: EventId; readonly sessionKey: SessionKey | null }[];
};

/** Keys of what is imported begin with the import's id, so that those of several files, and of what is recorded, never meet. */
const MARK = '~';
const IMPORTED = /^i[0-9a-f]{16}r?~/;
export const IMPORT_ID = /^i[0-9a-f]{16}r?$/;

/** The import that a file gets. What is read anew has another, so that it can stand beside the former until it is whole. */
export const importIdOf = (hash: string): ImportId => `i${hash.slice(0, 16)}` as ImportId;
export const otherIdOf = (id: ImportId): ImportId => (id.endsWith('r') ? id.slice(0, -1) : `${id}r`) as ImportId;

export const importedKey = <K extends string>(id: ImportId, key: K): K => `${id}${MARK}${key}` as K;

/** The import that a key is of; null: it is of what was recorded. */
export const importOf = (key: string): ImportId | null => (IMPORTED.test(key) ? (key.slice(0, key.indexOf(MARK)) as ImportId) : null);

/** A key as it stood in the file. */
export const ownKey = <K extends string>(key: K): K => (IMPORTED.test(key) ? (key.slice(key.indexOf(MARK) + 1) as K) : key);

/** Tabs of a file are none of this browser's. */
const TABS = 2 ** 32;
export const importedTab = (id: ImportId, tab: number): number => (1 + Number.parseInt(id.slice(1, 6), 16)) * TABS + (Math.trunc(Math.abs(tab)) % TABS);
/** The browser's number of a tab. */
export const ownTab = (tab: number): number => tab % TABS;

/** A request, event, session or finding under the keys of an import. */
export const importedRequest = <T extends RequestRecord>(id: ImportId, request: T): T => ({
  ...request, id: importedKey(id, request.id), tabId: request.tabId === null ? null : importedTab(id, request.tabId),
});

export const importedEvent = (id: ImportId, event: Event): Event => ({
  ...event, id: importedKey(id, event.id), requestId: importedKey(id, event.requestId), sessionKey: orNull(id, event.sessionKey), tabId: event.tabId === null ? null : importedTab(id, event.tabId),
  dedupeKey: null, repeatedBy: event.repeatedBy.map((request) => importedKey(id, request)),
});

export const importedSession = ({ id, fileName, asOf }: ImportMark, session: Session): Session => ({
  ...session, key: importedKey(id, session.key), start: { ...session.start, previousKey: orNull(id, session.start.previousKey) },
  end: session.end && { ...session.end, nextKey: orNull(id, session.end.nextKey) }, tabIds: session.tabIds.map((tab) => importedTab(id, tab)),
  // What it was when the file was written; nothing comes after.
  upcoming: [], heartbeat: { ...session.heartbeat, nextDueAt: null }, imported: { id, fileName, asOf },
});

export const importedFinding = (id: ImportId, finding: Finding): Finding => ({ ...finding, sessionKey: orNull(id, finding.sessionKey), eventId: orNull(id, finding.eventId), requestId: orNull(id, finding.requestId) });

const orNull = <K extends string>(id: ImportId, key: K | null): K | null => (key === null ? null : importedKey(id, key));
