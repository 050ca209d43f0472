import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
import type { DemoOptions } from '../options.ts';
import type { Person, Sdk, Stage } from './sdk.ts';

export async function startRudderStack(options: DemoOptions, stage: Stage, user: Person | null): Promise<Sdk> {
  const analytics = new RudderAnalytics();
  const { timeout, beacon } = options.rudderstack;
  await new Promise<void>((resolve) => {
    analytics.load('demoWriteKeyABCDEFGHIJKLMNOP', options.collector, {
      configUrl: options.collector,
      logLevel: 'ERROR',
      loadIntegration: false,
      sessions: timeout > 0 ? { autoTrack: true, timeout } : { autoTrack: false },
      ...(beacon ? { useBeacon: true } : {}),
      onLoaded: () => resolve(),
    });
  });
  if (options.globals) Object.assign(window, { rudderanalytics: analytics });
  const app = { context: { app: { name: 'demo-shop', version: options.release } } };
  const identify = (person: Person): void => void analytics.identify(person.id, { name: person.name, email: person.email }, app);
  if (user) identify(user);
  analytics.page(document.title, {}, app);
  return {
    id: 'rudderstack',
    name: 'RudderStack',
    truth: () => ({
      session: analytics.getSessionId()?.toString() ?? null,
      user: analytics.getUserId() || null,
      extra: { anonymousId: analytics.getAnonymousId() ?? null },
    }),
    actions: {
      identify: { call: 'identify(id, traits)', run: () => identify(stage.person()) },
      switchUser: { call: 'identify(other)', run: () => identify(stage.person()) },
      feature: { call: 'track("Basket Viewed")', run: () => void analytics.track('Basket Viewed', { step: stage.next() }, app) },
      log: { call: 'track("Basket Priced")', run: () => void analytics.track('Basket Priced', { step: stage.next() }, app) },
      route: { call: 'page(name)', run: () => void analytics.page(location.pathname, {}, app) },
      startSession: {
        call: 'startSession()',
        run() {
          analytics.startSession();
          analytics.track('Session Asked For', { step: stage.next() }, app);
        },
      },
      startSessionWithId: {
        call: 'startSession(Date.now())',
        run() {
          analytics.startSession(Date.now());
          analytics.track('Session Named', { step: stage.next() }, app);
        },
      },
      endSession: { call: 'endSession()', run: () => analytics.endSession() },
      signOut: { call: 'reset(true)', run: () => analytics.reset(true) },
    },
    flush: async () => undefined,
  };
}
