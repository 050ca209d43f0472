import { useEffect, useRef, useState } from 'preact/hooks';
import { readPlace, writePlace, type ReportPlace } from '../../lib/view/report-address.ts';

/** `push`: the browser's way back leads to what was shown before; `replace`: it is the same place, looked at another way. */
export type GoTo = (change: Partial<ReportPlace>, how?: 'push' | 'replace') => void;

/** Browsers refuse more than a few hundred changes of the address in some seconds; typing makes them. */
const TYPING_MS = 300;

/** What the report shows, kept in the page's address, so that it can be bookmarked, passed on, and gone back from. */
export function usePlace(): readonly [ReportPlace, GoTo] {
  const [place, setPlace] = useState(() => readPlace(location.search));
  const latest = useRef(place);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const back = (): void => {
      clearTimeout(timer.current);
      latest.current = readPlace(location.search);
      setPlace(latest.current);
    };
    addEventListener('popstate', back);
    return () => {
      removeEventListener('popstate', back);
      clearTimeout(timer.current);
    };
  }, []);
  const write = (how: 'push' | 'replace'): void => {
    clearTimeout(timer.current);
    const url = location.pathname + writePlace(latest.current);
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  };
  const goTo: GoTo = (change, how = 'replace') => {
    // What was still to be written belongs to the place that is left.
    if (how === 'push') write('replace');
    latest.current = { ...latest.current, ...change };
    setPlace(latest.current);
    clearTimeout(timer.current);
    if (how === 'push') write('push');
    else timer.current = setTimeout(() => write('replace'), TYPING_MS);
  };
  return [place, goTo];
}
