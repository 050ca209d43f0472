import type { ProtocolId } from '../domain/event.ts';
import { withOverride, type SessionRules, type SessionRulesOverride } from '../domain/session-rules.ts';
import type { Dissector } from '../protocols/dissector.ts';

/** The rules by which a vendor's sessions live, per SDK of it (`variant`). */
export type RulesFor = (variant: string | null) => SessionRules;
export type RulesOf = (protocol: ProtocolId) => RulesFor;

/** The user's own numbers, by the id of the dissector. */
export type RulesOverrides = { readonly [protocol: string]: SessionRulesOverride | undefined };

/** Rules of a protocol that no dissector reads any more: its stored sessions are still shown, and nothing is concluded about them. */
const UNKNOWN: SessionRules = {
  scope: 'page', idleMs: null, maxMs: null, beatsRenew: true, heartbeatMs: null, lateAfterMs: 0, beatsStopWhenHidden: false,
  idleAfterMs: 86_400_000, serverSentence: 'Footsteps no longer reads this protocol.', sources: [],
};

/** Rules of the catalogue with the user's overrides on top. */
export function createRules(dissectors: readonly Dissector[], overrides: RulesOverrides = {}): RulesOf {
  const byProtocol = new Map<string, RulesFor>();
  for (const { id, rules, variants = [] } of dissectors) {
    const main = withOverride(rules, overrides[id]);
    const byVariant = new Map(variants.map((v) => [v.when, withOverride(v.rules, overrides[id])]));
    byProtocol.set(id, (variant) => (variant === null ? undefined : byVariant.get(variant)) ?? main);
  }
  return (protocol) => byProtocol.get(protocol) ?? (() => UNKNOWN);
}
