import { Exceptionless } from '@exceptionless/browser';
import type { DemoOptions } from '../options.ts';
import type { Person, Sdk, Stage } from './sdk.ts';

export async function startExceptionless(options: DemoOptions, stage: Stage, user: Person | null): Promise<Sdk> {
  const { sessionIds, heartbeat } = options.exceptionless;
  await Exceptionless.startup((config) => {
    config.apiKey = 'demo0123456789abcdef0123456789abcdef0123';
    config.serverUrl = options.collector;
    config.version = options.release;
    config.useSessions(true, heartbeat, sessionIds);
    if (user) config.setUserIdentity(user.id, user.name);
  });
  if (options.globals) Object.assign(window, { Exceptionless });
  const { config } = Exceptionless;
  const identify = (person: Person): void => config.setUserIdentity(person.id, person.name);
  const userOf = (): string | null => (config.defaultData['@user'] as { identity?: string } | undefined)?.identity ?? null;
  return {
    id: 'exceptionless',
    name: 'Exceptionless',
    truth: () => ({
      session: sessionIds ? config.currentSessionIdentifier : null,
      user: userOf(),
      extra: { sessionIds: sessionIds ? 'on' : 'off', heartbeatId: config.currentSessionIdentifier },
    }),
    actions: {
      identify: { call: 'config.setUserIdentity(id, name)', run: () => identify(stage.person()) },
      switchUser: { call: 'config.setUserIdentity(other)', run: () => identify(stage.person()) },
      feature: { call: 'submitFeatureUsage("Basket")', run: async () => void (await Exceptionless.submitFeatureUsage(`Basket ${stage.next()}`)) },
      log: { call: 'submitLog("shop", "…", "info")', run: async () => void (await Exceptionless.submitLog('shop', `Basket priced ${stage.next()}`, 'info')) },
      handledError: {
        call: 'submitException(error)',
        run: async () => void (await Exceptionless.submitException(new RangeError(`Voucher ${stage.next()} is out of range`))),
      },
      unhandledError: { call: '(its global handler)', run: () => undefined },
      heartbeat: { call: 'submitSessionHeartbeat()', run: () => Exceptionless.submitSessionHeartbeat() },
      startSession: { call: 'submitSessionStart()', run: async () => void (await Exceptionless.submitSessionStart()) },
      endSession: { call: 'submitSessionEnd()', run: () => Exceptionless.submitSessionEnd() },
      // The declared type wants an identity, yet null is what removes it.
      signOut: { call: 'config.setUserIdentity(null)', run: () => config.setUserIdentity(null as unknown as string) },
    },
    flush: () => Exceptionless.processQueue(),
  };
}
