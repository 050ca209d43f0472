import {
  clearUserData,
  enableActivityTracking,
  flushBuffer,
  newSession,
  newTracker,
  setUserId,
  trackPageView,
  trackStructEvent,
  updatePageActivity,
} from '@snowplow/browser-tracker';
import type { DemoOptions } from '../options.ts';
import type { Person, Sdk, Stage } from './sdk.ts';

export function startSnowplow(options: DemoOptions, stage: Stage, user: Person | null): Sdk {
  const { timeout, ping, method } = options.snowplow;
  const tracker = newTracker('demo', options.collector, {
    appId: 'demo-shop',
    appVersion: options.release,
    eventMethod: method,
    sessionCookieTimeout: timeout,
    cookieSameSite: 'Lax',
    cookieSecure: false,
    contexts: { session: true, webPage: true },
  });
  if (!tracker) throw new Error('Snowplow made no tracker');
  let userId: string | null = null;
  const identify = (person: Person): void => {
    userId = person.id;
    setUserId(person.id);
  };
  if (user) identify(user);
  enableActivityTracking({ minimumVisitLength: ping, heartbeatDelay: ping });
  trackPageView();
  const track = (action: string, label: string): void => trackStructEvent({ category: 'shop', action, label: `${label} ${stage.next()}` });
  return {
    id: 'snowplow',
    name: 'Snowplow',
    truth() {
      const [, duid, , index, , , session] = tracker.getDomainUserInfo();
      return { session: session || null, user: userId, extra: { index: Number(index), duid } };
    },
    actions: {
      identify: { call: 'setUserId(id)', run: () => identify(stage.person()) },
      switchUser: { call: 'setUserId(other)', run: () => identify(stage.person()) },
      feature: { call: 'trackStructEvent({ … })', run: () => track('use', 'Basket') },
      log: { call: 'trackStructEvent({ … })', run: () => track('log', 'Basket priced') },
      route: { call: 'trackPageView()', run: () => trackPageView() },
      heartbeat: { call: 'updatePageActivity()', run: () => updatePageActivity() },
      startSession: {
        call: 'newSession()',
        run() {
          newSession();
          // A new session shows on the wire only with its first event.
          track('start', 'New session');
        },
      },
      signOut: {
        call: 'clearUserData()',
        run() {
          userId = null;
          clearUserData({ preserveSession: true, preserveUser: true });
          setUserId(null);
        },
      },
    },
    flush: async () => flushBuffer({}),
  };
}
