import * as Sentry from '@sentry/browser';
import type { DemoOptions } from '../options.ts';
import type { Person, Sdk, Stage } from './sdk.ts';

const PROJECT = 42;

export function startSentry(options: DemoOptions, stage: Stage, user: Person | null): Sdk {
  const collector = new URL(options.collector);
  const prefix = collector.pathname === '/' ? '' : collector.pathname;
  Sentry.init({
    dsn: `${collector.protocol}//0123456789abcdef0123456789abcdef@${collector.host}${prefix}/${PROJECT}`,
    release: options.release,
    environment: 'demo',
    ...(options.sentry.tunnel ? { tunnel: `${location.origin}/tunnel` } : {}),
    ...(options.sentry.tracing ? { tracesSampleRate: 1 } : {}),
    integrations: (defaults) => [
      ...defaults.filter((integration) => integration.name !== 'BrowserSession'),
      Sentry.browserSessionIntegration({ lifecycle: options.sentry.lifecycle }),
      ...(options.sentry.tracing ? [Sentry.browserTracingIntegration()] : []),
    ],
  });
  const identify = (person: Person): void => Sentry.setUser({ id: person.id, email: person.email, username: person.name });
  if (user) identify(user);
  const session = (): ReturnType<Sentry.Scope['getSession']> => Sentry.getIsolationScope().getSession() ?? Sentry.getCurrentScope().getSession();
  return {
    id: 'sentry',
    name: 'Sentry',
    truth() {
      const now = session();
      const id = Sentry.getIsolationScope().getUser()?.id;
      return {
        session: now?.sid ?? null,
        user: id === undefined || id === null ? null : String(id),
        extra: { status: now?.status ?? null, errors: now?.errors ?? null, did: now?.did ?? null },
      };
    },
    actions: {
      identify: { call: 'setUser({ id, email })', run: () => identify(stage.person()) },
      switchUser: { call: 'setUser(other)', run: () => identify(stage.person()) },
      feature: { call: 'addBreadcrumb({ … })', run: () => Sentry.addBreadcrumb({ category: 'ui', message: `Basket ${stage.next()}` }) },
      log: { call: 'captureMessage("…", "info")', run: () => void Sentry.captureMessage(`Basket priced ${stage.next()}`, 'info') },
      handledError: { call: 'captureException(error)', run: () => void Sentry.captureException(new RangeError(`Voucher ${stage.next()} is out of range`)) },
      unhandledError: { call: '(its global handler)', run: () => undefined },
      startSession: {
        call: 'startSession(); captureSession()',
        run() {
          Sentry.startSession();
          Sentry.captureSession();
        },
      },
      endSession: { call: 'endSession()', run: () => Sentry.endSession() },
      signOut: { call: 'setUser(null)', run: () => Sentry.setUser(null) },
    },
    flush: async () => void (await Sentry.flush(2_000)),
  };
}
