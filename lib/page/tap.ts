/**
 * The page tap: runs in the page's own world before any script of the page. Chromium's `webRequest` shows no body that is a Blob, a File, a
 * stream or a form with files in it; here they can be had (of a stream only by the Blob that gave it), so each is handed to the isolated partner
 * (tap-partner.ts). Nothing else is read or handed on.
 *
 * A page must not feel it. So: each function is a Proxy of the native one, called with the page's own arguments, before anything of ours
 * happens; arguments are looked at only in ways that run no code of the page (own data properties, native getters); nothing that the page may
 * replace later is called by name, as all was taken at the start; nothing throws; no promise, request or Blob is touched.
 */

export type TapVia = 'fetch' | 'xhr' | 'beacon' | 'later';

/** The bytes that a small Blob was made of, after its size: strings stand for their UTF-8. */
export type RememberedBlob = readonly [size: number, ...parts: (string | Uint8Array<ArrayBuffer>)[]];

/** A body as it goes to the partner: known at once, to be read, a form with files, or a stream of no known Blob, which cannot be read without disturbing it. */
export type TappedBody = RememberedBlob | Blob | { readonly form: readonly TappedEntry[] } | null;
export type TappedEntry = readonly [name: string, value: string | File, remembered: RememberedBlob | undefined];

/** Detail of the events on the channel. `after`: of fetchLater, its `activateAfter`. */
export type Tapped = readonly [via: TapVia, url: string, body: TappedBody, after: unknown];

/** A mouse event whose `relatedTarget` is the channel, fired once at the window; whoever takes the channel prevents its default. */
export const HELLO = 'footsteps-tap';
/** The partner's question for the hello, if it came too late for it. */
export const WANTED = 'footsteps-tap?';

/** A Blob's bytes are remembered up to this size: a page at its end may send 64 KiB, and its beacons no more. */
const REMEMBERED_BYTES = 262_144;
const REMEMBERED_PARTS = 1024;

type Native = (this: unknown, ...args: never[]) => unknown;
type After = (result: unknown, self: object, args: readonly unknown[]) => void;

