import type { EpochMs } from '../base/time.ts';

export type Pressure = {
  /** Call it for each event, with the browser's time of it. */
  told(at: EpochMs): void;
  /** Resolves when events are no longer late, and after a while in any case. */
  isOff(): Promise<void>;
};

/** An event is late if it waited so long for this worker, in milliseconds. */
const LATE_MS = 50;
const LOOK_MS = 20;
/** Without any event for so long, none is waiting. */
const QUIET_MS = 40;
/** So many events within so long are a stream that leaves no time: reading holds up those that come meanwhile. It has its pauses. */
const CROWD = 20;
const CROWD_MS = 40;
const CROWD_OVER_MS = 300;
/** A worker that has just come up finds what waited for it, all at once: then reading makes way for so long. */
const WAKING_MS = 5_000;
const MAX_WAKING_MS = 2_000;
/** Later, in a stream that is more than the machine can take, to wait is to do the same later, and what is shown is as late as that. */
const MAX_MS = 50;

/**
 * Whether events wait for this worker because it is busy. Those that still wait when it is stopped are lost, so what can be done later makes
 * way: first everything is written down, then it is read.
 *
 * @param isBehind whether something is not written down yet
 */
export function createPressure(now: () => EpochMs, delay: (run: () => void, ms: number) => void, isBehind: () => boolean): Pressure {
  const wokenAt = now();
  let lateAt = -Infinity;
  /** When the last events came, the oldest first. */
  const last: EpochMs[] = [];
  let crowdAt = -Infinity;
  const isOn = (isWaking: boolean): boolean => isBehind() || now() - lateAt < QUIET_MS || (isWaking && now() - crowdAt < CROWD_OVER_MS);
  return {
    told(at) {
      const here = now();
      if (last.push(here) > CROWD && here - (last.shift() ?? 0) < CROWD_MS) crowdAt = here;
      lateAt = here - at > LATE_MS ? here : -Infinity;
    },
    isOff() {
      const asked = now();
      const isWaking = asked - wokenAt < WAKING_MS;
      const until = asked + (isWaking ? MAX_WAKING_MS : MAX_MS);
      return new Promise((resolve) => {
        const look = (): void => {
          if (isOn(isWaking) && now() < until) delay(look, LOOK_MS);
          else resolve();
        };
        // After the events that wait already.
        delay(look, 0);
      });
    },
  };
}
