import { useEffect, useState } from 'preact/hooks';
import type { EpochMs } from '../lib/base/time.ts';
import { useServices } from './app-services.ts';

const TICK_MS = 1000;
const waiting = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for the whole page, and none while nobody asks or nobody looks. */
function onTick(tick: () => void): () => void {
  waiting.add(tick);
  timer ??= setInterval(() => {
    if (!document.hidden) for (const one of [...waiting]) one();
  }, TICK_MS);
  return () => {
    waiting.delete(tick);
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present moment, once a second. Use it in small components only: each tick draws them anew. */
export function useNow(): EpochMs {
  const { now } = useServices();
  const [at, setAt] = useState(now);
  useEffect(() => onTick(() => setAt(now())), [now]);
  return at;
}
