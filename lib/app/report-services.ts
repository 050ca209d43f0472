import { openDatabase } from '../store/db.ts';
import { allSessions } from '../store/report-queries.ts';
import { createPageServices } from './page-services.ts';

/** What the report needs: as other pages, with every stored session. */
export function createReportServices() {
  const db = openDatabase();
  return { ...createPageServices({ tabId: null }), sessions: () => allSessions(db) };
}
