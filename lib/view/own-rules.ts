import type { VendorDefaults } from '../domain/options-views.ts';
import type { SessionRules, SessionRulesOverride } from '../domain/session-rules.ts';
import { parseDuration, showDuration } from './duration-input.ts';
import { t } from './messages/translate.ts';

/** The rules that are durations and that the user may set. */
export const DURATIONS = ['idleMs', 'backgroundIdleMs', 'maxMs', 'heartbeatMs'] as const;
export type DurationRule = (typeof DURATIONS)[number];

/** Undefined: the vendor's default holds; null: there is no such rule. */
export const ownDuration = (own: SessionRulesOverride, rule: DurationRule): number | null | undefined => own[rule];

const isNone = (text: string): boolean => ['none', t('options_rules_none').toLowerCase()].includes(text.trim().toLowerCase());

/** What is wrong with what was typed for a rule; null: nothing. Nothing typed takes the default. */
export function durationProblem(text: string, rule: DurationRule): string | null {
  if (text.trim() === '') return null;
  if (isNone(text)) return rule === 'backgroundIdleMs' ? t('options_duration_notNone') : null;
  const parsed = parseDuration(text);
  return parsed.ok ? null : t(`options_duration_${parsed.error}`);
}

/** The user's numbers with what was typed for a rule; a text that is a problem changes nothing. */
export function withDuration(own: SessionRulesOverride, rule: DurationRule, text: string): SessionRulesOverride {
  if (text.trim() === '') return without(own, rule);
  if (durationProblem(text, rule) !== null) return own;
  const parsed = parseDuration(text);
  if (rule === 'backgroundIdleMs') return parsed.ok ? { ...own, backgroundIdleMs: parsed.value } : own;
  return { ...own, [rule]: parsed.ok ? parsed.value : null };
}

export const without = (own: SessionRulesOverride, rule: keyof SessionRulesOverride): SessionRulesOverride => Object.fromEntries(Object.entries(own).filter(([name]) => name !== rule));

/** A vendor's default in words, with the SDKs that it is of where they differ (null: all). */
export function defaultWords({ rules }: VendorDefaults, rule: DurationRule): readonly { readonly variants: string | null; readonly text: string }[] {
  const byText = Map.groupBy(rules, ({ rules: of }) => textOf(of, rule));
  return [...byText].map(([text, its]) => ({ text, variants: byText.size === 1 ? null : its.map(({ variant }) => variant ?? t('options_rules_main')).join(', ') }));
}

function textOf(rules: SessionRules, rule: DurationRule): string {
  const ms = rules[rule];
  if (ms === undefined) return t('options_rules_asForeground');
  return ms === null ? t('options_rules_none') : showDuration(ms);
}
