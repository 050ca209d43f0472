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
  const isOn = (): boolean => isBehind() || now() - lateAt < QUIET_MS;
  return {
    told(at) {
      const here = now();
      lateAt = here - at > LATE_MS ? here : -Infinity;
    },
    isOff() {
      const asked = now();
      const until = asked + (asked - wokenAt < WAKING_MS ? MAX_WAKING_MS : MAX_MS);
      return new Promise((resolve) => {
        const look = (): void => {
          if (isOn() && now() < until) delay(look, LOOK_MS);
          else resolve();
        };
        // After the events that wait already.
        delay(look, 0);
      });
    },
  };
}
