import { array, fallback, integer, maxLength, minValue, nullable, number, object, picklist, pipe, regex, safeParse, string, transform } from 'valibot';
import { asProtocolId } from '../domain/event.ts';
import { CONTROL_ACTIONS, type ControlOrder, type SdkOnPage } from '../domain/page-controls.ts';

/** More SDKs, calls and frames than any page has; what comes beyond is of no use to anyone. */
const MOST = 64;

/** A page's text, cut to `length`; null for everything else. */
const said = (length: number) => fallback(nullable(pipe(string(), transform((value) => value.slice(0, length)))), null);
const protocol = pipe(string(), regex(/^[a-z\d-]{1,40}$/), transform(asProtocolId));

const sdkSchema = object({
  protocol, asked: pipe(string(), maxLength(400)), version: said(60), sessionId: said(300), userId: said(300), anonymousId: said(300), status: said(40), problem: said(500),
  calls: pipe(array(object({ action: picklist(CONTROL_ACTIONS), call: pipe(string(), maxLength(400)) })), maxLength(MOST)),
});
const answerSchema = object({ frameUrl: said(2000), sdks: pipe(array(sdkSchema), maxLength(MOST)), done: said(400), error: said(500) });

/** What a frame answered. */
export type FrameAnswer = { readonly sdks: readonly SdkOnPage[]; readonly done: string | null; readonly error: string | null };

/** Reads a page's answer, which the page may have made up: null where it is none. */
export function readAnswer(frameId: number, answer: unknown): FrameAnswer | null {
  const parsed = safeParse(answerSchema, withNulls(answer));
  if (!parsed.success) return null;
  const { frameUrl, sdks, done, error } = parsed.output;
  return { done, error, sdks: sdks.map((sdk) => ({ ...sdk, frameId, frameUrl: frameUrl ?? '' })) };
}

/** What an SDK does not know it leaves out. */
function withNulls(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('sdks' in answer) || !Array.isArray(answer.sdks)) return answer;
  const silent = { version: null, sessionId: null, userId: null, anonymousId: null, status: null, problem: null };
  return { ...answer, sdks: (answer.sdks as unknown[]).map((sdk) => (typeof sdk === 'object' ? { ...silent, ...sdk } : sdk)) };
}

const tabId = pipe(number(), integer(), minValue(0));
const orderSchema = object({ protocol, frameId: tabId, action: picklist(CONTROL_ACTIONS), argument: nullable(pipe(string(), maxLength(300))) });
const requestSchema = object({ tabId, order: nullable(orderSchema) });

/** What a page of ours asks the background for: a look at a tab's SDKs, after a call where there is an order. */
export type ControlRequest = { readonly tabId: number; readonly order: ControlOrder | null };

export function readControlRequest(message: unknown): ControlRequest | null {
  const parsed = safeParse(requestSchema, message);
  return parsed.success ? parsed.output : null;
}
