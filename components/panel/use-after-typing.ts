import { useEffect, useState } from 'preact/hooks';

/** Between two keys of a word it takes less. */
const REST_MS = 150;

/**
 * What follows from a text that is being typed, for what may come a moment later than the letter: it stays as it was until no key has been
 * pressed for a while.
 */
export function useAfterTyping<T>(value: T, typed: string): T {
  const [last] = useState(() => ({ typed, value }));
  const [, redraw] = useState(0);
  useEffect(() => {
    if (last.typed === typed) return undefined;
    const timer = setTimeout(() => {
      last.typed = typed;
      redraw((n) => n + 1);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [last, typed]);
  if (last.typed === typed) last.value = value;
  return last.value;
}
