import { setTimeout as pause } from 'node:timers/promises';

export type PollOptions = {
  /** What is waited for, in the words of the failure message: "the worker has stored 3 requests". */
  readonly what: string;
  /** Milliseconds until it is given up; by default as long as only what never comes takes. */
  readonly timeout?: number;
  readonly interval?: number;
};

/** How long anything may take, in milliseconds, on a machine that does much else: how fast it is decides nothing. Less than the time of a test, so that the message tells what was waited for. */
export const PATIENCE_MS = 60_000;

/** Milliseconds for a browser to write what it has to, and to go. A profile that is still in use can be neither removed nor used again. */
export const CLOSED_WITHIN_MS = 30_000;

/**
 * Asks again and again until the answer is neither undefined, null, false nor an exception, and returns it.
 *
 * @throws Error naming what was waited for, how long, and the last answer or exception.
 */
export async function poll<T>(ask: () => T | Promise<T>, options: PollOptions): Promise<Exclude<T, undefined | null | false>> {
  return pollUntil(ask, (answer): answer is Exclude<T, undefined | null | false> => answer !== undefined && answer !== null && answer !== false, options);
}

/** As `poll`, but with a condition on the answer; the last answer that failed it stands in the message. */
export async function pollUntil<T, U extends T>(ask: () => T | Promise<T>, holds: (answer: T) => answer is U, options: PollOptions): Promise<U>;
export async function pollUntil<T>(ask: () => T | Promise<T>, holds: (answer: T) => boolean, options: PollOptions): Promise<T>;
export async function pollUntil<T>(ask: () => T | Promise<T>, holds: (answer: T) => boolean, options: PollOptions): Promise<T> {
  const { what, timeout = PATIENCE_MS, interval = 50 } = options;
  const deadline = performance.now() + timeout;
  let last: Attempt<T> | undefined;
  for (;;) {
    const attempt = await within(ask, deadline, what);
    if (attempt.kind === 'answer' && holds(attempt.answer)) return attempt.answer;
    // What the deadline cut off tells less than what came before it.
    const cut = attempt.kind === 'late' && last !== undefined ? `, then ${attempt.error}` : '';
    if (cut === '') last = attempt;
    if (performance.now() >= deadline) {
      const seen = last?.kind === 'answer' ? `last seen: ${shown(last.answer)}` : `last error: ${last?.error}`;
      throw new Error(`Gave up after ${timeout} ms waiting until ${what}; ${seen}${cut}`);
    }
    await pause(interval);
  }
}

type Attempt<T> = { readonly kind: 'answer'; readonly answer: T } | { readonly kind: 'error' | 'late'; readonly error: string };

/** A question to a browser can hang for good, so that each is bounded by the deadline of the whole. */
async function within<T>(ask: () => T | Promise<T>, deadline: number, what: string): Promise<Attempt<T>> {
  const bound = new AbortController();
  const left = Math.max(1, deadline - performance.now());
  const late = pause(left, undefined, { signal: bound.signal }).then(
    (): Attempt<T> => ({ kind: 'late', error: `no answer for ${Math.round(left)} ms while asking whether ${what}` }),
    (): Attempt<T> => ({ kind: 'error', error: 'aborted' }),
  );
  const asked = Promise.resolve()
    .then(ask)
    .then(
      (answer): Attempt<T> => ({ kind: 'answer', answer }),
      (error: unknown): Attempt<T> => ({ kind: 'error', error: error instanceof Error ? error.message : String(error) }),
    );
  try {
    return await Promise.race([asked, late]);
  } finally {
    bound.abort();
  }
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
