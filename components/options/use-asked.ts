import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from './use-settings.ts';

/** Answers to a question that takes a while. The last answer stays while the next is on its way (`busy`). */
export type Asked<T> = { readonly value: T | undefined; readonly busy: boolean; readonly failed: string | null };

/**
 * Asks when the component appears and whenever `ask` is another function (from `useCallback`), after a short rest, so that typing asks
 * once. Null: nothing to ask.
 */
export function useAsked<T>(ask: (() => Promise<T>) | null, restMs = 0): Asked<T> {
  const [state, setState] = useState<Asked<T>>({ value: undefined, busy: ask !== null, failed: null });
  useEffect(() => {
    if (!ask) {
      setState({ value: undefined, busy: false, failed: null });
      return undefined;
    }
    let isOff = false;
    setState(({ value }) => ({ value, busy: true, failed: null }));
    const timer = setTimeout(() => {
      ask().then(
        (value) => isOff || setState({ value, busy: false, failed: null }),
        (error: unknown) => isOff || setState({ value: undefined, busy: false, failed: sentenceOf(error) }),
      );
    }, restMs);
    return () => {
      isOff = true;
      clearTimeout(timer);
    };
  }, [ask, restMs]);
  return state;
}
