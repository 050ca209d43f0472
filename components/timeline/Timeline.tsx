import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { formatCount, pageLabel } from '../../lib/view/format.ts';
import { gapRow } from '../../lib/view/gaps.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { timeAt, type TimeRange } from '../../lib/view/time-scale.ts';
import { timelineRows, type TimelineRow } from '../../lib/view/timeline.ts';
import { navigationsOf } from '../../lib/view/timeline-pages.ts';
import { markAt, neighbourMark } from '../../lib/view/timeline-pixels.ts';
import { axisMoment, barTip, markTip, tabTip, tabWords, type AxisTime, type Tip } from '../../lib/view/timeline-words.ts';
import { useServices } from '../app-services.ts';
import { useVirtual } from '../ui/use-virtual.ts';
import { useSize } from '../use-size.ts';
import { laneFor, type LaneInput } from './LaneRow.tsx';
import { SessionLaneRow } from './SessionLaneRow.tsx';
import { TabTrackRow } from './TabTrackRow.tsx';
import { TimeAxis } from './TimeAxis.tsx';
import { TimelineOverlay } from './TimelineOverlay.tsx';
import { useTimelinePointer, type Hover } from './use-timeline-pointer.ts';
import type { TimeView } from './use-time-view.ts';
import styles from './Timeline.module.css';

type TimelineProps = {
  readonly sessions: readonly Session[];
  readonly input: LaneInput;
  readonly axis: TimeView;
  readonly time: AxisTime;
  readonly open: boolean;
  readonly selected: SessionKey | null;
  readonly footstep: Footstep | null;
  readonly brush: TimeRange | null;
  readonly onBrush: (range: TimeRange | null) => void;
  readonly onSession: (key: SessionKey) => void;
  readonly onFootstep: (footstep: Footstep) => void;
};

const ROW = 22;
const LABEL = 170;
const LABEL_NARROW = 96;
const NARROW = 520;
const PAN_PART = 0.1;
const ZOOM_STEP = 0.6;

/** Beside the pointer, on the side where there is more room. */
const tipPlace = ({ x, y }: Hover, { width, height, label }: { readonly width: number; readonly height: number; readonly label: number }) => ({
  ...(y > height / 2 ? { bottom: `${height - y + 8}px` } : { top: `${y + 16}px` }),
  ...(label + x > width / 2 ? { right: `${width - label - x + 10}px` } : { left: `${label + x + 12}px` }),
});

