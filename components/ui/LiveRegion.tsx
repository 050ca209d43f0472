import { useEffect, useRef, useState } from 'preact/hooks';
import { layout } from './Layout.tsx';

/** A stream of changes is noise: a reader hears at most one sentence in this time, the latest. */
const QUIET_MS = 5000;

/**
 * Tells those who listen what has changed, politely and not too often. Silent about what was there at the
 * beginning, and while `text` is null: not known yet.
 */
export function LiveRegion({ text }: { readonly text: string | null }) {
  const [said, setSaid] = useState('');
  const last = useRef<{ readonly text: string | null; readonly at: number }>({ text, at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (last.current.text === null) last.current = { ...last.current, text };
    if (text === null || text === last.current.text) return undefined;
    const wait = Math.max(0, last.current.at + QUIET_MS - performance.now());
    const timer = setTimeout(() => {
      last.current = { text, at: performance.now() };
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return <div class={layout.unseen} role="status" aria-live="polite">{said}</div>;
}
