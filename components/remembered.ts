import { useEffect, useState } from 'preact/hooks';

const PREFIX = 'footsteps.view.';

// Storage can be switched off for a page, and then throws on the first touch: the view works without its memory.
function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing depends on it.
  }
}

/** A number of this page's looks that outlives it: a pane's size. `fallback` where nothing usable is remembered. */
export function useRememberedNumber(key: string, fallback: number): [number, (value: number) => void] {
  const [value, setValue] = useState(() => {
    const text = read(key);
    const stored = text === null ? Number.NaN : Number(text);
    return Number.isFinite(stored) ? stored : fallback;
  });
  return [value, (next) => {
    setValue(next);
    write(key, String(next));
  }];
}

const sharers = new Map<string, Set<(text: string) => void>>();

/** One choice that all parts of a page share and that outlives it: who changes it changes it for all. Null: nothing was chosen yet. */
export function useRememberedText(key: string): [string | null, (text: string) => void] {
  const [text, setText] = useState<string | null>(() => read(key));
  useEffect(() => {
    const of = sharers.get(key) ?? new Set();
    sharers.set(key, of);
    of.add(setText);
    return () => {
      of.delete(setText);
    };
  }, [key]);
  return [text, (next) => {
    write(key, next);
    for (const share of sharers.get(key) ?? []) share(next);
  }];
}

const MAX_TEXTS = 40;
const MAX_LENGTH = 5_000;

/** Texts that a reader keeps, newest first and each once: saved filters. What is stored and no list of texts counts as none. */
export function useRememberedTexts(key: string): [readonly string[], (texts: readonly string[]) => void] {
  const [texts, setTexts] = useState<readonly string[]>(() => textsIn(read(key)));
  return [texts, (next) => {
    const kept = [...new Set(next)].slice(0, MAX_TEXTS);
    setTexts(kept);
    write(key, JSON.stringify(kept));
  }];
}

function textsIn(stored: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value.filter((text) => typeof text === 'string' && text !== '' && text.length <= MAX_LENGTH).slice(0, MAX_TEXTS) : [];
  } catch {
    return [];
  }
}
