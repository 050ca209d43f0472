import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useSize } from '../use-size.ts';

/** Rows drawn beyond either edge, so that a turn of the wheel shows no blank. */
const OVERSCAN = 8;
/** Closer to the end than this is at the end: zoomed pages scroll in fractions. */
const END_SLACK = 4;

export type Virtual = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The rows to draw: from `start` up to but without `end`. */
  readonly start: number;
  readonly end: number;
  readonly pageRows: number;
  /** The edge that is followed is in view; the end where none is. */
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  readonly show: (index: number) => void;
  readonly toEnd: () => void;
  readonly toStart: () => void;
};

/** Where new rows come in; null: anywhere. */
export type FollowedEdge = 'start' | 'end' | null;

type Options = {
  readonly count: number;
  readonly rowHeight: number;
  /** What lies over the rows inside the scroller and stays there: the head. */
  readonly headHeight: number;
  readonly keyAt: (index: number) => string;
  /** Begin at this edge, and stay there as rows are added until the reader scrolls away. */
  readonly follow: FollowedEdge;
};

/**
 * Which rows of a long list to draw. Keeps the reader's place: when rows come or go above, the row at the top stays where it is; when the
 * reader is at the edge that the list follows, that edge stays in view.
 */
export function useVirtual({ count, rowHeight, headHeight, keyAt, follow }: Options): Virtual {
  const [scroller, { height }] = useSize<HTMLDivElement>({ width: 600, height: 600 });
  const [top, setTop] = useState(0);
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef<Place>({ key: '', index: 0, offset: 0, scrollTop: 0, atEnd: follow !== null });
  const drawn = useRef<{ readonly count: number; readonly keyAt: unknown; readonly room: number } | null>(null);
  const room = Math.max(rowHeight, height - headHeight);
  const bottom = Math.max(0, count * rowHeight - room);

  const note = (): void => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop } = element;
    const index = Math.min(Math.max(0, count - 1), Math.floor(scrollTop / rowHeight));
    const end = follow === 'start' ? scrollTop <= END_SLACK : scrollTop + room >= count * rowHeight - END_SLACK;
    place.current = { key: count ? keyAt(index) : '', index, offset: scrollTop - index * rowHeight, scrollTop, atEnd: end };
    if (!(end && follow === 'end')) setTop(index);
    setAtEnd(end);
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    const last = drawn.current;
    if (!element || (last && last.count === count && last.keyAt === keyAt && last.room === room)) return;
    drawn.current = { count, keyAt, room };
    const { key, index, offset, scrollTop } = place.current;
    // The reader may have scrolled away since the last scroll event: that wins over following.
    const moved = last !== null && (follow === 'start' ? element.scrollTop > scrollTop + END_SLACK : element.scrollTop < scrollTop - END_SLACK);
    if (follow !== null && place.current.atEnd && !moved) element.scrollTop = follow === 'end' ? bottom : 0;
    else if (key && !moved && (index >= count || keyAt(index) !== key)) {
      const found = indexOfKey(key, count, keyAt);
      if (found >= 0) element.scrollTop = found * rowHeight + offset;
    }
    note();
  });

  const show = (index: number): void => {
    const element = scroller.current;
    if (!element) return;
    const y = index * rowHeight;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + rowHeight > element.scrollTop + room) element.scrollTop = y + rowHeight - room;
    note();
  };
  const scrollTo = (y: number): void => {
    if (scroller.current) scroller.current.scrollTop = y;
    note();
  };
  const toEnd = (): void => scrollTo(bottom);
  const toStart = (): void => scrollTo(0);
  // Who follows the end is drawn there at once: to draw the old place first and then the new one would be twice the work with each arrival.
  const first = follow === 'end' && atEnd ? Math.floor(bottom / rowHeight) : top;
  const start = Math.max(0, Math.min(first, count - 1) - OVERSCAN);
  const end = Math.min(count, first + Math.ceil(room / rowHeight) + 1 + OVERSCAN);
  return { scroller, start, end, pageRows: Math.max(1, Math.floor(room / rowHeight)), atEnd, onScroll: note, show, toEnd, toStart };
}

/** The row at the top, how much of it is hidden, and whether the followed edge is in view. */
type Place = { readonly key: string; readonly index: number; readonly offset: number; readonly scrollTop: number; readonly atEnd: boolean };

function indexOfKey(key: string, count: number, keyAt: (index: number) => string): number {
  for (let i = 0; i < count; i++) if (keyAt(i) === key) return i;
  return -1;
}
