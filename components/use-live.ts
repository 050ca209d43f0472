import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Live } from '../lib/base/observable.ts';

/** Drawing more often than this shows nobody more, and costs a frame each. */
const DRAW_MS = 100;
/** Where a picture takes long, so many times that pass from one to the next: others need the processor too. */
const SHARE = 3;
const LONGEST_REST_MS = 500;
/** What one write changes comes to several live values, one shortly after the other. */
const TOGETHER_MS = 16;

const waiting = new Set<() => void>();
let turn: ReturnType<typeof setTimeout> | undefined;
let drawnAt = Number.NEGATIVE_INFINITY;
let restMs = DRAW_MS;
let isMeasuring = false;

/** How long it takes until the picture is on screen; of a page that is out of sight the next one tells. */
function measure(): void {
  if (isMeasuring) return;
  isMeasuring = true;
  const from = drawnAt;
  requestAnimationFrame(() => setTimeout(() => {
    isMeasuring = false;
    restMs = Math.min(LONGEST_REST_MS, Math.max(DRAW_MS, SHARE * (performance.now() - from)));
  }));
}

/** All live values are drawn in one turn: each by its own clock, they would draw the page as often as there are of them. */
function drawInTurn(draw: () => void): void {
  waiting.add(draw);
  turn ??= setTimeout(() => {
    turn = undefined;
    drawnAt = performance.now();
    const all = [...waiting];
    waiting.clear();
    for (const one of all) one();
    measure();
  }, Math.min(restMs, Math.max(TOGETHER_MS, drawnAt + restMs - performance.now())));
}

function leaveTurn(draw: () => void): void {
  waiting.delete(draw);
  if (waiting.size) return;
  clearTimeout(turn);
  turn = undefined;
}

/** A live value as seen by a component. `value` undefined: not known yet. `error`: it could not be had; the last value stays. */
export type Seen<T> = { readonly value: T | undefined; readonly error: unknown };

/**
 * The present value of a live value, drawn at most every 100 ms while it streams (less often where that takes long), together with all others. `make` comes from `useCallback`: another function is
 * another question, and what the old one gave is dropped at once, so that nobody reads the footsteps of another session.
 */
export function useLive<T>(make: () => Live<T>): Seen<T> {
  const asked = useMemo(() => {
    const live = make();
    return { live, known: knownOf(live) };
  }, [make]);
  const [drawn, setDrawn] = useState<{ readonly asked: unknown; readonly seen: Seen<T> }>({ asked: null, seen: NOTHING });
  // Before the browser draws: what is known by then is in the first picture.
  useLayoutEffect(() => {
    let latest = asked.known;
    const draw = (): void => setDrawn({ asked, seen: latest });
    // The first answer is drawn at once; later ones wait for their turn.
    const arrive = (next: Seen<T>): void => {
      const isDrawn = latest === asked.known && latest !== NOTHING && next.error === null && next.value === latest.value;
      if (isDrawn) return;
      const isFirst = latest === NOTHING;
      latest = next;
      if (isFirst) draw();
      else drawInTurn(draw);
    };
    const stop = asked.live.subscribe(
      (value) => arrive({ value, error: null }),
      (error) => arrive({ value: latest.value, error }),
    );
    return () => {
      leaveTurn(draw);
      stop();
    };
  }, [asked]);
  return drawn.asked === asked ? drawn.seen : asked.known;
}

const NOTHING: Seen<never> = { value: undefined, error: null };

/** What can be drawn without asking. */
function knownOf<T>(live: Live<T>): Seen<T> {
  const known = live.known?.();
  return known ? { value: known.value, error: null } : NOTHING;
}
