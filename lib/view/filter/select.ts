import type { Footstep } from '../../domain/views.ts';
import type { Session } from '../../domain/session.ts';
import type { Matcher } from './evaluate.ts';

/** Sessions that fit themselves, and those with a footstep that does. */
export function shownSessions(matcher: Matcher, sessions: readonly Session[], footsteps: readonly Footstep[]): readonly Session[] {
  const rest = new Map(sessions.filter((session) => !matcher.session(session)).map((session) => [session.key, session]));
  for (const footstep of footsteps) {
    const session = footstep.sessionKey === null ? undefined : rest.get(footstep.sessionKey);
    if (session && matcher.footstep(footstep, session)) rest.delete(session.key);
  }
  return rest.size === 0 ? sessions : sessions.filter((session) => !rest.has(session.key));
}
