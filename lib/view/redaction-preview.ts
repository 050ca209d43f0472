import type { RedactionSample } from '../domain/options-views.ts';
import { formatCount } from './format.ts';
import { t } from './messages/translate.ts';
import { prettyJson } from './pretty.ts';

export type ComparedLine = { readonly before: string; readonly after: string; readonly differs: boolean };

const REASONS = ['header', 'cookie', 'secretField', 'token', 'email', 'ip', 'user', 'sessionId', 'field', 'pattern', 'opaque'] as const;

/** Both texts line by line, JSON with line breaks. Redaction replaces values and adds no line, so lines go by their number. */
export function comparedLines({ before, after }: Pick<RedactionSample, 'before' | 'after'>): readonly ComparedLine[] {
  const [left, right] = [prettyJson(before).split('\n'), prettyJson(after).split('\n')];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => ({ before: left[i] ?? '', after: right[i] ?? '', differs: left[i] !== right[i] }));
}

/** What was taken out, in a sentence. A reason that has no words is told by its name. */
export function redactionCounts({ counts }: Pick<RedactionSample, 'counts'>): string {
  if (counts.length === 0) return t('options_redaction_nothing');
  const words = counts.map(({ reason, count }) => {
    const known = REASONS.find((one) => one === reason);
    return t('options_redaction_count', formatCount(count), known === undefined ? reason : t(`options_redaction_reason_${known}`));
  });
  return t('options_redaction_counts', words.join(', '));
}
