import type { Live } from '../../lib/base/observable.ts';

/** The same values, at most one in `ms`: the first at once, of those that come meanwhile the last. */
export function slowed<T>(source: Live<T>, ms: number): Live<T> {
  return {
    subscribe(next, failed) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let waiting: { readonly value: T } | null = null;
      const turn = (): void => {
        timer = undefined;
        if (!waiting) return;
        const { value } = waiting;
        waiting = null;
        timer = setTimeout(turn, ms);
        next(value);
      };
      const stop = source.subscribe((value) => {
        waiting = { value };
        if (timer === undefined) turn();
      }, failed);
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}
