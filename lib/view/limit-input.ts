import type { Settings } from '../domain/settings.ts';
import { formatCount } from './format.ts';
import { t } from './messages/translate.ts';
import { parseSize, showSize } from './size-input.ts';

/** The limits of what is kept, as texts to be typed; empty: no such limit. */
export const LIMITS = ['maxAgeDays', 'maxEvents', 'maxBytes'] as const;
export type Limit = (typeof LIMITS)[number];

/** Less would be gone before it was seen. */
const LEAST_BYTES = 1024 * 1024;

export function limitText(limit: Limit, value: number | null): string {
  if (value === null) return '';
  if (limit === 'maxEvents') return formatCount(value);
  return limit === 'maxBytes' ? showSize(value) : String(value);
}

/** The limit that was typed; undefined where it is none. */
function parseLimit(limit: Limit, text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (limit === 'maxBytes') {
    const bytes = parseSize(typed);
    return bytes === null || bytes < LEAST_BYTES ? undefined : bytes;
  }
  const plain = typed.replaceAll(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, '');
  const isNumber = limit === 'maxEvents' ? /^\d+$/ : /^\d+(\.\d+)?$/;
  const n = Number(plain);
  return isNumber.test(plain) && n > 0 && Number.isSafeInteger(Math.ceil(n)) ? n : undefined;
}

/** What is wrong with a limit that was typed; null: nothing. */
export const limitProblem = (limit: Limit, text: string): string | null => (parseLimit(limit, text) === undefined ? t(`options_retention_form_${limit}`) : null);

/** All limits that were typed; null where one of them is none. */
export function limitsIn(texts: Readonly<Record<Limit, string>>): Settings['retention'] | null {
  const [maxAgeDays, maxEvents, maxBytes] = LIMITS.map((limit) => parseLimit(limit, texts[limit]));
  return maxAgeDays === undefined || maxEvents === undefined || maxBytes === undefined ? null : { maxAgeDays, maxEvents, maxBytes };
}
