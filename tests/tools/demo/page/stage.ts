import type { ActionId, Truth } from '../truth.ts';
import { remember, remembered } from './memory.ts';
import type { DemoOptions } from './options.ts';
import { startExceptionless } from './sdks/exceptionless.ts';
import { startRudderStack } from './sdks/rudderstack.ts';
import type { Person, Sdk, Stage } from './sdks/sdk.ts';
import { startSentry } from './sdks/sentry.ts';
import { startSnowplow } from './sdks/snowplow.ts';
import { SeenSessions } from './seen-sessions.ts';

const ADA: Person = { id: 'u-1001', name: 'Ada Lovelace', email: 'ada@example.test' };
const GRACE: Person = { id: 'u-2002', name: 'Grace Hopper', email: 'grace@example.test' };

/** Long enough that a person sees a session change as it happens, and that no short one slips through. */
const LOOK_EVERY_MS = 100;

/** The SDKs and the user before them. */
export class Play implements Stage {
  readonly seen = new SeenSessions();
  readonly #options: DemoOptions;
  #sdks: readonly Sdk[] = [];
  #person: Person | null;
  #last = 'start';

  constructor(options: DemoOptions) {
    this.#options = options;
    const first = options.user === null ? null : options.user === ADA.id ? ADA : { id: options.user, name: options.user, email: `${options.user}@example.test` };
    this.#person = remembered<Person | null>('person', first);
  }

  get sdks(): readonly Sdk[] {
    return this.#sdks;
  }

  person(): Person {
    return this.#person ?? ADA;
  }

  next(): number {
    const next = remembered('count', 0) + 1;
    remember('count', next);
    return next;
  }

  async start(): Promise<void> {
    const { sdks } = this.#options;
    const starters = {
      exceptionless: () => startExceptionless(this.#options, this, this.#person),
      sentry: () => startSentry(this.#options, this, this.#person),
      snowplow: () => startSnowplow(this.#options, this, this.#person),
      rudderstack: () => startRudderStack(this.#options, this, this.#person),
    };
    this.#sdks = await Promise.all(sdks.map((id) => starters[id]()));
    this.look();
    setInterval(() => this.look(), LOOK_EVERY_MS);
    // The last chance to see a session that began in the final moments of this page.
    addEventListener('pagehide', () => this.look());
  }

  truth(): Truth {
    return Object.fromEntries(this.#sdks.map((sdk) => [sdk.id, sdk.truth()]));
  }

  look(): void {
    this.seen.look(this.truth(), this.#last, Date.now());
  }

  async run(action: ActionId): Promise<void> {
    this.#last = action;
    if (action === 'identify' || action === 'switchUser') this.#become(action === 'identify' ? ADA : GRACE);
    if (action === 'signOut') this.#become(null);
    if (action === 'route') history.pushState(null, '', `/app/page-${this.next()}${location.search}`);
    if (action === 'unhandledError') throwLater(`Basket ${this.next()} has no total`);
    if (action === 'offline' || action === 'online') await fetch(`/control/${action}`, { method: 'POST' });
    if (action === 'idle') return this.#idle();
    await Promise.all(this.#sdks.map((sdk) => sdk.actions[action]?.run()));
    this.look();
    if (action === 'navigate') location.assign(`/app/visit-${this.next()}${location.search}`);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sdks.map((sdk) => sdk.flush()));
  }

  async #idle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#options.idle));
    await Promise.all(this.#sdks.map((sdk) => sdk.actions.feature?.run()));
    this.look();
  }

  #become(person: Person | null): void {
    this.#person = person;
    remember('person', person);
  }
}

function throwLater(message: string): void {
  setTimeout(() => {
    throw new TypeError(message);
  }, 0);
}
