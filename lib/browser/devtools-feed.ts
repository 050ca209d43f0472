import { array, finite, integer, literal, maxLength, maxValue, minValue, nullable, number, object, optional, picklist, pipe, regex, safeParse, string, tuple, variant, type InferOutput } from 'valibot';
import { browser } from 'wxt/browser';
import { fromBase64, toBase64 } from '../base/bytes.ts';
import { asRequestId, type Body, type CapturedRequest } from '../domain/request.ts';
import { answering } from './answer.ts';
import type { CommandSender } from './commands.ts';
import { SECRET_HEADERS } from './request-log.ts';

/** Of one message: more go into several. */
export const DEVTOOLS_LIMITS = { requests: 100, bodyBytes: 4 << 20, messageBytes: 8 << 20, textChars: 65_536, headers: 200 } as const;
const { requests: maxRequests, bodyBytes, messageBytes, textChars, headers: maxHeaders } = DEVTOOLS_LIMITS;

const text = pipe(string(), maxLength(textChars));
const time = pipe(number(), finite(), minValue(0), maxValue(8.64e15));
const size = nullable(pipe(number(), integer(), minValue(0)));
const bodySchema = variant('kind', [
  object({ kind: literal('none') }),
  object({ kind: literal('bytes'), base64: pipe(string(), maxLength(Math.ceil(bodyBytes / 3) * 4)), encoding: nullable(text) }),
  object({ kind: literal('form'), entries: pipe(array(tuple([text, text])), maxLength(1_000)) }),
  object({ kind: literal('unavailable'), reason: picklist(['blob', 'stream', 'tooLarge', 'notCaptured']), size }),
]);
const outcomeSchema = variant('kind', [
  object({ kind: literal('responded'), status: pipe(number(), integer(), minValue(0)), endedAt: time, pageGone: optional(literal(true)) }),
  object({ kind: literal('failed'), error: text, endedAt: time }),
  object({ kind: literal('unknown') }),
]);
const requestSchema = object({
  method: pipe(string(), regex(/^[A-Z]{1,20}$/)), url: pipe(string(), maxLength(textChars), regex(/^https?:/i)), startedAt: time, documentId: nullable(text),
  pageUrl: nullable(text), initiator: nullable(text), resourceType: nullable(text),
  headers: pipe(array(object({ name: text, value: text })), maxLength(maxHeaders)), body: bodySchema, outcome: outcomeSchema,
});
const messageSchema = object({ tabId: pipe(number(), integer(), minValue(0)), requests: pipe(array(requestSchema), maxLength(maxRequests)) });

/** Asks whether a tab is private, which a page in DevTools cannot know. */
const askedSchema = object({ privateTab: pipe(number(), integer(), minValue(0)) });

type Message = InferOutput<typeof messageSchema>;
type Sent = Message['requests'][number];

/** What DevTools saw of a tab's requests; ids are still to be given. */
export type TakeSeen = (tabId: number, requests: readonly CapturedRequest[], isPrivate: boolean) => Promise<void>;

