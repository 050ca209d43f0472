/** A value that changes: calls back with the present value as soon as it is known, then with every new one. */
export type Live<T> = {
  subscribe(next: (value: T) => void, failed?: (error: unknown) => void): () => void;
  /** The present value, where it is known without asking. */
  known?(): { readonly value: T } | undefined;
};

/** A constant as a live value. */
export const liveOf = <T>(value: T): Live<T> => ({
  known: () => ({ value }),
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

/** A live value that is being read already. */
export type Begun<T> = Live<T> & {
  /** Resolves with the first value, or the first failure. */
  readonly first: Promise<void>;
};

/**
 * Begins to read at once and for good, and gives every subscriber what is known by then in the same turn: for what a page will ask for,
 * while it is still being put together.
 */
export function begun<T>(live: Live<T>): Begun<T> {
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const subscribers = new Set<{ readonly next: (value: T) => void; readonly failed: (error: unknown) => void }>();
  let known: { readonly value: T } | undefined;
  let failure: { readonly error: unknown } | undefined;
  live.subscribe(
    (value) => {
      [known, failure] = [{ value }, undefined];
      resolve();
      for (const { next } of subscribers) next(value);
    },
    (error) => {
      failure = { error };
      resolve();
      for (const { failed } of subscribers) failed(error);
    },
  );
  return {
    first,
    known: () => (failure ? undefined : known),
    subscribe(next, failed = () => undefined) {
      const subscriber = { next, failed };
      subscribers.add(subscriber);
      if (known) next(known.value);
      if (failure) failed(failure.error);
      return () => void subscribers.delete(subscriber);
    },
  };
}
