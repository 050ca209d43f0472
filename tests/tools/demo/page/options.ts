import { SDK_IDS } from '../truth.ts';
import type { SdkId } from '../truth.ts';

/** What the address of the page asks for. Every part has a default: `/` alone runs all four SDKs. */
export type DemoOptions = {
  /** `?sdks=sentry,snowplow` */
  readonly sdks: readonly SdkId[];
  /** Where the SDKs send to. `?proxy=1`: the site itself, under `/first-party`. */
  readonly collector: string;
  /** `?user=u-7`: who is signed in from the start; `?user=none`: nobody. */
  readonly user: string | null;
  readonly release: string;
  readonly exceptionless: {
    /** `?exSessionIds=0`: sessions by user identity alone. */
    readonly sessionIds: boolean;
    /** `?exHeartbeat=ms`; the SDK turns anything under 30 000 into 60 000. */
    readonly heartbeat: number;
  };
  readonly sentry: {
    /** `?sentryLifecycle=route` */
    readonly lifecycle: 'page' | 'route';
    /** `?tracing=1` */
    readonly tracing: boolean;
    /** `?tunnel=1`: envelopes go to the site's own `/tunnel`. */
    readonly tunnel: boolean;
  };
  readonly snowplow: {
    /** `?spTimeout=s`: session timeout in seconds. */
    readonly timeout: number;
    /** `?spPing=s`: first page ping and every further one, in seconds. */
    readonly ping: number;
    /** `?spMethod=get` */
    readonly method: 'get' | 'post';
  };
  readonly rudderstack: {
    /** `?rsTimeout=ms`: session timeout in milliseconds; 0 turns automatic sessions off. */
    readonly timeout: number;
    /** `?rsBeacon=1`: events are queued and sent by `sendBeacon`. */
    readonly beacon: boolean;
  };
  /** `?idle=ms`: how long "go idle" leaves the page alone. */
  readonly idle: number;
  /** `?globals=1`: SDKs are variables of the window, as they are where a script tag loads them. */
  readonly globals: boolean;
  /** `?scenario=auto`: the page plays by itself. */
  readonly scenario: boolean;
};

export function readOptions(address: URL, collectorUrl: string): DemoOptions {
  const query = address.searchParams;
  const scenario = query.get('scenario') === 'auto';
  const number = (name: string, fallback: number): number => {
    const given = query.get(name);
    return given !== null && given !== '' && Number.isFinite(Number(given)) ? Number(given) : fallback;
  };
  const wanted = query.get('sdks')?.split(',');
  const user = query.get('user');
  // The scenario must show a rotation by idling and yet be short.
  const snowplowTimeout = number('spTimeout', scenario ? 3 : 1_800);
  const rudderTimeout = number('rsTimeout', scenario ? 3_000 : 1_800_000);
  return {
    globals: query.get('globals') === '1',
    sdks: wanted ? SDK_IDS.filter((id) => wanted.includes(id)) : SDK_IDS,
    collector: query.get('proxy') === '1' ? `${address.origin}/first-party` : collectorUrl,
    user: user === 'none' ? null : (user ?? 'u-1001'),
    release: query.get('release') ?? 'shop@1.4.2',
    exceptionless: { sessionIds: query.get('exSessionIds') !== '0', heartbeat: number('exHeartbeat', 30_000) },
    sentry: {
      lifecycle: query.get('sentryLifecycle') === 'route' ? 'route' : 'page',
      tracing: query.get('tracing') === '1',
      tunnel: query.get('tunnel') === '1',
    },
    snowplow: { timeout: snowplowTimeout, ping: number('spPing', 10), method: query.get('spMethod') === 'get' ? 'get' : 'post' },
    rudderstack: { timeout: rudderTimeout, beacon: query.get('rsBeacon') === '1' },
    idle: number('idle', scenario ? 3_600 : 5_000),
    scenario,
  };
}
