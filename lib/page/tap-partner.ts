/**
 * The page tap's partner: runs in the extension's own world of the same document, where the page cannot reach. It takes what the tap hands
 * over, reads what is not known yet, keeps it within limits and sends it to the background. What comes in is under the page's control.
 */
import { concatBytes, encodeUtf8, toBase64 } from '../base/bytes.ts';
import { RateLimit } from '../base/rate-limit.ts';
import { TAP_LIMITS } from '../base/tap-limits.ts';
import { absoluteUrl, watchPolicy } from './policy-watch.ts';
import type { MessageBody, MessageEntry, PartnerMessage } from './tap-message.ts';
import { HELLO, WANTED, type RememberedBlob, type Tapped, type TappedBody, type TapVia } from './tap.ts';

export type PartnerDeps = {
  readonly scope: Window & typeof globalThis;
  /** To the background; never throws, never waits. False once there is nobody to hear any more, as after an update of the extension. */
  send(message: PartnerMessage): boolean;
};

/** What was dropped is told no more often. */
const TELL_MS = 1_000;

export function startTapPartner({ scope, send }: PartnerDeps): void {
  const { document, performance } = scope;
  const now = (): number => performance.now();
  const bytes = new RateLimit(TAP_LIMITS.bytesPerSecond, now());
  const messages = new RateLimit(TAP_LIMITS.messagesPerSecond, now());
  const stop = new scope.AbortController();
  let sent = 0;
  let dropped = 0;
  let untold = 0;

  const say = (message: PartnerMessage): void => {
    if (!send(message)) stop.abort();
  };

  const tellDropped = (): void => {
    if (untold > 0) say({ kind: 'pageTap.dropped', count: untold });
    untold = 0;
  };
  /** What is beyond the rate is counted; who goes on and on is not listened to any more. */
  const drop = (): void => {
    dropped++;
    if (untold++ === 0) scope.setTimeout(tellDropped, TELL_MS);
    if (dropped < TAP_LIMITS.beyondRate) return;
    tellDropped();
    stop.abort();
  };

  const take = ([via, url, body, after]: Tapped): void => {
    const absolute = absoluteUrl(url, document.baseURI);
    if (absolute === null) return;
    if (!messages.take(1, now())) return drop();
    const seq = sent++;
    const sentAt = performance.timeOrigin + now();
    const known = knownBody(body, (size) => bytes.take(size, now()));
    const report = (read: MessageBody): void =>
      say({ kind: 'pageTap.sent', seq, via, url: absolute, sentAt: via === 'later' ? performance.timeOrigin + now() : sentAt, body: read });
    atSend(via, after, () => {
      if (!(known instanceof Promise)) return report(known);
      // A form is recognised by its fields, whenever it comes; all else by its place in the order, which must be taken now.
      if (isForm(body)) return void known.then(report);
      report({ kind: 'coming' });
      void known.then((read) => say({ kind: 'pageTap.filled', seq, body: read }));
    });
  };

  /** A fetchLater goes out when its time has come or the page ends: only then does the browser show a request that it belongs to. */
  const atSend = (via: TapVia, after: unknown, run: () => void): void => {
    if (via !== 'later') return run();
    const once = new scope.AbortController();
    const runOnce = (): void => {
      once.abort();
      run();
    };
    scope.addEventListener('pagehide', runOnce, { signal: once.signal });
    if (typeof after === 'number') scope.setTimeout(() => once.signal.aborted || runOnce(), after);
  };

  const meet = (event: Event): void => {
    const channel = event instanceof scope.MouseEvent ? event.relatedTarget : null;
    if (channel === null || event.defaultPrevented) return;
    event.preventDefault();
    scope.removeEventListener(HELLO, meet);
    const hear = (tapped: Event): void => {
      const detail: unknown = tapped instanceof scope.CustomEvent ? tapped.detail : null;
      if (isTapped(detail)) take(detail);
    };
    channel.addEventListener(HELLO, hear, { signal: stop.signal });
  };
  scope.addEventListener(HELLO, meet);
  scope.dispatchEvent(new scope.Event(WANTED));

  watchPolicy(document, say, stop.signal);
}

