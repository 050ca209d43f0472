import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Event, EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Lane } from '../domain/lane.ts';
import type { Gap, InboxRow, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { TabMoment } from '../domain/tab-moment.ts';
import { SCHEMA, type SchemaVersion } from './schema.ts';
import { MigrationError, refusingNewer } from './store-errors.ts';
import { tellWrites } from './tell-writes.ts';

/** A request as stored; `pending` stands only while its outcome is not known, so that those can be found. */
export type RequestRow = RequestRecord & { readonly pending?: 1 };
/** A session without what it was computed from. `open` and `openTabs` stand while it has not ended. */
export type SessionRow = Omit<SessionRecord, 'facts'> & { readonly open?: 1; readonly openTabs: readonly number[] };
export type LaneRow = Omit<Lane, 'sessions'>;

export type Database = Dexie & {
  requests: EntityTable<RequestRow, 'id'>;
  bodies: Table<{ readonly id: RequestId; readonly body: Body }, RequestId>;
  events: Table<Event, EventId>;
  sessions: Table<SessionRow, SessionKey>;
  facts: Table<{ readonly key: SessionKey; readonly facts: SessionFacts }, SessionKey>;
  lanes: Table<LaneRow, string>;
  findings: Table<Finding & { readonly id?: number }, number>;
  counters: Table<{ readonly name: string; readonly n: number }, string>;
  gaps: Table<Gap & { readonly id?: number }, number>;
  inbox: Table<InboxRow, string>;
  tabMoments: Table<TabMoment & { readonly id?: number }, number>;
};

/**
 * The database, opened at its first use. `relaxed`: a worker or browser that dies loses nothing by it, only a power failure can, and small
 * writes take half the time. No cache: rows live in one place. A database of a newer version is left
 * alone; one that cannot be brought to this version stays as it was.
 */
export function openDatabase(name = 'footsteps', schema: readonly SchemaVersion[] = SCHEMA): Database {
  const db = new Dexie(name, { chromeTransactionDurability: 'relaxed', cache: 'disabled', indexedDB: refusingNewer(indexedDB) }).use(tellWrites) as Database;
  for (const { version, tables, upgrade } of schema) {
    const step = db.version(version).stores({ ...tables });
    if (!upgrade) continue;
    step.upgrade(async (tx) => {
      try {
        await upgrade(tx);
      } catch (error) {
        throw new MigrationError(version, error);
      }
    });
  }
  return db;
}
