import type { SeenSession, Truth } from '../truth.ts';
import { SDK_IDS } from '../truth.ts';
import { remember, remembered } from './memory.ts';

/** Keeps every distinct session that an SDK said it was in, over page loads. */
export class SeenSessions {
  #seen: SeenSession[] = remembered<SeenSession[]>('seen', []);

  list(): readonly SeenSession[] {
    return this.#seen;
  }

  /** @param after the action that came before this look */
  look(truth: Truth, after: string, now: number): void {
    for (const sdk of SDK_IDS) {
      const said = truth[sdk];
      if (said === undefined || !hasSession(sdk, said)) continue;
      const { session, user } = said;
      const known = this.#seen.findIndex((entry) => entry.sdk === sdk && (session === null ? entry.session === null && entry.user === user : entry.session === session));
      const before = this.#seen[known];
      if (before === undefined) this.#seen.push({ sdk, session, user, firstSeen: now, lastSeen: now, after });
      else this.#seen[known] = { ...before, lastSeen: now };
    }
    remember('seen', this.#seen);
  }
}

/** An identity makes a session for Exceptionless alone, and there only while it manages no ids. */
function hasSession(sdk: string, said: { readonly session: string | null; readonly user: string | null; readonly extra: Readonly<Record<string, unknown>> }): boolean {
  if (said.session !== null) return true;
  return sdk === 'exceptionless' && said.user !== null && said.extra['sessionIds'] === 'off';
}
