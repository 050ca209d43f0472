import type { EpochMs } from '../base/time.ts';
import { SHOWN_MOMENTS, type TabMoment } from '../domain/tab-moment.ts';
import type { Footstep } from '../domain/views.ts';
import type { TimeRange } from './time-scale.ts';

/** A page in a tab, from its opening to the next. `url` null: no footstep told it. `loaded`: a document was loaded, no mere change of address. */
export type PageStretch = { readonly from: EpochMs; readonly to: EpochMs | null; readonly url: string | null; readonly loaded: boolean };

/** What a tab showed, and when it was out of sight; `to` null: it still is. */
export type TabTrack = {
  readonly tabId: number;
  readonly pages: readonly PageStretch[];
  readonly hidden: readonly { readonly from: EpochMs; readonly to: EpochMs | null }[];
  /** Before it nobody knows whether the tab was in sight; null: that is known from its first page on. `Infinity`: it was never told. */
  readonly unknownUntil: EpochMs | null;
};

/** What the page before has yet to say comes this long after its end, so a page counts from then on. */
const SETTLE_MS = 2_000;
/** Browsers tell of a tab that comes on screen a little after they open a page in it. */
const LOOK_MS = 1_000;

type Opening = { at: EpochMs; url: string | null; loaded: boolean };

/** The tabs of footsteps (oldest first) and of what the browser told of them (oldest first), in order of their numbers. */
export function tabTracks(footsteps: readonly Footstep[], moments: readonly TabMoment[]): readonly TabTrack[] {
  const steps = Map.groupBy(footsteps.filter((f) => f.tabId !== null && f.page !== null), (f) => f.tabId as number);
  const told = Map.groupBy(moments, (m) => m.tabId);
  // Older ones than these were not read.
  const from = moments.length >= SHOWN_MOMENTS ? (moments[0]?.at ?? null) : null;
  return [...steps.keys()].toSorted((a, b) => a - b).map((tabId) => trackOf(tabId, steps.get(tabId) ?? [], told.get(tabId) ?? [], from));
}

function trackOf(tabId: number, steps: readonly Footstep[], moments: readonly TabMoment[], readFrom: EpochMs | null): TabTrack {
  const openings: Opening[] = [];
  const loads = moments.filter((m) => m.what === 'navigated');
  let next = 0;
  for (const { occurredAt: at, page } of steps) {
    for (let load = loads[next]; load && load.at <= at; load = loads[++next]) openings.push({ at: load.at, url: null, loaded: true });
    const last = openings.at(-1);
    if (!last) openings.push({ at, url: page, loaded: false });
    else if (last.url === null || (page !== last.url && at - last.at < SETTLE_MS)) last.url = page;
    else if (page !== last.url) openings.push({ at, url: page, loaded: false });
  }
  for (const load of loads.slice(next)) openings.push({ at: load.at, url: null, loaded: true });
  const pages = openings.map(({ at, url, loaded }, i) => ({ from: at, to: openings[i + 1]?.at ?? null, url, loaded }));
  return { tabId, pages, hidden: hiddenOf(moments), unknownUntil: unknownUntil(moments, pages[0]?.from ?? Infinity, readFrom) };
}

function unknownUntil(moments: readonly TabMoment[], begins: EpochMs, readFrom: EpochMs | null): EpochMs | null {
  const first = moments.find(({ what, offScreen }) => what !== 'navigated' || offScreen !== undefined);
  // What goes off screen was on it before.
  const known = !first ? Infinity : first.what === 'hidden' ? (readFrom ?? -Infinity) : first.at;
  return known > begins + LOOK_MS ? known : null;
}

function hiddenOf(moments: readonly TabMoment[]): TabTrack['hidden'] {
  const stretches: { from: EpochMs; to: EpochMs | null; opened: boolean }[] = [];
  for (const { at, what, offScreen } of moments) {
    const last = stretches.at(-1);
    const isHidden = last !== undefined && last.to === null;
    if ((what === 'hidden' || offScreen === true) && !isHidden) stretches.push({ from: at, to: null, opened: what === 'navigated' });
    else if ((what === 'shown' || offScreen === false) && isHidden) {
      last.to = at;
      // It came on screen as it was opened, and was told of a moment later.
      if (last.opened && at - last.from < LOOK_MS) stretches.pop();
    }
  }
  return stretches.map(({ from, to }) => ({ from, to }));
}

/** When pages were opened in any tab, oldest first: the lines across all lanes. The first page of a tab opened nothing that was seen. */
export const navigationsOf = (tracks: readonly TabTrack[]): readonly { readonly at: EpochMs; readonly url: string | null }[] =>
  tracks.flatMap(({ pages }) => pages.filter((page, i) => i > 0 || page.loaded).map(({ from, url }) => ({ at: from, url }))).toSorted((a, b) => a.at - b.at);

/** SDKs send their first this long after the page was opened, at most. */
const LEAD_MS = 15_000;

/** The opening of the page that led to what began at `from`, so that it is in view too; `from` itself where nobody saw it. */
export const openedBefore = (tracks: readonly TabTrack[], from: EpochMs): EpochMs =>
  Math.min(from, ...tracks.flatMap(({ pages }) => pages.filter((page) => page.loaded && page.from <= from && page.from > from - LEAD_MS).slice(-1).map((page) => page.from)));

/** When none of these tabs was in sight. Empty where of any of them nothing is known. */
export function hiddenTogether(tracks: readonly TabTrack[], tabIds: readonly number[], now: EpochMs): readonly TimeRange[] {
  const own = tabIds.map((id) => tracks.find((track) => track.tabId === id)?.hidden ?? []);
  const [first, ...rest] = own.map((ranges) => ranges.map(({ from, to }) => ({ from, to: to ?? now })));
  return rest.reduce<readonly TimeRange[]>((both, ranges) => both.flatMap((a) => ranges.flatMap((b) => {
    const range = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
    return range.to > range.from ? [range] : [];
  })), first ?? []);
}