/** Lanes under one time axis. One stop of the Tab key: see {@link onKeyDown} for its keys. */
export function Timeline({ sessions, input, axis, time, open, selected, footstep, brush, onBrush, onSession, onFootstep }: TimelineProps) {
  const { vendorName, tabId } = useServices();
  const [active, setActive] = useState<string | null>(null);
  const rows = useMemo(() => timelineRows(sessions, input.tracks, vendorName), [sessions, input.tracks, vendorName]);
  const keyAt = useCallback((index: number) => rows[index]?.key ?? '', [rows]);
  const { scroller, start, end, pageRows, onScroll, show } = useVirtual({ count: rows.length, rowHeight: ROW, headHeight: ROW, keyAt, follow: null });
  const [frame, size] = useSize<HTMLDivElement>({ width: 900, height: 200 });
  const [body, inner] = useSize<HTMLDivElement>({ width: 900, height: 200 });
  const label = size.width < NARROW ? LABEL_NARROW : LABEL;
  const width = Math.max(40, inner.width - label);
  const pointer = useTimelinePointer({ frame, axis, width, labelWidth: label, onBrush });
  const navigations = useMemo(() => navigationsOf(input.tracks), [input.tracks]);
  const activeKey = active !== null && rows.some((row) => row.key === active) ? active : selected;
  const activeIndex = useMemo(() => rows.findIndex((row) => row.key === activeKey), [rows, activeKey]);
  const { view } = axis;

  const laneAt = (index: number) => {
    const row = rows[index];
    return row?.type === 'session' ? laneFor(row.session, input) : null;
  };
  const loaded = (key: SessionKey, id: string | null): Footstep | undefined => (id === null ? undefined : input.footsteps.get(key)?.find((one) => one.id === id));
  const goTo = (index: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    setActive(keyAt(next));
    show(next);
  };
  const choose = (row: TimelineRow | undefined): void => {
    if (row?.type === 'session') onSession(row.session.key);
  };
  const onClick = (event: MouseEvent): void => {
    if (pointer.wasDrag()) return;
    const found = (event.target as Element | null)?.closest<HTMLElement>('[data-index]');
    if (!found) return;
    const index = Number(found.dataset['index']);
    setActive(keyAt(index));
    const lane = laneAt(index);
    const x = pointer.xIn(event);
    const hit = lane && x >= 0 ? markAt(lane.marks, x, view, width) : null;
    const step = lane && hit ? loaded(lane.session.key, hit.mark.footstep) : undefined;
    if (step) onFootstep(step);
    else choose(rows[index]);
  };
  const stepMark = (direction: 1 | -1): void => {
    const lane = laneAt(activeIndex);
    if (!lane) return;
    const from = footstep && footstep.sessionKey === lane.session.key ? footstep.occurredAt : direction > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const next = neighbourMark(lane.marks, from, direction);
    const step = next && loaded(lane.session.key, next.footstep);
    if (!step) return;
    axis.show(step.occurredAt);
    onFootstep(step);
  };
  const act = (key: string, shift: boolean): boolean => {
    if (shift && (key === 'ArrowLeft' || key === 'ArrowRight')) stepMark(key === 'ArrowRight' ? 1 : -1);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') axis.pan(key === 'ArrowLeft' ? -PAN_PART : PAN_PART);
    else if (key === 'ArrowDown' || key === 'ArrowUp') goTo(activeIndex + (key === 'ArrowDown' ? 1 : -1));
    else if (key === 'PageDown' || key === 'PageUp') goTo(activeIndex + (key === 'PageDown' ? pageRows : -pageRows));
    else if (key === '+' || key === '=') axis.zoom(ZOOM_STEP);
    else if (key === '-' || key === '_') axis.zoom(1 / ZOOM_STEP);
    else if (key === '0') axis.fit();
    else if (key === 'Home') axis.toStart();
    else if (key === 'End') axis.toEnd();
    else if (key === 'b') onBrush(view);
    else if (key === 'Escape' && brush) onBrush(null);
    else if (key === 'Enter' && rows[activeIndex]?.type === 'session') choose(rows[activeIndex]);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    if (act(event.key, event.shiftKey)) event.preventDefault();
  };
  const tip = tipAt();
  const drawn = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  return (
    <div ref={frame} class={styles['frame']} style={{ '--label': `${label}px` }} onWheel={pointer.onWheel} onPointerMove={pointer.onPointerMove} onPointerLeave={pointer.onPointerLeave}>
      <div
        ref={scroller} class={styles['scroller']} role="treegrid" aria-label={t('timeline_lanes')} aria-rowcount={rows.length + 1} tabIndex={0} onScroll={onScroll} onKeyDown={onKeyDown}
        {...(activeIndex >= start && activeIndex < end ? { 'aria-activedescendant': `lane-${activeIndex}` } : {})}
      >
        <div class={styles['head']} role="row" aria-rowindex={1}>
          <div class={styles['corner']} role="columnheader">{t('timeline_column')}</div>
          <div class={styles['axis']} role="columnheader" title={t('timeline_axis')} onPointerDown={pointer.onBrushStart} onDblClick={() => brush && axis.set(brush)}>
            <span class={styles['words']}>{t('timeline_axis')}</span>
            <TimeAxis view={view} width={width} time={time} />
          </div>
        </div>
        <div ref={body} class={styles['body']} role="rowgroup" style={{ height: `${rows.length * ROW}px` }} onClick={onClick} onPointerDown={pointer.onPanStart}>
          {drawn.map((index) => {
            const row = rows[index] as TimelineRow;
            return (
              <div
                key={row.key} id={`lane-${index}`} data-index={index} role="row" aria-rowindex={index + 2} aria-level={row.type === 'session' ? 2 : 1} style={{ top: `${index * ROW}px` }}
                class={`${styles['row']} ${row.key === activeKey ? styles['active'] : ''} ${row.type === 'vendor' ? styles['vendor'] : ''}`} aria-selected={row.type === 'session' && row.session.key === selected}
              >
                {row.type === 'session' ? (
                  <SessionLaneRow session={row.session} input={input} view={view} width={width} time={time} chosenAt={footstep && footstep.sessionKey === row.session.key ? footstep.occurredAt : null} />
                ) : (
                  <>
                    <div class={styles['label']} role="rowheader">
                      {row.type === 'vendor' ? <>{row.name} <span class={styles['count']}>{formatCount(row.count)}</span></> : row.track.tabId === tabId ? t('timeline_thisTab') : t('timeline_tab', row.track.tabId)}
                    </div>
                    <div class={styles['cell']} role="gridcell">
                      {row.type === 'tab' ? <><span class={styles['words']}>{tabWords(row.track)}</span><TabTrackRow track={row.track} view={view} width={width} /></> : null}
                    </div>
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      <TimelineOverlay view={view} width={width} time={time} gaps={input.gaps} navigations={navigations} brush={pointer.draft ?? brush} open={open} />
      {tip && pointer.hover ? (
        <div class={styles['tip']} aria-hidden="true" style={tipPlace(pointer.hover, { width: size.width, height: size.height, label })}>
          <b>{tip.title}</b>
          {tip.lines.map((line) => <span key={line}>{line}</span>)}
        </div>
      ) : null}
    </div>
  );

  function tipAt(): Tip | null {
    const { hover } = pointer;
    if (!hover || hover.index === null || hover.x < 0 || hover.x > width) return null;
    const row = rows[hover.index];
    const at = timeAt(hover.x, view, width);
    const gap = input.gaps.find(({ from, to }) => from <= at && (to ?? at) >= at);
    if (row?.type === 'session') {
      const lane = laneFor(row.session, input);
      const hit = markAt(lane.marks, hover.x, view, width);
      if (hit) return markTip(hit.mark, loaded(row.session.key, hit.mark.footstep), hit.more, time);
      const air = ((view.to - view.from) / width) * 8;
      if (!gap && at >= lane.from - air && at <= lane.to + air) return barTip(lane, at, view, time);
    }
    if (gap) return { title: gapRow(gap, time.now).words, lines: [] };
    if (row?.type === 'tab') return tabTip(row.track, at, time);
    const page = navigations.find((one) => Math.abs(one.at - at) <= ((view.to - view.from) / width) * 3);
    return page ? { title: t('timeline_pageOpened', page.url === null ? t('timeline_pageUnknown') : pageLabel(page.url)), lines: [axisMoment(page.at, time)] } : null;
  }
}
