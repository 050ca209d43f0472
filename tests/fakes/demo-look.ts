import { asProtocolId } from '../../lib/domain/event.ts';
import { compareWithWire, type ControlAction, type ControlLook, type SdkOnPage } from '../../lib/domain/page-controls.ts';
import { DEMO_SESSIONS } from './demo-sessions.ts';

/** An SDK as a page might tell of it. */
export function demoSdk(protocol: string, said: Partial<Omit<SdkOnPage, 'protocol' | 'calls'>> = {}, calls: readonly (readonly [ControlAction, string])[] = []): SdkOnPage {
  return {
    protocol: asProtocolId(protocol), frameId: 0, frameUrl: 'https://shop.example/checkout', asked: `${protocol}.getSessionId()`, version: null, sessionId: null, userId: null, anonymousId: null,
    status: null, problem: null, ...said, calls: calls.map(([action, call]) => ({ action, call })),
  };
}

const CALLS = [
  ['startSession', 'rudderanalytics.startSession()'], ['startSessionWithId', 'rudderanalytics.startSession(…)'], ['endSession', 'rudderanalytics.endSession()'],
  ['setUser', 'rudderanalytics.identify("…")'], ['reset', 'rudderanalytics.reset()'],
] as const;

/** A page with an SDK that agrees with the wire, one that does not, one that can only be read, and one that fails. */
export const DEMO_LOOK: ControlLook = {
  done: null, error: null,
  sdks: [
    demoSdk('rudderstack', { asked: 'rudderanalytics.getSessionId()', sessionId: '1795255800123', userId: null, anonymousId: 'd8c8b8a2-11a7-4a52-8d0e-0c1b0a7b53a9' }, CALLS),
    demoSdk('sentry', { asked: 'Sentry.getIsolationScope().getSession()', version: '11.12.0', sessionId: '00000000000000000000000000000001', userId: 'u-1001', status: 'ok' }, [
      ['startSession', 'Sentry.startSession(); Sentry.captureSession()'], ['heartbeat', 'Sentry.captureSession()'], ['endSession', 'Sentry.endSession()'], ['setUser', 'Sentry.setUser({ id: "…" })'], ['reset', 'Sentry.setUser(null)'],
    ]),
    demoSdk('snowplow', { asked: 'cookie _sp_id.1fff', sessionId: '0b6cf7a2-4a3e-4be1-9a52-7f1d9cbb0e11', frameId: 7, frameUrl: 'https://pay.example/frame?with=a&long=query' }),
    demoSdk('krenalis', { asked: 'krenalis.getSessionId()', problem: '<img src=x onerror=alert(1)> is not a function' }),
  ].map((sdk) => ({ sdk, comparison: compareWithWire(sdk, DEMO_SESSIONS) })),
};
