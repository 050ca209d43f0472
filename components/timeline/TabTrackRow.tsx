import { pageWords } from '../../lib/view/timeline-words.ts';
import { xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import type { TabTrack } from '../../lib/view/timeline-pages.ts';
import styles from './TabTrackRow.module.css';

/** Narrower than this a page has no room for its name, and is drawn with those around it. */
const LEAST_PX = 4;
const MAX_PAGES = 80;

type TabTrackRowProps = { readonly track: TabTrack; readonly view: TimeRange; readonly width: number };

/** What a tab showed: a strip of pages, with a dark line under it while nobody could see it. */
export function TabTrackRow({ track, view, width }: TabTrackRowProps) {
  const at = (time: number): number => Math.round(Math.min(width, Math.max(0, xOf(time, view, width))));
  const pages: { readonly x: number; readonly wide: number; readonly words: string }[] = [];
  for (const page of track.pages) {
    if ((page.to ?? view.to) < view.from || page.from > view.to || pages.length >= MAX_PAGES) continue;
    const x = at(page.from);
    const wide = at(page.to ?? view.to) - x;
    if (wide >= LEAST_PX) pages.push({ x, wide, words: pageWords(page) });
  }
  const hidden = track.hidden.filter(({ from, to }) => from <= view.to && (to ?? view.to) >= view.from).map(({ from, to }) => `M${at(from)} 18h${Math.max(2, at(to ?? view.to) - at(from))}v4H${at(from)}z`).join('');
  return (
    <div class={styles['track']} aria-hidden="true">
      {pages.map(({ x, wide, words }) => <span key={x} class={styles['page']} style={{ left: `${x}px`, width: `${wide}px` }}>{wide > 24 ? words : ''}</span>)}
      {hidden ? <svg class={styles['hidden']} width={width} height="22"><path d={hidden} /></svg> : null}
    </div>
  );
}
