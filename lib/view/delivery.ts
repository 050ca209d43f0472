import { assertNever } from '../base/never.ts';
import type { Event } from '../domain/event.ts';
import type { Outcome } from '../domain/request.ts';
import type { Footstep } from '../domain/views.ts';
import type { Tone } from './tone.ts';

/** What became of a request: in a word or two, in a sentence, and how good that is. */
export type Delivery = { readonly text: string; readonly sentence: string; readonly tone: Tone };

/** Whether an error means that an extension or the browser's own protection refused the request before it was sent. */
const BLOCKED = /BLOCKED_BY_CLIENT|NS_ERROR_BLOCKED_BY_POLICY|NS_ERROR_TRACKING_URI|BLOCKED_BY_ADMINISTRATOR|NS_ERROR_ABORT$/;

/** No answer was waited for: at the end of a page, or by the page's own will. Measured: some of these the server did get. */
const GIVEN_UP = /ABORTED|NS_ERROR_UNEXPECTED/;

/** Browsers' words for what went wrong (Chromium's net_error_list.h, Firefox's nsError names), in ours. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/INTERNET_DISCONNECTED|ERROR_OFFLINE|NETWORK_CHANGED/, 'offline'],
  [/NAME_NOT_RESOLVED|UNKNOWN_HOST/, 'host not found'],
  [/CONNECTION_REFUSED/, 'connection refused'],
  [/CONNECTION_(RESET|CLOSED)|EMPTY_RESPONSE|NET_RESET/, 'connection lost'],
  [/TIMED_OUT|NET_TIMEOUT/, 'timed out'],
  [/CERT|SSL|SEC_ERROR/, 'certificate refused'],
];

const reasonOf = (error: string): string => REASONS.find(([pattern]) => pattern.test(error))?.[1] ?? error.replace(/^net::(ERR_)?/, '');

export function deliveryOf(outcome: Outcome): Delivery {
  switch (outcome.kind) {
    case 'pending':
      return { text: 'pending', sentence: 'Sent; no answer yet.', tone: 'busy' };
    case 'unknown':
      return { text: 'unknown', sentence: 'The browser did not say how it went.', tone: 'quiet' };
    case 'failed':
      return failed(outcome.error);
    case 'responded':
      return responded(outcome.status, outcome.pageGone === true);
    default:
      return assertNever(outcome);
  }
}

function failed(error: string): Delivery {
  if (BLOCKED.test(error)) {
    return { text: 'blocked by an extension', sentence: `An extension or the browser's own protection stopped it before it was sent (${error}).`, tone: 'bad' };
  }
  if (error.startsWith('csp:')) {
    return { text: "blocked by the page's policy", sentence: `The page's content security policy stopped it before it was sent (${error.slice(4)}).`, tone: 'bad' };
  }
  if (GIVEN_UP.test(error)) {
    return { text: 'given up by the page', sentence: `The page ended or gave it up before an answer came; it may have arrived all the same (${error}).`, tone: 'warn' };
  }
  const reason = reasonOf(error);
  return { text: `failed (${reason})`, sentence: `It did not arrive: ${reason} (${error}).`, tone: 'bad' };
}

function responded(status: number, pageGone: boolean): Delivery {
  if (status === 429) return { text: 'rate-limited 429', sentence: 'The server refused it: too many requests (429).', tone: 'warn' };
  if (status >= 500) return { text: `server error ${status}`, sentence: `It arrived, and the server failed (${status}).`, tone: 'bad' };
  if (status >= 400) return { text: `rejected ${status}`, sentence: `It arrived, and the server refused it (${status}).`, tone: 'bad' };
  if (status >= 300) return { text: `answered ${status}`, sentence: `The server answered with ${status}, neither taking nor refusing it.`, tone: 'quiet' };
  if (pageGone) {
    return { text: 'delivered (page gone)', sentence: `The server answered ${status}; the page closed before it read the answer.`, tone: 'good' };
  }
  return { text: `delivered ${status}`, sentence: `The server took it (${status}).`, tone: 'good' };
}

/** "sent 3 times" where the same event went out again, else null. */
export const repeatsText = (event: Pick<Event, 'repeats'>): string | null => (event.repeats > 0 ? `sent ${event.repeats + 1} times` : null);

/** The delivery column: outcome, and how often it was sent. */
export function deliveryText(footstep: Pick<Footstep, 'outcome' | 'repeats'>): string {
  const repeats = repeatsText(footstep);
  const { text } = deliveryOf(footstep.outcome);
  return repeats ? `${text}, ${repeats}` : text;
}
