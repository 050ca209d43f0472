import type { Archive, ArchiveSession } from '../../e2e/support/archive-shape.ts';
import type { SdkId, SeenSession } from './truth.ts';

/** The SDKs whose sessions the extension must show. All four stand in the demo page; a vendor enters when its dissector does. */
export const COMPARED_SDKS: readonly SdkId[] = ['exceptionless', 'sentry', 'snowplow', 'rudderstack'];

/**
 * Differences between the sessions that the extension recorded and those that the SDKs said they had, one sentence each; none
 * means that they agree. The ids of an SDK are named `protocol` in an archive.
 */
export function compareSessions(archive: Archive, seen: readonly SeenSession[], sdks: readonly SdkId[] = COMPARED_SDKS): string[] {
  return sdks.flatMap((sdk) => {
    const said = seen.filter((entry) => entry.sdk === sdk);
    const recorded = archive.sessions.filter((session) => session.protocol === sdk);
    if (said.length === 0) return [`${sdk}: the SDK itself never said that it has a session`];
    return [...missing(sdk, said, recorded), ...surplus(sdk, said, recorded)];
  });
}

function missing(sdk: SdkId, said: readonly SeenSession[], recorded: readonly ArchiveSession[]): string[] {
  return said.flatMap((entry) => {
    const found = recorded.filter((session) => isSame(session, entry));
    if (found.length === 1) return [];
    const what = `${nameOf(entry.session, entry.user)} (first seen after "${entry.after}")`;
    return [found.length === 0 ? `${sdk}: ${what} was not recorded` : `${sdk}: ${what} was recorded ${found.length} times`];
  });
}

function surplus(sdk: SdkId, said: readonly SeenSession[], recorded: readonly ArchiveSession[]): string[] {
  return recorded
    .filter((session) => !said.some((entry) => isSame(session, entry)))
    .map((session) => `${sdk}: ${nameOf(session.sessionId, userOf(session))} was recorded (${session.start.cause}), but the SDK never said so`);
}

function isSame(session: ArchiveSession, entry: SeenSession): boolean {
  if (entry.session !== null) return session.sessionId === entry.session;
  return session.sessionId === null && session.basis === 'identity' && userOf(session) === entry.user;
}

function userOf(session: ArchiveSession): string | null {
  const id = session.identity['userId'];
  return typeof id === 'string' ? id : null;
}

function nameOf(session: string | null, user: string | null): string {
  return session === null ? `the session of the identity ${user ?? '(nobody)'}` : `session ${session}`;
}
