import { pageWords } from '../../lib/view/timeline-words.ts';
import { xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import type { TabTrack } from '../../lib/view/timeline-pages.ts';
import styles from './TabTrackRow.module.css';

/** Narrower than this a page has no room for its name, and is drawn as one of many. */
const NAMED_PX = 24;

type TabTrackRowProps = { readonly track: TabTrack; readonly view: TimeRange; readonly width: number };

/** What a tab showed: a strip of pages, with a line under it: dark while nobody could see it, of dots while nobody knows. */
export function TabTrackRow({ track: { pages, hidden, unknownUntil }, view, width }: TabTrackRowProps) {
  const at = (time: number): number => Math.round(Math.min(width, Math.max(0, xOf(time, view, width))));
  const named: { readonly x: number; readonly wide: number; readonly words: string }[] = [];
  let narrow = '';
  let drawnTo = -1;
  for (const page of pages) {
    const to = page.to ?? view.to;
    if (to < view.from || page.from > view.to) continue;
    const x = at(page.from);
    const wide = at(to) - x;
    if (wide > NAMED_PX) named.push({ x, wide, words: pageWords(page) });
    // Of those that begin in one pixel, one is drawn.
    else if (x > drawnTo || at(to) > drawnTo + 1) {
      narrow += `M${x} 2v16`;
      drawnTo = x;
    }
  }
  const dark = hidden.filter(({ from, to }) => from <= view.to && (to ?? view.to) >= view.from).map(({ from, to }) => `M${at(from)} 18h${Math.max(2, at(to ?? view.to) - at(from))}v4H${at(from)}z`).join('');
  const begins = pages[0]?.from ?? Infinity;
  const unknown = unknownUntil === null || begins > view.to || unknownUntil < view.from ? '' : `M${at(begins)} 20H${at(Math.min(unknownUntil, view.to))}`;
  return (
    <div class={styles['track']} aria-hidden="true">
      {named.map(({ x, wide, words }) => <span key={x} class={styles['page']} style={{ left: `${x}px`, width: `${wide}px` }}>{words}</span>)}
      {narrow || dark || unknown ? (
        <svg class={styles['marks']} width={width} height="22">
          {narrow ? <path class={styles['narrow']} d={narrow} /> : null}
          {dark ? <path class={styles['hidden']} d={dark} /> : null}
          {unknown ? <path class={styles['unknown']} d={unknown} /> : null}
        </svg>
      ) : null}
    </div>
  );
}