export function installTap(scope: Window & typeof globalThis): void {
  const { apply, construct, defineProperty, getPrototypeOf, setPrototypeOf, getOwnPropertyDescriptor: describe } = scope.Reflect;
  const { Proxy, Uint8Array, CustomEvent, MouseEvent, location } = scope;
  const { isArray } = scope.Array;
  const { isView } = scope.ArrayBuffer;
  const { dispatchEvent, addEventListener } = scope.EventTarget.prototype;

  // Bound at once: the page may replace the methods of the prototype.
  const mapOf = <V>() => {
    const map = new scope.WeakMap<object, V>();
    return { get: map.get.bind(map) as (key: unknown) => V | undefined, set: map.set.bind(map) };
  };
  const natives = mapOf<object>();
  const remembered = mapOf<RememberedBlob>();
  const requestBodies = mapOf<object>();
  const streamBlobs = mapOf<object>();
  const openedUrls = mapOf<string | undefined>();

  /** The value of an own data property: a getter is not run. */
  const own = (it: unknown, key: PropertyKey): unknown => (it !== null && typeof it === 'object' ? describe(it, key)?.value : undefined);
  /** A native getter, which tells its own kind of object from any other in any realm: undefined for those. */
  const getterOf = (type: { prototype: object } | undefined, key: string): ((it: unknown) => unknown) => {
    let getter: (() => unknown) | undefined;
    // Up the chain: another extension may have put a subclass in the place of the class.
    for (let owner: object | null | undefined = type?.prototype; owner && !getter; owner = getPrototypeOf(owner)) getter = describe(owner, key)?.get;
    return (it) => {
      try {
        return getter && apply(getter, it, []);
      } catch {
        return undefined;
      }
    };
  };
  const sizeOf = getterOf(scope.Blob, 'size') as (it: unknown) => number | undefined;
  const lengthOf = getterOf(scope.ArrayBuffer, 'byteLength');
  const lockedOf = getterOf(scope.ReadableStream, 'locked');
  const hrefOf = getterOf(scope.URL, 'href');
  const requestUrlOf = getterOf(scope.Request, 'url');
  const { forEach } = scope.FormData.prototype;
  const shown = [scope.ArrayBuffer.prototype, scope.URLSearchParams.prototype] as const;

  const channel = new scope.EventTarget();
  const fire = (target: EventTarget, event: Event): boolean => apply(dispatchEvent, target, [event]);

  // No prototypes: a page that writes to Object.prototype would add traps or options.
  const replace = (owner: object, key: string, handler: ProxyHandler<Native>): object | undefined => {
    const slot = describe(owner, key);
    if (typeof slot?.value !== 'function') return undefined;
    const proxy = new Proxy<Native>(slot.value, handler);
    natives.set(proxy, slot.value);
    defineProperty(owner, key, { ...slot, value: proxy });
    return proxy;
  };
  const tap = (owner: object | undefined, key: string, after: After): void => {
    if (!owner) return;
    replace(owner, key, {
      __proto__: null,
      apply(target: Native, self: object, args: never[]) {
        const result = apply(target, self, args);
        try {
          after(result, self, args);
        } catch {}
        return result;
      },
    } as ProxyHandler<Native>);
  };
  const tapClass = (key: string, after: (made: object, args: readonly unknown[]) => void): object | undefined => {
    const proxy = replace(scope, key, {
      __proto__: null,
      construct(target: Native, args: unknown[], newTarget: Native) {
        const made = construct(target, args, newTarget) as object;
        try {
          after(made, args);
        } catch {}
        return made;
      },
    } as ProxyHandler<Native>);
    const prototype: unknown = proxy && (proxy as typeof Object).prototype;
    if (prototype) defineProperty(prototype, 'constructor', { ...describe(prototype, 'constructor'), value: proxy });
    return proxy;
  };

  const remember = (blob: object, args: readonly unknown[]): void => {
    const parts = args[0];
    const options = args[1];
    const size = sizeOf(blob);
    // With `endings` the bytes may differ from the text by the platform's line ends.
    if (!isArray(parts) || size === undefined || size > REMEMBERED_BYTES || parts.length > REMEMBERED_PARTS || (options && 'endings' in (options as object))) return;
    const kept: [number, ...(string | Uint8Array<ArrayBuffer>)[]] = [size];
    let count = 1;
    for (let i = 0; i < parts.length; i++) {
      const part = own(parts, i);
      const inner = remembered.get(part);
      if (typeof part === 'string') kept[count++] = part;
      else if (inner) for (let k = 1; k < inner.length; k++) kept[count++] = inner[k] as string;
      // Twice: the outer one copies, as the page may write into its buffer afterwards.
      else if (isView(part)) kept[count++] = new Uint8Array(new Uint8Array(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength));
      else if (lengthOf(part) !== undefined) kept[count++] = new Uint8Array(new Uint8Array(part as ArrayBuffer));
      else return;
    }
    remembered.set(blob, kept);
  };

  /** Undefined where `webRequest` shows the body. */
  const hiddenPart = (body: object): TappedBody | undefined => {
    const prototype = getPrototypeOf(body);
    if (prototype === shown[0] || prototype === shown[1] || isView(body)) return undefined;
    if (sizeOf(body) !== undefined) return remembered.get(body) ?? (body as Blob);
    const blob = streamBlobs.get(body);
    if (blob) return hiddenPart(blob);
    if (lockedOf(body) !== undefined) return null;
    const form: TappedEntry[] = [];
    let files = false;
    apply(forEach, body as FormData, [
      (value: string | File, name: string) => {
        files ||= typeof value !== 'string';
        form[form.length] = [name, value, remembered.get(value)];
      },
    ]);
    return files ? { form } : undefined;
  };
  const textOf = (url: unknown): unknown => (typeof url === 'string' ? url : url === location ? location.href : (hrefOf(url) ?? requestUrlOf(url)));
  const report = (via: TapVia, url: unknown, body: unknown, after?: unknown): void => {
    if (body === null || typeof body !== 'object') return;
    const hidden = hiddenPart(body);
    if (hidden !== undefined) fire(channel, new CustomEvent(HELLO, { __proto__: null, detail: [via, textOf(url), hidden, after] } as CustomEventInit<Tapped>));
  };
  const bodyOf = (args: readonly unknown[]): unknown => own(args[1], 'body') ?? requestBodies.get(args[0]);

  const blob = tapClass('Blob', remember);
  if (blob && getPrototypeOf(scope.File) === natives.get(blob)) setPrototypeOf(scope.File, blob);
  tapClass('File', remember);
  // What the page reads of a stream it cannot send: a stream that goes out is whole.
  tap(scope.Blob.prototype, 'stream', (stream, self) => streamBlobs.set(stream as object, self));
  const keepBody = (made: unknown, body: unknown): void => {
    if (body !== null && typeof body === 'object') requestBodies.set(made as object, body);
  };
  tapClass('Request', (made, args) => keepBody(made, bodyOf(args)));
  tap(scope.Request.prototype, 'clone', (made, self) => keepBody(made, requestBodies.get(self)));
  tap(scope, 'fetch', (_promise, _self, args) => report('fetch', args[0], bodyOf(args)));
  tap(scope, 'fetchLater', (_result, _self, args) => report('later', args[0], bodyOf(args), own(args[1], 'activateAfter')));
  tap(scope.XMLHttpRequest.prototype, 'open', (_nothing, self, args) => openedUrls.set(self, textOf(args[1]) as string | undefined));
  tap(scope.XMLHttpRequest.prototype, 'send', (_nothing, self, args) => report('xhr', openedUrls.get(self), args[0]));
  tap(scope.Navigator.prototype, 'sendBeacon', (queued, _self, args) => queued && report('beacon', args[0], args[1]));
  // Else it would say "function () { [native code] }", without the name.
  replace(scope.Function.prototype, 'toString', {
    __proto__: null,
    apply: (target: Native, self: unknown, args: never[]) => apply(target, natives.get(self) ?? self, args),
  } as ProxyHandler<Native>);

  // The channel belongs to no document, so that document.open(), which takes all listeners away, leaves it alone.
  const hello = (): boolean => fire(scope, new MouseEvent(HELLO, { __proto__: null, relatedTarget: channel, cancelable: true } as MouseEventInit));
  if (hello()) apply(addEventListener, scope, [WANTED, hello, { once: true }]);
}
