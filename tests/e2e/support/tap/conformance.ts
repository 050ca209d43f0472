/**
 * Run inside a page, with and without the page tap: everything that a page can notice of the functions that the tap stands before, as
 * lines of text which must be the same. Self-contained, as it is sent to the page.
 */
export async function conformance(): Promise<string[]> {
  const lines: string[] = [];
  const say = (what: string, value: unknown): void => void lines.push(`${what}: ${typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))}`);
  const globals = globalThis as unknown as Record<string, { prototype: Record<string, unknown> } | undefined>;

  const places: [object, string][] = [
    [globalThis, 'fetch'], [globalThis, 'fetchLater'], [globalThis, 'Blob'], [globalThis, 'File'], [globalThis, 'Request'],
    [XMLHttpRequest.prototype, 'open'], [XMLHttpRequest.prototype, 'send'], [Request.prototype, 'clone'], [Blob.prototype, 'stream'], [Navigator.prototype, 'sendBeacon'],
    [Function.prototype, 'toString'], [Blob.prototype, 'constructor'], [File.prototype, 'constructor'], [Request.prototype, 'constructor'],
  ];
  for (const [owner, key] of places) {
    const slot = Object.getOwnPropertyDescriptor(owner, key);
    const it = slot?.value as (() => unknown) | undefined;
    if (!slot || !it) {
      say(key, 'absent');
      continue;
    }
    say(`${key} slot`, [slot.writable, slot.enumerable, slot.configurable, Object.keys(owner).indexOf(key), Object.getOwnPropertyNames(owner).indexOf(key)]);
    say(`${key} text`, [String(it), `${it}`, Function.prototype.toString.call(it), it.toString === Function.prototype.toString, Object.prototype.toString.call(it)]);
    say(`${key} own`, Reflect.ownKeys(it).map((name) => [String(name), Object.getOwnPropertyDescriptor(it, name)?.writable, typeof Reflect.get(it, name)]));
    say(`${key} proto`, [Object.getPrototypeOf(it) === Function.prototype, Object.isExtensible(it), Object.isFrozen(it), typeof it]);
  }
  say('window names', Object.getOwnPropertyNames(globalThis).filter((name) => !/playwright|recorder|bodies|transports|^go$|^\d+$/i.test(name)).join());

  // Classes.
  class Sub extends Blob {
    readonly mark: boolean;
    constructor(...args: ConstructorParameters<typeof Blob>) {
      super(...args);
      this.mark = new.target === Sub;
    }
  }
  class SubFile extends File {}
  const sub = new Sub(['sub'], { type: 'a/b' });
  say('subclass', [sub.mark, sub instanceof Sub, sub instanceof Blob, sub.size, sub.type, sub.constructor === Sub, await sub.text(), Object.getPrototypeOf(Sub) === Blob]);
  const subFile = new SubFile(['x'], 'n');
  say('subfile', [subFile instanceof File, subFile instanceof Blob, subFile.name, Object.getPrototypeOf(File) === Blob, Object.getPrototypeOf(File.prototype) === Blob.prototype]);
  say('constructor', [new Blob().constructor === Blob, new File([], '').constructor === File, Blob.prototype.constructor === Blob, new Blob(['a']).slice() instanceof Blob]);
  say('reflect', [Object.getPrototypeOf(Reflect.construct(Blob, [['r']], Array)) === Array.prototype, Object.prototype.toString.call(Reflect.construct(Blob, [['r']], Array)), Blob.length, Blob.name]);
  say('instanceof', [Object.create(Blob.prototype) instanceof Blob, {} instanceof Blob, (await new Response('x').blob()) instanceof Blob, Symbol.hasInstance in Blob]);
  const bound = Blob.bind(null, ['bound']) as unknown as new () => Blob;
  say('bound', [new bound() instanceof Blob, bound.name, await new bound().text()]);

  // Errors: kind, words and place (as a rejected promise or at once).
  const attempt = async (what: string, run: () => unknown): Promise<void> => {
    try {
      const result = run();
      if (!(result instanceof Promise)) return say(what, `gave ${String(result)}`);
      await result.then((value) => say(what, `kept ${String(value)}`), (error: Error) => say(what, `rejected ${error.constructor === globals[error.name]} ${error}`));
    } catch (error) {
      say(what, `threw ${(error as Error).constructor === globals[(error as Error).name]} ${String(error)}`);
    }
  };
  const any = (it: unknown): never => it as never;
  const bare = (it: unknown): ((...args: unknown[]) => unknown) => it as never;
  const make = (type: unknown, ...args: unknown[]): object => Reflect.construct(bare(type), args) as object;
  await attempt('Blob()', () => bare(Blob)());
  await attempt('Blob.call', () => Reflect.apply(Blob as unknown as () => void, {}, []));
  for (const parts of [5, null, 'text', [Symbol('s')], { length: 1 }, [Object.create(null)]]) await attempt(`new Blob(${typeof parts} ${Array.isArray(parts)})`, () => new Blob(any(parts)));
  await attempt('new Blob([], 5)', () => new Blob([], any(5)));
  await attempt('new Blob endings', () => new Blob(['a'], { endings: any('odd') }));
  await attempt('new File()', () => Reflect.construct(File, []));
  await attempt('new File([])', () => Reflect.construct(File, [[]]));
  await attempt('new Request()', () => Reflect.construct(Request, []));
  await attempt('new Request(bad)', () => new Request('http://['));
  await attempt('Request()', () => bare(Request)('/'));
  await attempt('stream.call', () => Blob.prototype.stream.call(any({})));
  await attempt('clone.call', () => Request.prototype.clone.call(any({})));
  await attempt('fetch()', () => bare(fetch)());
  await attempt('fetch.call', () => fetch.call(any({}), '/'));
  await attempt('fetch(undefined this)', () => Reflect.apply(fetch, undefined, ['data:,ok']).then((response: Response) => response.text()));
  await attempt('fetch bad url', () => fetch('http://['));
  await attempt('fetch GET body', () => fetch('/', any({ body: new Blob(['x']) })));
  await attempt('fetch bad init', () => fetch('/', any(5)));
  await attempt('fetch bad method', () => fetch('/', { method: 'TRACE', body: new Blob(['x']) }));
  await attempt('fetch symbol', () => fetch(any(Symbol('s'))));
  await attempt('beacon()', () => bare(navigator.sendBeacon)());
  await attempt('beacon.call', () => navigator.sendBeacon.call(any({}), '/'));
  await attempt('beacon bad url', () => navigator.sendBeacon('data:,x', new Blob(['x'])));
  await attempt('send unopened', () => new XMLHttpRequest().send(new Blob(['x'])));
  await attempt('send.call', () => XMLHttpRequest.prototype.send.call(any({}), null));
  await attempt('open()', () => bare(XMLHttpRequest.prototype.open).call(new XMLHttpRequest()));
  await attempt('open method', () => new XMLHttpRequest().open('TRACE', '/'));
  await attempt('open url', () => new XMLHttpRequest().open('GET', 'http://['));
  await attempt('toString.call', () => Function.prototype.toString.call({}));
  await attempt('toString.call()', () => Function.prototype.toString.call(undefined));
  const used = new Request('/', { method: 'POST', body: new Blob(['x']) });
  await used.text();
  await attempt('clone used', () => used.clone());
  await attempt('fetch used', () => fetch(used));

  // What is asked of arguments, and in which order.
  const log: string[] = [];
  const logged = (name: string, fields: Record<string, unknown>): never =>
    Object.defineProperties({}, Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { enumerable: true, get: () => (log.push(`${name}.${key}`), value) }]))) as never;
  const text = (value: string): never => ({ toString: () => (log.push(`text ${value}`), value) }) as never;
  const flush = (what: string): void => say(what, log.splice(0).join(' '));
  make(Blob, { *[Symbol.iterator]() { log.push('start'); yield text('a'); log.push('next'); yield new Uint8Array(1); log.push('end'); } } as never, logged('options', { type: text('t'), endings: text('native'), other: 1 }));
  flush('Blob order');
  make(Blob, Object.defineProperty([text('first'), 'x'], 1, { get: () => (log.push('element'), text('second')) }), logged('options', { endings: 'transparent', type: 'x' }));
  flush('Blob elements');
  make(File, Object.defineProperty(['x'], 0, { get: () => (log.push('element'), 'y') }), text('name'), logged('options', { lastModified: 3, type: 'x' }));
  flush('File order');
  await fetch(text('data:,ok'), logged('init', { headers: {}, method: 'GET', body: undefined, signal: undefined, keepalive: false, mode: 'cors' }));
  flush('fetch order');
  make(Request, text('/x'), logged('init', { body: new Blob(['b']), method: 'POST', headers: {} }));
  flush('Request order');
  new XMLHttpRequest().open(text('GET'), text('/x'), any(1), text('user'), text('password'));
  flush('open order');
  navigator.sendBeacon(text('/c?t=order'), text('body'));
  flush('beacon order');

  // When promises settle, counted in microtasks, and whether a rejection that nobody handles is told.
  const ticksOf = async (promise: Promise<unknown>): Promise<string> => {
    let ticks = 0;
    const settled: string[] = [];
    promise.then(() => settled.push(`kept after ${ticks}`), () => settled.push(`rejected after ${ticks}`));
    for (; settled.length === 0 && ticks < 50; ticks++) await undefined;
    return settled[0] ?? 'later';
  };
  const aborted = AbortSignal.abort();
  say('ticks aborted', await ticksOf(fetch('/c?t=abort', { method: 'POST', body: new Blob(['x']), signal: aborted })));
  say('ticks bad url', await ticksOf(fetch('http://[', { method: 'POST', body: new Blob(['x']) })));
  const unhandled: string[] = [];
  const hear = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    unhandled.push(String(event.reason));
  };
  addEventListener('unhandledrejection', hear);
  void fetch('/c?t=abort', { method: 'POST', body: new Blob(['x']), signal: aborted });
  await new Promise((resolve) => setTimeout(resolve, 20));
  removeEventListener('unhandledrejection', hear);
  say('unhandled', unhandled);

  // A page's own inputs are as they were.
  const blob = new Blob(['keep', new Uint8Array([1, 2, 3])]);
  const request = new Request('/c?t=conf-request', { method: 'POST', body: blob });
  const clone = request.clone();
  say('request', [request.bodyUsed, clone.bodyUsed, request.body?.locked]);
  const response = await fetch(request);
  say('answer', [response.status, response.type, response.redirected, request.bodyUsed, (await clone.blob()).size, (await blob.arrayBuffer()).byteLength, blob.size]);
  say('beacon', [navigator.sendBeacon('/c?t=conf-beacon', blob), navigator.sendBeacon('/c?t=conf-beacon', new Blob(['x'.repeat(70_000)]))]);
  const form = new FormData();
  form.append('file', blob);
  await fetch('/c?t=conf-form', { method: 'POST', body: form });
  say('form', [[...form.keys()], form.get('file') === form.get('file'), (form.get('file') as File).size]);
  const buffer = new Uint8Array([1, 2, 3]);
  const copied = new Blob([buffer]);
  buffer[0] = 9;
  say('copied', [...new Uint8Array(await copied.arrayBuffer())]);
  return lines;
}

