import type { Outcome } from '../domain/request.ts';
import { formatDuration } from './format.ts';
import { t } from './messages/translate.ts';

/** What an answer said of how much may be sent and when again, a sentence each; empty for most. */
export function limitSentences(outcome: Outcome): readonly string[] {
  if (outcome.kind !== 'responded') return [];
  return (outcome.limits ?? []).flatMap(({ name, value }) => (name === 'retry-after' ? retryAfter(value) : name.endsWith('-rate-limits') ? perKind(name, value) : t('delivery_limit_said', name, value)));
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
const retryAfter = (value: string): string => (/^\d{1,9}$/.test(value.trim()) ? t('delivery_limit_retryAfter', formatDuration(Number(value) * 1000)) : t('delivery_limit_retryAt', value));

/**
 * `60:error;transaction:organization:reason, 2700::key`: seconds, kinds of events (none: all), and of whom
 * (https://develop.sentry.dev/sdk/expected-features/rate-limiting/). What does not read so is shown as it came.
 */
function perKind(name: string, value: string): readonly string[] {
  const limits = value.split(',').map((limit) => limit.trim().split(':'));
  if (!limits.every(([seconds = '']) => /^\d{1,9}$/.test(seconds))) return [t('delivery_limit_said', name, value)];
  return limits.map(([seconds, kinds = '', scope = '']) => {
    const whose = scope === '' ? name : `${name}: ${scope}`;
    const time = formatDuration(Number(seconds) * 1000);
    return kinds === '' ? t('delivery_limit_all', time, whose) : t('delivery_limit_kinds', kinds.split(';').join(', '), time, whose);
  });
}
