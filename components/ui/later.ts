import { useEffect, useState } from 'preact/hooks';

/** A part of our own code that comes after the first picture. */
export type Later<T> = {
  /** Loads it, once; after a failure the next call tries again. */
  readonly load: () => Promise<void>;
  /** The part, null until it is there; it is loaded as soon as it is wanted, or ahead of that. */
  readonly use: (isWanted: boolean) => T | null;
};

export function later<T>(get: () => Promise<T>): Later<T> {
  let here: T | null = null;
  let loading: Promise<void> | null = null;
  const load = (): Promise<void> => {
    loading ??= get().then(
      (part) => {
        here = part;
      },
      () => {
        loading = null;
      },
    );
    return loading;
  };
  function useLater(isWanted: boolean): T | null {
    const [, draw] = useState(0);
    const waits = isWanted && here === null;
    useEffect(() => {
      if (!waits) return undefined;
      let isShown = true;
      void load().then(() => {
        if (isShown) draw((n) => n + 1);
      });
      return () => {
        isShown = false;
      };
    }, [waits]);
    return here;
  }
  return { load, use: useLater };
}