/** Ten thousand calls of every kind; what they gave, as one text. */
export async function manyCalls(): Promise<string> {
  const results: string[] = [];
  const aborted = AbortSignal.abort();
  const made: Blob[] = [];
  for (let i = 0; i < 10_000; i++) {
    const blob = [() => new Blob([`text ${i}`]), () => new Blob([made.at(-1) ?? '', 'é', new Uint8Array(i % 300)]), () => new File([`f${i}`], `n${i}`), () => (made.at(-1) ?? new Blob()).slice(i % 5)][i % 4]?.() ?? new Blob();
    if (blob.size < 5_000) made.push(blob);
    const call = [
      () => fetch(`/c?t=many-${i}`, { method: 'POST', body: blob, signal: aborted }).then(String, String),
      () => fetch(`/c?t=many-${i}`, { method: 'POST', body: `text ${i}`, signal: aborted }).then(String, String),
      () => fetch(new Request(`/c?t=many-${i}`, { method: 'POST', body: blob, signal: aborted })).then(String, String),
      () => {
        const xhr = new XMLHttpRequest();
        xhr.open('POST', `/c?t=many-${i}`);
        const seen: string[] = [];
        for (const type of ['loadstart', 'readystatechange', 'abort', 'error', 'loadend']) xhr.addEventListener(type, () => seen.push(type));
        xhr.send(blob);
        xhr.abort();
        return `${seen.join()} ${xhr.readyState}`;
      },
      () => Function.prototype.toString.call([fetch, Blob, String, XMLHttpRequest.prototype.send][i % 4]),
    ][i % 5];
    results.push(`${i} ${blob.size} ${blob.constructor.name}`);
    const given = call?.();
    if (given instanceof Promise) void given.then((text) => results.push(`${i} ${text}`));
    else results.push(`${i} ${given}`);
    if (i % 100 === 99) await new Promise((resolve) => setTimeout(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve));
  return results.join('\n');
}
