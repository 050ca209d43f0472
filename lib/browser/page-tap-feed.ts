import { array, finite, integer, literal, maxLength, maxValue, minValue, nullable, number, object, picklist, pipe, safeParse, string, union, url, variant, type InferOutput } from 'valibot';
import { fromBase64 } from '../base/bytes.ts';
import { RateLimit } from '../base/rate-limit.ts';
import { TAP_LIMITS } from '../base/tap-limits.ts';
import type { TapBody, TapFill, TapFormEntry, TapRefusal, TapReport, TapSource } from '../domain/tap-report.ts';

const { bodyBytes, bytesPerSecond, messagesPerSecond, urlChars, formEntries } = TAP_LIMITS;

// Base64 takes 4 characters for 3 bytes.
const base64 = pipe(string(), maxLength(Math.ceil(bodyBytes / 3) * 4));
const field = pipe(string(), maxLength(bodyBytes));
const size = pipe(number(), finite(), minValue(0));
const bodySchema = variant('kind', [
  object({ kind: literal('bytes'), base64 }),
  object({
    kind: literal('form'),
    entries: pipe(array(union([object({ name: field, filename: field, type: field, base64 }), object({ name: field, value: field })])), maxLength(formEntries)),
  }),
  object({ kind: literal('unread'), why: picklist(['stream', 'tooLarge', 'overRate', 'unreadable']), size: nullable(size) }),
  object({ kind: literal('coming') }),
]);
const seq = pipe(number(), integer(), minValue(0), maxValue(Number.MAX_SAFE_INTEGER));
const address = pipe(string(), maxLength(urlChars), url());
const messageSchema = variant('kind', [
  object({ kind: literal('pageTap.sent'), seq, via: picklist(['fetch', 'xhr', 'beacon', 'later']), url: address, sentAt: size, body: bodySchema }),
  object({ kind: literal('pageTap.filled'), seq, body: bodySchema }),
  object({ kind: literal('pageTap.dropped'), count: pipe(number(), integer(), minValue(1), maxValue(TAP_LIMITS.beyondRate)) }),
  object({ kind: literal('pageTap.refused'), url: address, directive: pipe(string(), maxLength(100)) }),
]);

/** The sender of a message, as the browser fills it in. */
export type MessageSender = {
  readonly documentId?: string | undefined;
  readonly origin?: string | undefined;
  readonly url?: string | undefined;
  readonly tab?: { readonly id?: number | undefined; readonly url?: string | undefined; readonly incognito?: boolean | undefined } | undefined;
};

export type PageTapHandlers = {
  reported(report: TapReport): void;
  filled(fill: TapFill): void;
  refused(refusal: TapRefusal): void;
  /** Something was dropped, by which limit: a name of the capture ledger's counters. */
  dropped(counter: 'pageTap.invalid' | 'pageTap.overRate' | 'pageTap.off', times?: number): void;
};

export type PageTapFeedOptions = PageTapHandlers & {
  /** Whether the user wants nothing read there; the tab and its address, as frames belong to the site that shows them. */
  isOff(tabUrl: string | null, tabId: number | null): boolean;
  now(): number;
};

/** Documents whose rate is remembered. */
const MAX_DOCUMENTS = 500;

/**
 * Takes the messages of the page tap's partners. A message is what a page could have made up, so it is parsed by a schema, bounded by
 * document, and becomes a report that is worth nothing until a request is found for it (lib/domain/merge-witnesses.ts).
 *
 * @returns the listener for `runtime.onMessage`: true if the message was one of these. It never answers.
 */
export function createPageTapFeed(options: PageTapFeedOptions): (message: unknown, sender: MessageSender) => boolean {
  const rates = new Map<string, { readonly bytes: RateLimit; readonly messages: RateLimit }>();

  const within = (source: TapSource, bytes: number): boolean => {
    const now = options.now();
    const key = source.documentId ?? `tab ${source.tabId}`;
    const rate = rates.get(key) ?? { bytes: new RateLimit(bytesPerSecond, now), messages: new RateLimit(messagesPerSecond * 2, now) };
    // The map keeps the order of use.
    rates.delete(key);
    rates.set(key, rate);
    const [oldest] = rates.keys();
    if (rates.size > MAX_DOCUMENTS && oldest !== undefined) rates.delete(oldest);
    return rate.messages.take(1, now) && rate.bytes.take(bytes, now);
  };

  const take = (message: unknown, sender: MessageSender): void => {
    const source = sourceOf(sender);
    if (options.isOff(sender.tab?.url ?? null, sender.tab?.id ?? null)) return options.dropped('pageTap.off');
    const parsed = safeParse(messageSchema, message);
    const body = parsed.success && 'body' in parsed.output ? bodyOf(parsed.output.body) : null;
    if (!parsed.success || ('body' in parsed.output && body === null)) return options.dropped('pageTap.invalid');
    if (!within(source, body === null ? 0 : sizeOf(body))) return options.dropped('pageTap.overRate');
    tell(options, source, parsed.output, body);
  };

  return (message, sender) => {
    if (!isOurs(message)) return false;
    take(message, sender);
    return true;
  };
}

function tell(to: PageTapHandlers, source: TapSource, message: InferOutput<typeof messageSchema>, body: TapBody | null): void {
  if (message.kind === 'pageTap.dropped') to.dropped('pageTap.overRate', message.count);
  else if (message.kind === 'pageTap.refused') to.refused({ source, url: message.url, directive: message.directive });
  else if (body === null) return;
  else if (message.kind === 'pageTap.filled') to.filled({ source, seq: message.seq, body });
  else to.reported({ source, seq: message.seq, via: message.via, url: message.url, sentAt: message.sentAt, body });
}

function isOurs(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string' && message.kind.startsWith('pageTap.');
}

function sourceOf({ documentId, origin, url: shown, tab }: MessageSender): TapSource {
  return {
    documentId: documentId ?? null, tabId: tab?.id ?? null, origin: origin ?? null,
    blank: shown?.startsWith('about:blank') ?? false, url: shown ?? null, isPrivate: tab?.incognito ?? false,
  };
}

/** Null where the base64 is none. */
function bodyOf(body: InferOutput<typeof bodySchema>): TapBody | null {
  if (body.kind === 'bytes') {
    const bytes = fromBase64(body.base64);
    return bytes && { kind: 'bytes', bytes };
  }
  if (body.kind !== 'form') return body;
  const entries: TapFormEntry[] = [];
  for (const entry of body.entries) {
    if ('value' in entry) entries.push(entry);
    else {
      const bytes = fromBase64(entry.base64);
      if (!bytes) return null;
      entries.push({ name: entry.name, filename: entry.filename, type: entry.type, bytes });
    }
  }
  return { kind: 'form', entries };
}

function sizeOf(body: TapBody): number {
  if (body.kind === 'bytes') return body.bytes.length;
  return body.kind === 'form' ? body.entries.reduce((sum, entry) => sum + ('bytes' in entry ? entry.bytes.length : entry.value.length), 0) : 0;
}
