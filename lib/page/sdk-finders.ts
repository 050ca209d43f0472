import { at, first, has, page, tell, text, within } from './page-values.ts';

export type SdkCall = { readonly action: string; /** As a person would write it; `…` is the argument. */ readonly call: string; readonly run: (argument: string) => unknown };
/** An SDK in the page. */
export type FoundSdk = { readonly protocol: string; readonly asked: string; readonly view: () => object | Promise<object>; readonly calls: readonly SdkCall[] };

const exceptionless = (): FoundSdk | null => {
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

const sentry = (): FoundSdk | null => {
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

const snowplow = (): FoundSdk | null => {
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
const segmentLike = (protocol: string, names: readonly string[]): FoundSdk | null => {
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

/** Each gives the SDK of one vendor, if the page has it. */
export const FINDERS: readonly (() => FoundSdk | null)[] = [exceptionless, sentry, snowplow, () => segmentLike('krenalis', ['krenalis', 'meergo']), () => segmentLike('rudderstack', ['rudderanalytics'])];