type Allow = (size: number) => boolean;

const isForm = (body: TappedBody): body is Extract<TappedBody, { form: unknown }> => body !== null && 'form' in body;

/** At once where every part is known, which is what works while the page ends; else as soon as it is read. */
function knownBody(body: TappedBody, allow: Allow): MessageBody | Promise<MessageBody> {
  if (body === null) return { kind: 'unread', why: 'stream', size: null };
  const size = sizeOfBody(body);
  if (size > TAP_LIMITS.bodyBytes) return { kind: 'unread', why: 'tooLarge', size };
  if (!allow(size)) return { kind: 'unread', why: 'overRate', size };
  try {
    if (isForm(body)) return formBody(body.form);
    if (body instanceof Blob) return readBlob(body).then((base64) => ({ kind: 'bytes', base64 }), () => unreadable(size));
    const base64 = joined(body);
    return base64 === null ? unreadable(size) : { kind: 'bytes', base64 };
  } catch {
    return unreadable(size);
  }
}

const unreadable = (size: number): MessageBody => ({ kind: 'unread', why: 'unreadable', size });

function sizeOfBody(body: NonNullable<TappedBody>): number {
  if (body instanceof Blob) return body.size;
  if (!('form' in body)) return body[0];
  if (body.form.length > TAP_LIMITS.formEntries) return Number.POSITIVE_INFINITY;
  return body.form.reduce((sum, [name, value]) => sum + name.length + (typeof value === 'string' ? value.length : value.size), 0);
}

function formBody(form: Extract<TappedBody, { form: unknown }>['form']): MessageBody | Promise<MessageBody> {
  const entries = form.map(([name, value, remembered]): MessageEntry | Promise<MessageEntry> => {
    if (typeof value === 'string') return { name, value };
    const withContent = (base64: string): MessageEntry => ({ name, filename: value.name, type: value.type, base64 });
    const base64 = remembered && joined(remembered);
    return base64 ? withContent(base64) : readBlob(value).then(withContent);
  });
  const whole = (complete: readonly MessageEntry[]): MessageBody => ({ kind: 'form', entries: complete });
  if (entries.every((entry): entry is MessageEntry => !(entry instanceof Promise))) return whole(entries);
  return Promise.all(entries).then(whole, () => unreadable(0));
}

/** Null where the parts are not what the Blob was made of, as their size shows. */
function joined([size, ...parts]: RememberedBlob): string | null {
  // Each part by itself: half a surrogate pair at the end of one does not meet the other half at the start of the next.
  const bytes = concatBytes(parts.map((part) => (typeof part === 'string' ? encodeUtf8(part) : part)));
  return bytes.length === size ? base64Of(bytes) : null;
}

async function readBlob(blob: Blob): Promise<string> {
  return base64Of(new Uint8Array(await blob.arrayBuffer()));
}

function base64Of(bytes: Uint8Array & { toBase64?(): string }): string {
  return bytes.toBase64?.() ?? toBase64(bytes);
}

function isTapped(detail: unknown): detail is Tapped {
  return Array.isArray(detail) && detail.length === 4 && ['fetch', 'xhr', 'beacon', 'later'].includes(detail[0] as string) && isBody(detail[2]);
}

function isBody(body: unknown): body is TappedBody {
  if (body === null || body instanceof Blob) return true;
  if (Array.isArray(body)) return typeof body[0] === 'number' && body.slice(1).every((part) => typeof part === 'string' || part instanceof Uint8Array);
  return typeof body === 'object' && body !== undefined && 'form' in body && Array.isArray(body.form) && body.form.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  return Array.isArray(entry) && typeof entry[0] === 'string' && (typeof entry[1] === 'string' || entry[1] instanceof File) && (entry[2] === undefined || isBody(entry[2]));
}
