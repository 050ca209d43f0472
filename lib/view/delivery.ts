import { assertNever } from '../base/never.ts';
import type { Event } from '../domain/event.ts';
import type { Outcome } from '../domain/request.ts';
import type { Footstep } from '../domain/views.ts';
import { formatCount } from './format.ts';
import type { MessageKey } from './messages/catalog.ts';
import { t } from './messages/translate.ts';
import { limitSentences } from './rate-limits.ts';
import type { Tone } from './tone.ts';

/** What became of a request: as a word that never changes, in a word or two of the user's language, in a sentence, and how good that is. */
export type Delivery = { readonly kind: DeliveryKind; readonly text: string; readonly sentence: string; readonly tone: Tone };
export type DeliveryKind = 'pending' | 'unknown' | 'blocked' | 'policy' | 'givenUp' | 'failed' | 'limited' | 'serverError' | 'rejected' | 'answered' | 'pageGone' | 'delivered';

/** Whether an error means that an extension or the browser's own protection refused the request before it was sent. */
const BLOCKED = /BLOCKED_BY_CLIENT|NS_ERROR_BLOCKED_BY_POLICY|NS_ERROR_TRACKING_URI|BLOCKED_BY_ADMINISTRATOR|NS_ERROR_ABORT$/;

/** No answer was waited for: at the end of a page, or by the page's own will. Measured: some of these the server did get. */
const GIVEN_UP = /ABORTED|NS_ERROR_UNEXPECTED/;

/** Browsers' words for what went wrong (Chromium's net_error_list.h, Firefox's nsError names), in ours. */
const REASONS: readonly (readonly [RegExp, MessageKey])[] = [
  [/INTERNET_DISCONNECTED|ERROR_OFFLINE|NETWORK_CHANGED/, 'delivery_why_offline'],
  [/NAME_NOT_RESOLVED|UNKNOWN_HOST/, 'delivery_why_noHost'],
  [/CONNECTION_REFUSED/, 'delivery_why_refused'],
  [/CONNECTION_(RESET|CLOSED)|EMPTY_RESPONSE|NET_RESET/, 'delivery_why_lost'],
  [/TIMED_OUT|NET_TIMEOUT/, 'delivery_why_timedOut'],
  [/CERT|SSL|SEC_ERROR/, 'delivery_why_certificate'],
];

function reasonOf(error: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(error))?.[1];
  return known ? t(known) : error.replace(/^net::(ERR_)?/, '');
}

const told = (kind: DeliveryKind, tone: Tone, text: readonly (string | number)[] = [], sentence = text): Delivery => ({ kind, tone, text: t(`delivery_text_${kind}`, ...text), sentence: t(`delivery_is_${kind}`, ...sentence) });

export function deliveryOf(outcome: Outcome): Delivery {
  switch (outcome.kind) {
    case 'pending':
      return told('pending', 'busy');
    case 'unknown':
      return told('unknown', 'quiet');
    case 'failed':
      return failed(outcome.error);
    case 'responded':
      return withLimits(responded(outcome.status, outcome.pageGone === true), outcome);
    default:
      return assertNever(outcome);
  }
}

function withLimits(delivery: Delivery, outcome: Outcome): Delivery {
  const limits = limitSentences(outcome);
  return limits.length ? { ...delivery, sentence: [delivery.sentence, ...limits].join(' ') } : delivery;
}

function failed(error: string): Delivery {
  if (BLOCKED.test(error)) return told('blocked', 'bad', [], [error]);
  if (error.startsWith('csp:')) return told('policy', 'bad', [], [error.slice(4)]);
  if (GIVEN_UP.test(error)) return told('givenUp', 'warn', [], [error]);
  const reason = reasonOf(error);
  return told('failed', 'bad', [reason], [reason, error]);
}

function responded(status: number, pageGone: boolean): Delivery {
  if (status === 429) return told('limited', 'warn', [status]);
  if (status >= 500) return told('serverError', 'bad', [status]);
  if (status >= 400) return told('rejected', 'bad', [status]);
  if (status >= 300) return told('answered', 'quiet', [status]);
  return pageGone ? told('pageGone', 'good', [], [status]) : told('delivered', 'good', [status]);
}

/** "sent 3 times" where the same event went out again, else null. */
export const repeatsText = (event: Pick<Event, 'repeats'>): string | null => (event.repeats > 0 ? t('delivery_sentTimes', formatCount(event.repeats + 1)) : null);

/** The delivery column: outcome, and how often it was sent. */
export function deliveryText(footstep: Pick<Footstep, 'outcome' | 'repeats'>): string {
  const repeats = repeatsText(footstep);
  const { text } = deliveryOf(footstep.outcome);
  return repeats ? t('delivery_withRepeats', text, repeats) : text;
}
