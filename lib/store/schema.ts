import type { Transaction } from 'dexie';

/**
 * Every version of the database, oldest first: what a version adds or changes, and how rows of the one before are brought over. A version
 * that was released is never edited. Indexes in Dexie's words: `&` unique, `*` one entry an element, `[a+b]` compound.
 */
export type SchemaVersion = { readonly version: number; readonly tables: { readonly [table: string]: string | null }; readonly upgrade?: (tx: Transaction) => Promise<void> };

export const SCHEMA: readonly SchemaVersion[] = [
  {
    version: 1,
    tables: {
      requests: 'id, startedAt, [tabId+startedAt], pending',
      // Apart, as lists never need them.
      bodies: 'id',
      events: 'id, requestId, dedupeKey, occurredAt, [sessionKey+occurredAt], [tabId+occurredAt]',
      sessions: 'key, [lane+startedAt], *tabIds, *openTabs, open, dueAt, lastActivityAt',
      // What sessions are computed from: many times as large as what is shown of them.
      facts: 'key',
      lanes: 'key',
      findings: '++id, sessionKey',
      counters: 'name',
      gaps: '++id, from',
      inbox: 'id',
    },
  },
  // When tabs came on screen, went off it, and loaded another document: what the timeline draws beside the sessions.
  { version: 2, tables: { tabMoments: '++id, at, [tabId+at]' } },
  // What was left behind is read oldest first, and part by part.
  { version: 3, tables: { inbox: 'id, writtenAt' } },
];
