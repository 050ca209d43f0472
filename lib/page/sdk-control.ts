import { SDK_ORDER } from '../base/sdk-order.ts';

/** What is asked of a page. Without `action`: which SDKs there are, and what each says of its session. With it: one call, of one SDK. */
export type SdkOrder = { readonly protocol?: string; readonly action?: string; readonly argument?: string };

/** What a page answers: of the page's own making, so whoever reads it checks it. */
export type SdkAnswer = { readonly frameUrl: string; readonly sdks: readonly unknown[]; /** Of the call; null where none was asked for. */ readonly done: string | null; readonly error: string | null };

/** Takes what the background left for this script; the page sees no more of it. Nothing left is a look. A page that leaves something itself calls its own SDKs. */
export function takeOrder(): SdkOrder {
  const left: unknown = Object.getOwnPropertyDescriptor(window, SDK_ORDER)?.value;
  Reflect.deleteProperty(window, SDK_ORDER);
  return typeof left === 'object' && left !== null ? left : {};
}

/**
 * Asks the SDKs in a page, or makes one of their calls. It runs in the page's own world. It never throws, and reads nothing but what the SDKs
 * offer to the page's own scripts (and Snowplow's cookie, where the page keeps the tracker to itself). Reading changes nothing: none of the
 * getters renews a session (sources of the SDKs; RudderStack 3.34, Krenalis 0.12, Exceptionless 3.2, Sentry 11.12, Snowplow 4.10).
 */
