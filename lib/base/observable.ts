/** A value that changes: calls back with the present value as soon as it is known, then with every new one. */
export type Live<T> = { subscribe(next: (value: T) => void, failed?: (error: unknown) => void): () => void };

/** A constant as a live value. */
export const liveOf = <T>(value: T): Live<T> => ({
  subscribe(next) {
    next(value);
    return () => undefined;
  },
});

/** Hands a promise's value, or its failure, to a subscriber. */
export async function tellLater<T>(value: Promise<T>, next: (value: T) => void, failed: (error: unknown) => void): Promise<void> {
  let known: T;
  try {
    known = await value;
  } catch (error) {
    failed(error);
    return;
  }
  next(known);
}

/** A live value that has to be loaded first; loading begins with the first subscriber, and failing to is a failure of the value. */
export const lazyLive = <T>(load: () => Promise<Live<T>>): Live<T> => ({
  subscribe(next, failed = () => undefined) {
    let stop: (() => void) | undefined;
    let stopped = false;
    void tellLater(
      load(),
      (live) => {
        if (!stopped) stop = live.subscribe(next, failed);
      },
      failed,
    );
    return () => {
      stopped = true;
      stop?.();
    };
  },
});
