import { visitOf } from '../../bench/traffic.ts';
import { capturedRequests, recordings } from '../corpus.ts';

/** One request of a recording, as a page is to send it: path and query as the SDK's, on the site's own proxy to the collector. */
export type SoakRequest = { readonly method: string; readonly path: string; readonly headers: readonly (readonly [string, string])[]; readonly base64: string };

/**
 * What happens beside the traffic. `stop`: the background dies. `restart`: the browser is closed and started again. `discard`: the browser drops a
 * tab's page and the user comes back to it. `clock`: somebody sets the clock, by less than any vendor's time-out. `sleep`: alarms that were due do
 * not come, and the background is gone when the machine wakes up.
 */
export type Disturbance = 'stop' | 'restart' | 'discard' | 'clock' | 'sleep';
export const DISTURBANCES: readonly Disturbance[] = ['stop', 'restart', 'discard', 'clock', 'sleep'];

export type SoakStep =
  | { readonly do: 'send'; readonly tab: number; readonly request: SoakRequest }
  | { readonly do: Disturbance; /** The tab that is discarded. */ readonly tab: number; /** Milliseconds that the clock jumps by. */ readonly jump: number };

export type SoakOptions = {
  readonly tabs: number;
  /** Over all tabs. */
  readonly requests: number;
  /** How often each happens. */
  readonly times: Readonly<Record<Disturbance, number>>;
  /** From 0 up to 1. */
  readonly random: () => number;
};

/** Less than the shortest time-out of a recorded SDK that was set to one of seconds only in its recordings. */
const LONGEST_JUMP_MS = 5_000;

/**
 * What is done, in order: recordings of real SDKs, one after the other in each tab and each as a visit of its own, the tabs in turns of chance,
 * with disturbances between. Requests follow one another, as in the order of two runs nothing may differ; all at once is for `npm run endurance`.
 */
export function soakPlan({ tabs, requests, times, random }: SoakOptions): SoakStep[] {
  const all = recordings().filter(({ vendor }) => vendor !== 'negative');
  // Of each vendor in turn, so that few tabs have all of them too.
  const byVendor = [...Map.groupBy(all, ({ vendor }) => vendor).values()];
  const inTurn = Array.from({ length: Math.max(...byVendor.map(({ length }) => length)) }, (_, i) => byVendor.flatMap((of) => of[i] ?? [])).flat();
  let visits = 0;
  const nextVisit = (): SoakRequest[] => {
    const { recording } = inTurn[visits % inTurn.length] as (typeof inTurn)[number];
    return visitOf(capturedRequests(recording).filter(({ method }) => method !== 'OPTIONS'), ++visits).map(({ method, url, headers, body }) => {
      const { pathname, search } = new URL(url);
      return {
        method, path: `${pathname}${search}`, headers: headers.map(({ name, value }): [string, string] => [name, value]),
        base64: body.kind === 'bytes' ? Buffer.from(body.bytes).toString('base64') : '',
      };
    });
  };
  const left = Array.from({ length: tabs }, nextVisit);
  const steps: SoakStep[] = [];
  for (let n = 0; n < requests; n++) {
    const tab = Math.floor(random() * tabs);
    let queue = left[tab] as SoakRequest[];
    if (!queue.length) left[tab] = queue = nextVisit();
    steps.push({ do: 'send', tab, request: queue.shift() as SoakRequest });
  }
  const disturbed = DISTURBANCES.flatMap((kind) => Array.from({ length: times[kind] }, () => kind));
  for (const kind of disturbed) {
    // Not before anything has been sent, nor when all has been.
    const at = 1 + Math.floor(random() * (steps.length - 1));
    steps.splice(at, 0, { do: kind, tab: Math.floor(random() * tabs), jump: Math.round((random() * 2 - 1) * LONGEST_JUMP_MS) });
  }
  return steps;
}
