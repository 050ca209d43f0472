import type { EpochMs } from '../base/time.ts';
import type { HiddenRequest } from '../domain/views.ts';
import type { CapturedRequest } from '../domain/request.ts';
import type { Delay } from './group-commit.ts';

export type DevtoolsReaderDeps = {
  /** Reads the log of DevTools: those of its requests that are asked for. Costs DevTools a quarter of a millisecond an entry. */
  readonly read: (takes: (method: string, url: string, startedAt: EpochMs) => boolean) => Promise<readonly CapturedRequest[]>;
  readonly isCandidate: (method: string, url: string, hasBody: boolean) => boolean;
  /** To the background. */
  readonly send: (requests: readonly CapturedRequest[]) => Promise<void>;
  readonly delay: Delay;
};

export type DevtoolsReader = {
  /** Whether requests are being recorded, at first and at each change. Once they are, what came before is read. */
  recording(on: boolean): void;
  /** The stored requests whose body is missing, at first and at each change. */
  hidden(requests: readonly HiddenRequest[]): void;
  /** DevTools say that a request has ended. */
  finished(url: string): void;
};

/** Hidden bodies come in bursts, and DevTools' log lags behind a little. */
const SETTLE_MS = 500;
/** For a body that was not in the log yet. */
const AGAIN_MS = 2_500;
const MAX_TRIES = 3;
/** Requests to the same address around a hidden one are read as well, to tell which is which. */
const AROUND_MS = 10_000;

/** Decides when the log of DevTools is read, and what of it: never more often than needed, as it is slow where the log is long. */
export function createDevtoolsReader({ read, isCandidate, send, delay }: DevtoolsReaderDeps): DevtoolsReader {
  let on = false;
  let wantsAll = false;
  let wanted: readonly HiddenRequest[] = [];
  let tries = new Map<string, number>();
  let isDue = false;

  const open = (): HiddenRequest[] => wanted.filter(({ id }) => (tries.get(id) ?? 0) < MAX_TRIES);
  const schedule = (ms: number): void => {
    if (isDue) return;
    isDue = true;
    delay(() => void run(), ms);
  };

  async function run(): Promise<void> {
    const all = wantsAll;
    const missing = open();
    wantsAll = false;
    isDue = false;
    if (!all && !missing.length) return;
    for (const { id } of missing) tries.set(id, (tries.get(id) ?? 0) + 1);
    const isNear = (method: string, url: string, at: EpochMs): boolean => missing.some((m) => m.method === method && m.url === url && Math.abs(m.startedAt - at) <= AROUND_MS);
    try {
      await send(await read((method, url, at) => (all ? isCandidate(method, url, method === 'POST') : isNear(method, url, at))));
    } catch {
      // DevTools or the background went away in between: the next try is another.
    }
    if (open().length) schedule(AGAIN_MS);
  }

  return {
    recording(next) {
      if (next && !on) {
        wantsAll = true;
        schedule(SETTLE_MS);
      }
      on = next;
    },
    hidden(requests) {
      wanted = requests;
      const isNew = requests.some(({ id }) => !tries.has(id));
      tries = new Map(requests.map(({ id }) => [id, tries.get(id) ?? 0]));
      if (isNew) schedule(SETTLE_MS);
    },
    finished(url) {
      if (open().some((request) => request.url === url)) schedule(SETTLE_MS);
    },
  };
}
