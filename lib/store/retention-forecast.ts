import type { EpochMs } from '../base/time.ts';
import type { RetentionForecast } from '../domain/options-views.ts';
import { overLimits, storedSize, type RetentionLimits } from '../domain/stored-size.ts';
import type { Database, SessionRow } from './db.ts';

const AT_ONCE = 500;

/**
 * What would go at once if these were the limits: ended sessions with their events; what belongs to none is not among them. As retention
 * itself would choose, the oldest first, by the size that events have on average.
 */
export async function forecastRetention(db: Database, limits: RetentionLimits, now: EpochMs): Promise<RetentionForecast> {
  const counters = await db.counters.where('name').startsWith('stored.').toArray();
  const size = storedSize(Object.fromEntries(counters.map(({ name, n }) => [name, n])));
  const over = overLimits(size, limits, now);
  const bytesAnEvent = size.bytes / Math.max(1, size.events);
  const isKept = new Set((await db.sessions.where('open').equals(1).toArray()).flatMap(({ start }) => start.previousKey ?? []));
  let [sessions, events] = [0, 0];
  for (let offset = 0; ; offset += AT_ONCE) {
    const rows = await db.sessions.orderBy('lastActivityAt').offset(offset).limit(AT_ONCE).toArray();
    for (const row of rows) {
      const isOld = over.olderThan !== null && row.lastActivityAt < over.olderThan;
      const isMuch = events < over.events || events * bytesAnEvent < over.bytes;
      if (!isOld && !isMuch) return { sessions, events };
      if (!mayGo(row, isKept)) continue;
      sessions++;
      events += row.counts.events;
    }
    if (rows.length < AT_ONCE) return { sessions, events };
  }
}

const mayGo = ({ open, key }: SessionRow, isKept: ReadonlySet<string>): boolean => open === undefined && !isKept.has(key);
