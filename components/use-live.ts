import { useEffect, useState } from 'preact/hooks';
import type { Live } from '../lib/base/observable.ts';

/** Drawing more often than this shows nobody more, and costs a frame each. */
const DRAW_MS = 100;

/** A live value as seen by a component. `value` undefined: not known yet. `error`: it could not be had; the last value stays. */
export type Seen<T> = { readonly value: T | undefined; readonly error: unknown };

/**
 * The present value of a live value, drawn at most every 100 ms while it streams. `make` comes from `useCallback`: another function is
 * another question, and what the old one gave is dropped at once, so that nobody reads the footsteps of another session.
 */
export function useLive<T>(make: () => Live<T>): Seen<T> {
  const [drawn, setDrawn] = useState<{ readonly make: () => Live<T>; readonly seen: Seen<T> }>({ make, seen: NOTHING });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest: Seen<T> = NOTHING;
    let drawnAt = Number.NEGATIVE_INFINITY;
    const draw = (): void => {
      timer = undefined;
      drawnAt = performance.now();
      setDrawn({ make, seen: latest });
    };
    // The first answer is drawn at once; later ones wait for their turn.
    const arrive = (next: Seen<T>): void => {
      latest = next;
      const wait = drawnAt + DRAW_MS - performance.now();
      if (wait <= 0) draw();
      else timer ??= setTimeout(draw, wait);
    };
    const stop = make().subscribe(
      (value) => arrive({ value, error: null }),
      (error) => arrive({ value: latest.value, error }),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [make]);
  return drawn.make === make ? drawn.seen : NOTHING;
}

const NOTHING: Seen<never> = { value: undefined, error: null };
