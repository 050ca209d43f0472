import type { Live } from '../base/observable.ts';
import type { Event } from '../domain/event.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { SessionRow } from './db.ts';

/**
 * Rows are read as they lie there, and a disk that failed, or a bug, may have left one that is none: it would break whoever reads it. What
 * everybody reads of a row is checked; a row without it is left out, and counted.
 */

type Fields = { readonly [name: string]: unknown };
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isEndpoint = (value: unknown): boolean => isObject(value) && isText(value['collector']);
const isEntry = (value: unknown): boolean => isObject(value) && isText(value['cause']) && isText(value['evidence']);

export const isSession = (row: unknown): row is SessionRow =>
  isObject(row) && [row['key'], row['protocol'], row['state'], row['basis']].every(isText) && isTime(row['startedAt']) && isTime(row['lastActivityAt']) &&
  (row['endedAt'] === null || isTime(row['endedAt'])) && isEndpoint(row['endpoint']) && isEntry(row['start']) && (row['end'] === null || isEntry(row['end'])) &&
  Array.isArray(row['upcoming']) && Array.isArray(row['tabIds']) && isObject(row['identity']) && isObject(row['attributes']) &&
  isObject(row['counts']) && Object.values(row['counts']).every(isTime) && isObject(row['heartbeat']) && Array.isArray(row['heartbeat']['seen']);

export const isEvent = (row: unknown): row is Event =>
  isObject(row) && [row['id'], row['requestId'], row['protocol'], row['kind'], row['name']].every(isText) && isTime(row['occurredAt']) && isTime(row['receivedAt']) &&
  isEndpoint(row['endpoint']) && isObject(row['identity']) && Array.isArray(row['repeatedBy']) && 'data' in row;

export const isRequest = (row: unknown): row is RequestRecord =>
  isObject(row) && [row['id'], row['method'], row['url'], row['protocol']].every(isText) && isTime(row['startedAt']) && Array.isArray(row['headers']) &&
  Array.isArray(row['witnesses']) && Array.isArray(row['diagnostics']) && isObject(row['outcome']) && isText(row['outcome']['kind']) && isEndpoint(row['endpoint']);

export const isFacts = (row: unknown): row is SessionFacts =>
  isObject(row) && [row['key'], row['lane'], row['protocol']].every(isText) && isTime(row['startedAt']) && isTime(row['firstAt']) && isTime(row['lastSignAt']) &&
  isEndpoint(row['endpoint']) && isObject(row['attributes']) && isObject(row['counts']) &&
  ['ends', 'indexes', 'deviceIds', 'users', 'anonymous', 'tabs', 'documents', 'sites', 'recent', 'beats', 'visibility'].every((name) => Array.isArray(row[name]));

/** Enough to know that some are damaged. */
const MAX_KNOWN = 10_000;

export type Damage = {
  /** How many rows were left out so far. */
  readonly count: Live<number>;
  /** The sound ones among rows of a table. */
  readonly sound: <T>(table: string, rows: readonly unknown[], isSound: (row: unknown) => row is T) => T[];
};

/** Counts damaged rows: each once, however often it is read. */
export function createDamage(): Damage {
  const known = new Set<string>();
  const listeners = new Set<(count: number) => void>();
  return {
    count: {
      subscribe(next) {
        listeners.add(next);
        next(known.size);
        return () => {
          listeners.delete(next);
        };
      },
    },
    sound(table, rows, isSound) {
      const before = known.size;
      const good = rows.filter((row) => {
        if (isSound(row)) return true;
        if (known.size < MAX_KNOWN) known.add(`${table} ${keyOf(row)}`);
        return false;
      });
      if (known.size > before) for (const listener of listeners) listener(known.size);
      return good as never;
    },
  };
}

const keyOf = (row: unknown): string => (isObject(row) ? String(row['key'] ?? row['id'] ?? JSON.stringify(row).slice(0, 100)) : String(row));

/** The damage that this page, or the background, has met. */
export const damage: Damage = createDamage();