const isMessage = (message: unknown): message is { readonly devtools: unknown } => typeof message === 'object' && message !== null && 'devtools' in message;
const isDevtoolsPage = ({ id, url }: CommandSender): boolean => id === browser.runtime.id && url?.split(/[?#]/)[0] === `${location.origin}/devtools.html`;

/** The listener for `runtime.onMessage`. Only our page in DevTools is listened to; what is not as it writes it is dropped. */
export function createDevtoolsFeed(take: TakeSeen, isPrivate: (tabId: number) => Promise<boolean>): (message: unknown, sender: CommandSender) => Promise<boolean> | undefined {
  return (message, sender) => {
    if (!isMessage(message) || !isDevtoolsPage(sender)) return undefined;
    const parsed = safeParse(messageSchema, message.devtools);
    if (parsed.success) return takeParsed(parsed.output, take, isPrivate);
    const asked = safeParse(askedSchema, message.devtools);
    return asked.success ? isPrivate(asked.output.privateTab) : Promise.resolve(false);
  };
}

async function takeParsed({ tabId, requests }: Message, take: TakeSeen, isPrivate: (tabId: number) => Promise<boolean>): Promise<boolean> {
  await take(tabId, requests.flatMap((request) => requestOf(tabId, request)), await isPrivate(tabId));
  return true;
}

/** Listens to our page in DevTools. Call it in the first turn of the worker. */
export function listenToDevtools(take: TakeSeen): void {
  const isPrivate = (tabId: number): Promise<boolean> => browser.tabs.get(tabId).then((tab) => tab.incognito, () => true);
  browser.runtime.onMessage.addListener(answering(createDevtoolsFeed(take, isPrivate)));
}

/**
 * Sends requests to the background, waking it if need be; those that it would not take are left out.
 *
 * @throws where it did not answer, or could not store them.
 */
export async function sendSeen(tabId: number, requests: readonly CapturedRequest[]): Promise<void> {
  for (const part of parts(requests.filter(isSendable).map(toSent))) {
    const answer: unknown = await browser.runtime.sendMessage({ devtools: { tabId, requests: part } });
    if (answer === undefined) throw new Error('The background did not answer.');
  }
}

const isSendable = ({ url, body }: CapturedRequest): boolean => /^https?:/i.test(url) && url.length <= textChars && (body.kind !== 'bytes' || body.bytes.length <= bodyBytes);

function* parts(requests: readonly Sent[]): Generator<Sent[]> {
  let part: Sent[] = [];
  let bytes = 0;
  for (const request of requests) {
    const own = request.body.kind === 'bytes' ? request.body.base64.length : 0;
    if (part.length === maxRequests || (part.length && bytes + own > messageBytes)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(request);
    bytes += own;
  }
  if (part.length) yield part;
}

function toSent({ method, url, startedAt, documentId, pageUrl, initiator, resourceType, headers, body, outcome }: CapturedRequest): Sent {
  return {
    method, url, startedAt, documentId, pageUrl, initiator, resourceType,
    headers: headers.filter(({ name }) => !SECRET_HEADERS.has(name)).slice(0, maxHeaders).map(({ name, value }) => ({ name, value: value.slice(0, textChars) })),
    body: body.kind === 'bytes' ? { kind: 'bytes', base64: toBase64(body.bytes), encoding: body.encoding } : body.kind === 'form' ? { kind: 'form', entries: body.entries.map(([name, value]) => [name, value]) } : body,
    outcome: outcome.kind === 'pending' ? { kind: 'unknown' } : outcome.kind === 'responded' ? { kind: 'responded', status: outcome.status, endedAt: outcome.endedAt } : outcome,
  };
}

/** None where its base64 is no base64. */
function requestOf(tabId: number, { body, headers, outcome, ...sent }: Sent): CapturedRequest[] {
  const bytes = body.kind === 'bytes' ? fromBase64(body.base64) : null;
  if (body.kind === 'bytes' && !bytes) return [];
  const known: Body = body.kind === 'bytes' ? { kind: 'bytes', bytes: bytes ?? new Uint8Array(), encoding: body.encoding } : body;
  return [{
    ...sent, id: asRequestId(''), witnesses: ['devtools'], tabId, frameId: null, body: known, headers: headers.filter(({ name }) => !SECRET_HEADERS.has(name)),
    outcome: outcome.kind === 'responded' ? { kind: 'responded', status: outcome.status, endedAt: outcome.endedAt } : outcome,
  }];
}

/** Whether the inspected tab is private; also where the background does not answer: then nothing of it may be written. */
export async function isInspectedPrivate(tabId: number): Promise<boolean> {
  const answer: unknown = await browser.runtime.sendMessage({ devtools: { privateTab: tabId } }).catch(() => undefined);
  return answer !== false;
}
