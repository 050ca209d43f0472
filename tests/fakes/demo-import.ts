import type { Import, ImportId } from '../../lib/domain/import.ts';
import { importedSession } from '../../lib/domain/import.ts';
import type { Session } from '../../lib/domain/session.ts';
import { DEMO_SESSIONS, NOW } from './demo-sessions.ts';

/** A file that was imported, and what is changed of it. */
export const demoImport = (change: Partial<Import> = {}): Import => ({
  id: 'i00112233445566aa' as ImportId, fileName: 'shop.footsteps.json', asOf: NOW - 20_000, hash: '00112233445566aa', importedAt: NOW - 60_000, shown: 'archive',
  counts: { sessions: 12, events: 340, requests: 120 }, problems: [], broken: 0, ...change,
});

/** The demo's sessions as a file has them. */
export const importedSessions = (of: Import): readonly Session[] => DEMO_SESSIONS.map((session) => importedSession(of, session));
