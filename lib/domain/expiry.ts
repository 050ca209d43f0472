import type { EpochMs } from '../base/time.ts';
import type { SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** When and by which rule a session runs out, if nothing more happens in it. */
export type Expiry = { readonly at: EpochMs; readonly rule: 'idle' | 'max' | 'server'; readonly background: boolean };

/**
 * The moment at which silence since `last` becomes too long, given when the page was hidden. In the background the shorter
 * `backgroundIdleMs` holds, but a session cannot run out before the moment it was hidden: that is when the tracker looks again.
 */
export function idleExpiry(last: EpochMs, rules: SessionRules, visibility: SessionFacts['visibility']): { at: EpochMs; background: boolean } | null {
  const { idleMs, backgroundIdleMs } = rules;
  if (idleMs === null) return null;
  if (backgroundIdleMs === undefined || visibility.length === 0) return { at: last + idleMs, background: false };
  let hidden = false;
  let from = last;
  for (let i = 0; i <= visibility.length; i++) {
    const next = visibility[i];
    const until = next?.at ?? Infinity;
    if (until > last) {
      const due = Math.max(from, last + (hidden ? backgroundIdleMs : idleMs));
      if (due < until) return { at: due, background: hidden };
      from = until;
    }
    hidden = next?.hidden ?? hidden;
  }
  return { at: last + idleMs, background: false };
}

/** What renews the time-out: user activity, and beats where the vendor's do. */
export const renewedAt = (facts: SessionFacts, rules: SessionRules): EpochMs =>
  rules.beatsRenew ? facts.lastSignAt : Number.isFinite(facts.lastEventAt) ? facts.lastEventAt : facts.lastSignAt;

/** The rule that ends the session first, or null where the vendor has none. */
export function expiryOf(facts: SessionFacts, rules: SessionRules): Expiry | null {
  const found: Expiry[] = [];
  if (rules.serverCloses) found.push({ at: facts.lastSignAt + rules.serverCloses.inactiveMs, rule: 'server', background: false });
  // Where the server closes, a lapsed identity memory ends nothing by itself: only the next event shows it.
  const idle = rules.serverCloses ? null : idleExpiry(renewedAt(facts, rules), rules, facts.visibility);
  if (idle && !facts.manual) found.push({ at: idle.at, rule: 'idle', background: idle.background });
  if (rules.maxMs !== null && !facts.manual) found.push({ at: facts.startedAt + rules.maxMs, rule: 'max', background: false });
  return found.reduce<Expiry | null>((first, e) => (!first || e.at < first.at ? e : first), null);
}
