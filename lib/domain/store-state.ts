import type { Gap } from './ports.ts';

/** Why the database takes nothing, or not all. */
export type StoreTrouble =
  /** Another page of ours holds it in an older form; what is recorded waits in memory. */
  | { readonly kind: 'blocked' }
  /** It was written by a newer version, whose form this one does not know. */
  | { readonly kind: 'newer' }
  /** Bringing it to this version's form failed; nothing of it was changed. */
  | { readonly kind: 'migration'; readonly error: string }
  | { readonly kind: 'full' }
  | { readonly kind: 'failed'; readonly error: string };

/** How the database is. `gap`: requests that could not be stored, of which not even the database knows. `damaged`: rows that were left out here, as they are none. */
export type StoreState = { readonly trouble: StoreTrouble | null; readonly gap: Gap | null; readonly damaged: number };

export const GOOD_STORE: StoreState = { trouble: null, gap: null, damaged: 0 };
