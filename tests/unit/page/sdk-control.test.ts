// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAnswer } from '../../../lib/browser/page-controls-schema.ts';
import { SDK_ORDER } from '../../../lib/base/sdk-order.ts';
import { sdkControl, takeOrder, type SdkOrder } from '../../../lib/page/sdk-control.ts';

const set: string[] = [];
const put = (name: string, value: unknown): void => {
  set.push(name);
  Object.assign(window, { [name]: value });
};
afterEach(() => {
  for (const name of set.splice(0)) Reflect.deleteProperty(window, name);
  document.cookie = '_sp_id.1fff=; max-age=0';
});

/** As the background gets it: answered as a copy, and checked. */
async function ask(order: SdkOrder = {}) {
  const answer = readAnswer(0, structuredClone(await sdkControl(order)));
  if (!answer) throw new Error('the answer is none');
  return answer;
}

const rudder = () => ({
  getSessionId: () => 1_795_255_800_123, getUserId: () => 'u-1', getAnonymousId: () => 'anon', startSession: vi.fn<(...args: unknown[]) => void>(), endSession: vi.fn<(...args: unknown[]) => void>(), identify: vi.fn<(...args: unknown[]) => void>(), reset: vi.fn<(...args: unknown[]) => void>(),
});

describe('what is asked', () => {
  it('is taken from where it was left, once', () => {
    Object.defineProperty(window, SDK_ORDER, { value: { protocol: 'krenalis', action: 'reset' }, configurable: true });
    expect(takeOrder()).toEqual({ protocol: 'krenalis', action: 'reset' });
    expect(Object.hasOwn(window, SDK_ORDER)).toBe(false);
    expect(takeOrder()).toEqual({});
  });

  it('is a look where the page has left something else', () => {
    put(SDK_ORDER, 'reset');
    expect(takeOrder()).toEqual({});
  });
});

describe('a page without SDKs', () => {
  it('has none', async () => expect(await ask()).toEqual({ sdks: [], done: null, error: null }));

  it('may have anything under their names', async () => {
    for (const name of ['krenalis', 'meergo', 'rudderanalytics', 'snowplow', 'Sentry', '__SENTRY__', 'Exceptionless', 'exceptionless', 'GlobalSnowplowNamespace']) put(name, name === 'snowplow' ? 7 : { getSessionId: 'no function' });
    expect((await ask()).sdks).toEqual([]);
  });

  it('whose getters throw has none', async () => {
    put('krenalis', new Proxy({}, { get: () => { throw new Error('trap'); } }));
    expect((await ask()).sdks).toEqual([]);
  });
});

describe('RudderStack and Krenalis', () => {
  it('are read, and nothing is called beside the getters', async () => {
    const sdk = rudder();
    put('rudderanalytics', sdk);
    const { sdks } = await ask();
    expect(sdks).toMatchObject([{ protocol: 'rudderstack', sessionId: '1795255800123', userId: 'u-1', anonymousId: 'anon', asked: 'rudderanalytics.getSessionId()', problem: null }]);
    for (const method of [sdk.startSession, sdk.endSession, sdk.identify, sdk.reset]) expect(method).not.toHaveBeenCalled();
  });

  it.each([
    ['startSession', '', 'startSession', []], ['startSessionWithId', '1234567890123', 'startSession', [1_234_567_890_123]], ['endSession', '', 'endSession', []],
    ['setUser', 'a "b"', 'identify', ['a "b"']], ['reset', '', 'reset', []],
  ] as const)('%s makes the call that is written', async (action, argument, method, args) => {
    const sdk = rudder();
    put('rudderanalytics', sdk);
    const { done, error } = await ask({ protocol: 'rudderstack', action, argument });
    expect([error, done]).toEqual([null, expect.stringContaining(`rudderanalytics.${method}(`)]);
    expect(sdk[method].mock.calls).toEqual([args]);
  });

  it('tell why a call failed', async () => {
    put('krenalis', { ...rudder(), user: () => ({ id: () => 'u-2' }), getUserId: undefined, endSession: () => { throw new Error('not now'); } });
    expect(await ask({ protocol: 'krenalis', action: 'endSession' })).toMatchObject({ done: null, error: 'not now' });
    expect((await ask()).sdks).toMatchObject([{ protocol: 'krenalis', userId: 'u-2' }]);
  });

  it('that are gone meanwhile are told of', async () => {
    expect(await ask({ protocol: 'krenalis', action: 'endSession' })).toMatchObject({ error: 'the page has no such call any more' });
  });
});