export async function sdkControl(order: SdkOrder): Promise<SdkAnswer> {
  type Call = { readonly action: string; /** As a person would write it; `…` is the argument. */ readonly call: string; readonly run: (argument: string) => unknown };
  type Found = { readonly protocol: string; readonly asked: string; readonly view: () => object | Promise<object>; readonly calls: readonly Call[] };

  const WAIT_MS = 3000;
  const page = window as unknown as { readonly [name: string]: unknown };
  const at = (from: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => ((typeof value === 'object' || typeof value === 'function') && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined), from);
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 300) : typeof value === 'number' || typeof value === 'bigint' ? String(value) : null);
  const has = (from: unknown, ...methods: readonly string[]): boolean => methods.every((method) => typeof at(from, ...method.split('.')) === 'function');
  /** A method of an object, with that object as `this`. */
  const tell = (from: unknown, method: string, ...args: readonly unknown[]): unknown => {
    const path = method.split('.');
    return (at(from, ...path) as (...args: readonly unknown[]) => unknown).apply(at(from, ...path.slice(0, -1)) ?? from, [...args]);
  };
  const within = <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, new Promise<T>((_, reject) => setTimeout(() => reject(new Error('the page did not answer in time')), WAIT_MS))]);
  const first = (names: readonly string[], fits: (value: unknown) => boolean): readonly [string, unknown] | null => {
    for (const name of names) {
      const value = at(page, ...name.split('.'));
      if (fits(value)) return [name, value];
    }
    return null;
  };

  const exceptionless = (): Found | null => {
    const found = first(
      ['Exceptionless', 'exceptionless', 'exceptionless.Exceptionless', 'exceptionless.ExceptionlessClient.default', 'ExceptionlessClient.default', 'exceptionlessClient'],
      (value) => has(value, 'submitSessionEnd', 'submitSessionHeartbeat', 'config.setUserIdentity'),
    );
    if (!found) return null;
    const [name, client] = found;
    const said = (): unknown => at(client, 'config', 'defaultData', '@user');
    return {
      protocol: 'exceptionless', asked: `${name}.config.currentSessionIdentifier`,
      view: () => ({ sessionId: text(at(client, 'config', 'currentSessionIdentifier')), userId: text(at(said(), 'identity')), version: text(at(client, 'config', 'userAgent')) }),
      calls: [
        ...(has(client, 'submitSessionStart') ? [{ action: 'startSession', call: `${name}.submitSessionStart()`, run: () => tell(client, 'submitSessionStart') }] : []),
        { action: 'heartbeat', call: `${name}.submitSessionHeartbeat()`, run: () => tell(client, 'submitSessionHeartbeat', text(at(client, 'config', 'currentSessionIdentifier')) ?? text(at(said(), 'identity')) ?? undefined) },
        { action: 'endSession', call: `${name}.submitSessionEnd()`, run: () => tell(client, 'submitSessionEnd', text(at(client, 'config', 'currentSessionIdentifier')) ?? text(at(said(), 'identity')) ?? undefined) },
        { action: 'setUser', call: `${name}.config.setUserIdentity("…")`, run: (id) => tell(client, 'config.setUserIdentity', id) },
        { action: 'reset', call: `${name}.config.setUserIdentity(null)`, run: () => tell(client, 'config.setUserIdentity', null) },
      ],
    };
  };

  const sentry = (): Found | null => {
    const carrier = at(page, '__SENTRY__');
    const version = text(at(carrier, 'version'));
    // From version 8 each version keeps its own scopes; before, there was one hub.
    const own = version === null ? undefined : at(carrier, version);
    const hub = at(carrier, 'hub');
    const scopes = [at(own, 'stack', '_isolationScope'), at(own, 'defaultIsolationScope'), at(own, 'defaultCurrentScope'), has(hub, 'getScope') ? tell(hub, 'getScope') : undefined].filter((scope) => has(scope, 'getSession', 'setUser'));
    const client = [...scopes, hub].flatMap((from) => (has(from, 'getClient') ? [tell(from, 'getClient')] : [])).find((value) => has(value, 'captureSession'));
    const [scope] = scopes;
    if (!scope || !client) return null;
    const session = (): unknown => scopes.map((one) => tell(one, 'getSession')).find(Boolean);
    const global = has(at(page, 'Sentry'), 'startSession', 'captureSession', 'endSession', 'setUser') ? at(page, 'Sentry') : null;
    const kept = '__SENTRY__[version].defaultIsolationScope';
    const isOpen = (): boolean => at(session(), 'status') === 'ok';
    const end = (): void => {
      const open = session();
      if (!open) throw new Error('there is no session');
      // As the SDK's own endSession: without its moment, the end would carry the one of the update before.
      const timestamp = Date.now() / 1000;
      Object.assign(open, { ...(isOpen() ? { status: 'exited' } : {}), timestamp });
      tell(client, 'captureSession', open);
      for (const one of scopes) if (has(one, 'setSession')) tell(one, 'setSession');
    };
    const state = (): void => {
      const open = session();
      if (!open) throw new Error('there is no session');
      tell(client, 'captureSession', open);
    };
    return {
      protocol: 'sentry', asked: global ? 'Sentry.getIsolationScope().getSession()' : `${kept}.getSession()`,
      view: () => {
        const user = scopes.map((one) => (has(one, 'getUser') ? tell(one, 'getUser') : at(one, '_user'))).find((value) => text(at(value, 'id')) ?? text(at(value, 'email')) ?? text(at(value, 'username')));
        return { sessionId: text(at(session(), 'sid')), userId: text(at(user, 'id')) ?? text(at(user, 'email')) ?? text(at(user, 'username')), status: text(at(session(), 'status')), version };
      },
      calls: [
        ...(global ? [{ action: 'startSession', call: 'Sentry.startSession(); Sentry.captureSession()', run: () => { tell(global, 'startSession'); tell(global, 'captureSession'); } }] : []),
        global ? { action: 'heartbeat', call: 'Sentry.captureSession()', run: () => tell(global, 'captureSession') } : { action: 'heartbeat', call: 'client.captureSession(session)', run: state },
        global ? { action: 'endSession', call: 'Sentry.endSession()', run: () => tell(global, 'endSession') } : { action: 'endSession', call: `${isOpen() ? 'session.status = "exited"; ' : ''}session.timestamp = Date.now() / 1000; client.captureSession(session); scope.setSession()`, run: end },
        global ? { action: 'setUser', call: 'Sentry.setUser({ id: "…" })', run: (id: string) => tell(global, 'setUser', { id }) } : { action: 'setUser', call: `${kept}.setUser({ id: "…" })`, run: (id: string) => tell(scope, 'setUser', { id }) },
        global ? { action: 'reset', call: 'Sentry.setUser(null)', run: () => tell(global, 'setUser', null) } : { action: 'reset', call: `${kept}.setUser(null)`, run: () => tell(scope, 'setUser', null) },
      ],
    };
  };

  const snowplow = (): Found | null => {
    const named = (Array.isArray(page['GlobalSnowplowNamespace']) ? (page['GlobalSnowplowNamespace'] as unknown[]) : ['snowplow']).map(text).find((name) => name !== null && typeof page[name] === 'function');
    if (named) {
      const queue = page[named] as (...args: readonly unknown[]) => unknown;
      return {
        protocol: 'snowplow', asked: `${named}(function () { tracker.getDomainUserInfo() })`,
        view: () =>
          within(
            new Promise<object>((resolve, reject) => {
              queue(function (this: unknown) {
                try {
                  const tracker = Object.values(this as object).find((one) => has(one, 'getDomainUserInfo'));
                  const info = tracker ? (tell(tracker, 'getDomainUserInfo') as readonly unknown[]) : [];
                  resolve({ sessionId: text(info[6]), anonymousId: text(info[1]), userId: tracker && has(tracker, 'getUserId') ? text(tell(tracker, 'getUserId')) : null });
                } catch (error) {
                  reject(error instanceof Error ? error : new Error(String(error)));
                }
              });
            }),
          ),
        calls: [
          { action: 'startSession', call: `${named}("newSession")`, run: () => queue('newSession') },
          { action: 'heartbeat', call: `${named}("updatePageActivity")`, run: () => queue('updatePageActivity') },
          { action: 'setUser', call: `${named}("setUserId", "…")`, run: (id) => queue('setUserId', id) },
          { action: 'reset', call: `${named}("clearUserData")`, run: () => queue('clearUserData') },
        ],
      };
    }
    // The cookie's parts: domain user id, created, index, now, last visit, session id (tracker's documentation on cookies).
    let cookies = '';
    try {
      cookies = document.cookie;
    } catch {
      // A sandboxed page has none.
    }
    const cookie = cookies.split('; ').find((one) => /^_sp_id\.[^=]+=/.test(one));
    if (!cookie) return null;
    const parts = cookie.slice(cookie.indexOf('=') + 1).split('.');
    if (parts.length < 6) return null;
    return { protocol: 'snowplow', asked: `cookie ${cookie.slice(0, cookie.indexOf('='))}`, view: () => ({ sessionId: text(parts[5]), anonymousId: text(parts[0]) }), calls: [] };
  };

  /** Krenalis and RudderStack have the same calls, after the same model. */
  const segmentLike = (protocol: string, names: readonly string[]): Found | null => {
    const found = first(names, (value) => has(value, 'getSessionId', 'startSession', 'endSession', 'identify', 'reset'));
    if (!found) return null;
    const [name, sdk] = found;
    const user = (): unknown => (has(sdk, 'getUserId') ? tell(sdk, 'getUserId') : has(sdk, 'user') && has(tell(sdk, 'user'), 'id') ? tell(tell(sdk, 'user'), 'id') : null);
    return {
      protocol, asked: `${name}.getSessionId()`,
      view: () => ({ sessionId: text(tell(sdk, 'getSessionId')), userId: text(user()), anonymousId: has(sdk, 'getAnonymousId') ? text(tell(sdk, 'getAnonymousId')) : null }),
      calls: [
        { action: 'startSession', call: `${name}.startSession()`, run: () => tell(sdk, 'startSession') },
        { action: 'startSessionWithId', call: `${name}.startSession(…)`, run: (id) => tell(sdk, 'startSession', Number(id)) },
        { action: 'endSession', call: `${name}.endSession()`, run: () => tell(sdk, 'endSession') },
        { action: 'setUser', call: `${name}.identify("…")`, run: (id) => tell(sdk, 'identify', id) },
        { action: 'reset', call: `${name}.reset()`, run: () => tell(sdk, 'reset') },
      ],
    };
  };

  const finders = [exceptionless, sentry, snowplow, () => segmentLike('krenalis', ['krenalis', 'meergo']), () => segmentLike('rudderstack', ['rudderanalytics'])];
  const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
  let frameUrl = '';
  let done: string | null = null;
  let error: string | null = null;
  const sdks: unknown[] = [];
  try {
    frameUrl = location.href.slice(0, 2000);
    const found = finders.flatMap((find) => {
      try {
        return find() ?? [];
      } catch {
        // A getter of the page threw: there is nothing that could be asked.
        return [];
      }
    });
    if (order.action !== undefined) {
      const call = found.find(({ protocol }) => protocol === order.protocol)?.calls.find(({ action }) => action === order.action);
      if (call) {
        await within(Promise.resolve(call.run(order.argument ?? '')));
        done = call.call;
      } else error = 'the page has no such call any more';
    }
    for (const { protocol, asked, view, calls } of found) {
      let said: object;
      try {
        said = await view();
      } catch (failure) {
        said = { problem: sentence(failure) };
      }
      sdks.push({ protocol, asked, ...said, calls: calls.map(({ action, call }) => ({ action, call })) });
    }
  } catch (failure) {
    error = sentence(failure);
  }
  return { frameUrl, sdks, done, error };
}