describe('Sentry', () => {
  it('is read and called where the page keeps it in a module', async () => {
    const session = { sid: 'a1', status: 'ok', timestamp: 1 };
    const client = { captureSession: vi.fn<(...args: unknown[]) => void>() };
    const scope = { getSession: () => session, setSession: vi.fn<(...args: unknown[]) => void>(), setUser: vi.fn<(...args: unknown[]) => void>(), getUser: () => ({ id: 7 }), getClient: () => client };
    put('__SENTRY__', { version: '11.12.0', '11.12.0': { defaultIsolationScope: scope, defaultCurrentScope: scope } });
    expect((await ask()).sdks).toMatchObject([{ protocol: 'sentry', version: '11.12.0', sessionId: 'a1', userId: '7', status: 'ok' }]);
    const before = Date.now() / 1000;
    expect(await ask({ protocol: 'sentry', action: 'endSession' })).toMatchObject({ error: null, done: 'session.status = "exited"; session.timestamp = Date.now() / 1000; client.captureSession(session); scope.setSession()' });
    // The end has its own moment, not that of the update before it.
    expect(session.timestamp).toBeGreaterThanOrEqual(before);
    expect(client.captureSession).toHaveBeenCalledWith(session);
    expect([session.status, scope.setSession.mock.calls.length > 0]).toEqual(['exited', true]);
    expect((await ask()).sdks[0]?.calls.map(({ action }) => action)).not.toContain('startSession');
  });

  it('that has crashed keeps that status when its session is ended', async () => {
    const session = { sid: 'a1', status: 'crashed', timestamp: 1 };
    const scope = { getSession: () => session, setSession: () => undefined, setUser: () => undefined, getUser: () => ({}), getClient: () => ({ captureSession: () => undefined }) };
    put('__SENTRY__', { version: '11.12.0', '11.12.0': { defaultIsolationScope: scope } });
    expect((await ask({ protocol: 'sentry', action: 'endSession' })).done).toBe('session.timestamp = Date.now() / 1000; client.captureSession(session); scope.setSession()');
    expect(session.status).toBe('crashed');
  });

  it('of version 7 has a hub', async () => {
    const scope = { getSession: () => ({ sid: 'b2', status: 'ok' }), setUser: vi.fn<(...args: unknown[]) => void>(), getUser: () => ({}), _user: { email: 'a@b.test' } };
    put('__SENTRY__', { hub: { getScope: () => scope, getClient: () => ({ captureSession: vi.fn<(...args: unknown[]) => void>() }) } });
    expect((await ask()).sdks).toMatchObject([{ protocol: 'sentry', sessionId: 'b2', version: null }]);
  });
});

describe('Snowplow', () => {
  it('is asked through its queue', async () => {
    const calls: unknown[][] = [];
    const tracker = { getDomainUserInfo: () => ['0', 'duid', '1', '3', '2', '1', 'sess-1'] };
    put('snowplow', (...args: unknown[]) => (typeof args[0] === 'function' ? (args[0] as () => void).call({ sp: tracker }) : calls.push(args)));
    expect((await ask()).sdks).toMatchObject([{ protocol: 'snowplow', sessionId: 'sess-1', anonymousId: 'duid' }]);
    await ask({ protocol: 'snowplow', action: 'startSession' });
    await ask({ protocol: 'snowplow', action: 'setUser', argument: 'u' });
    expect(calls).toEqual([['newSession'], ['setUserId', 'u']]);
  });

  it('that never answers is told of', async () => {
    vi.useFakeTimers();
    try {
      put('snowplow', () => undefined);
      const asked = ask();
      await vi.advanceTimersByTimeAsync(3100);
      expect((await asked).sdks).toMatchObject([{ protocol: 'snowplow', problem: 'the page did not answer in time' }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('in a module is read from its cookie, and cannot be called', async () => {
    document.cookie = '_sp_id.1fff=duid-1.1700000000.4.1700000100.1699990000.sess-2';
    expect((await ask()).sdks).toMatchObject([{ protocol: 'snowplow', sessionId: 'sess-2', anonymousId: 'duid-1', asked: 'cookie _sp_id.1fff', calls: [] }]);
  });
});

it('Exceptionless is read and called with the id that it keeps', async () => {
  const client = { config: { currentSessionIdentifier: 'e1', userAgent: 'exceptionless-js/3.2.1', defaultData: { '@user': { identity: 'ada' } }, setUserIdentity: vi.fn<(...args: unknown[]) => void>() }, submitSessionStart: vi.fn<(...args: unknown[]) => void>(), submitSessionEnd: vi.fn<(...args: unknown[]) => void>(), submitSessionHeartbeat: vi.fn<(...args: unknown[]) => void>() };
  put('Exceptionless', client);
  expect((await ask()).sdks).toMatchObject([{ protocol: 'exceptionless', sessionId: 'e1', userId: 'ada', version: 'exceptionless-js/3.2.1' }]);
  await ask({ protocol: 'exceptionless', action: 'endSession' });
  await ask({ protocol: 'exceptionless', action: 'setUser', argument: 'bob' });
  expect([client.submitSessionEnd.mock.calls, client.config.setUserIdentity.mock.calls]).toEqual([[['e1']], [['bob']]]);
});

describe('an answer that a page made up', () => {
  it.each([null, 7, 'x', {}, { sdks: 1 }, { frameUrl: '', done: null, error: null, sdks: [{ protocol: 'UPPER' }] }, { frameUrl: '', done: null, error: null, sdks: [null] }, { frameUrl: '', done: null, error: null, sdks: Array.from({ length: 65 }, () => ({ protocol: 'x', asked: '', calls: [] })) }])('is none: %j', (made) => {
    expect(readAnswer(0, made)).toBeNull();
  });

  it('is cut where it is too long, and holds no other calls than those that there are', () => {
    expect(readAnswer(3, { frameUrl: 'https://a.test/', done: null, error: 'e'.repeat(900), sdks: [{ protocol: 'krenalis', asked: 'a', sessionId: 's'.repeat(5000), userId: 7, calls: [] }] })).toMatchObject({ error: 'e'.repeat(500), sdks: [{ frameId: 3, sessionId: 's'.repeat(300), userId: null }] });
    expect(readAnswer(0, { frameUrl: '', done: null, error: null, sdks: [{ protocol: 'krenalis', asked: 'a', calls: [{ action: 'eval', call: 'x' }] }] })).toBeNull();
  });
});
