import { useMemo, useState } from 'preact/hooks';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { formatCount, hostLabel } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { clockText, momentText } from '../../lib/view/time-mode.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { extentOf } from '../../lib/view/timeline.ts';
import { openedBefore } from '../../lib/view/timeline-pages.ts';
import type { AxisTime } from '../../lib/view/timeline-words.ts';
import { IconButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { useNow } from '../use-now.ts';
import { useTimeMode } from '../use-time-mode.ts';
import { VisitList } from '../visits/VisitList.tsx';
import { StretchChip } from './StretchChip.tsx';
import { Timeline } from './Timeline.tsx';
import { useTimelineData, type Which } from './use-timeline-data.ts';
import { useTimeView } from './use-time-view.ts';
import styles from './TimelinePane.module.css';

export type TimelineTab = 'lanes' | 'visits';

type TimelinePaneProps = {
  readonly tabId: number | null;
  readonly sessions: readonly Session[];
  readonly known: boolean;
  readonly sessionKey: SessionKey | null;
  readonly session: Session | null;
  readonly footsteps: readonly Footstep[];
  readonly footstep: Footstep | null;
  readonly tab: TimelineTab;
  readonly onTab: (tab: TimelineTab) => void;
  readonly stretch: TimeRange | null;
  readonly onStretch: (range: TimeRange | null) => void;
  readonly onSession: (key: SessionKey) => void;
  readonly onFootstep: (footstep: Footstep) => void;
  /** Null where it cannot be folded. */
  readonly folded: boolean | null;
  readonly onFold: (folded: boolean) => void;
};

/** So many visits can be chosen from; all are among "All visits". */
const MAX_CHOICES = 20;
const EMPTY_SPAN = { from: 0, to: 1_000 };

/** The timeline and the visits, under one head. */
export function TimelinePane({ tabId, sessions, known, sessionKey, session, footsteps, footstep, tab, onTab, stretch, onStretch, onSession, onFootstep, folded, onFold }: TimelinePaneProps) {
  const now = useNow();
  const [mode] = useTimeMode();
  const [{ which, pickedWith }, setPicked] = useState<{ readonly which: Which; readonly pickedWith: SessionKey | null }>({ which: 'follow', pickedWith: null });
  const setWhich = (next: Which): void => setPicked({ which: next, pickedWith: sessionKey });
  const { visits, visit, drawn, lanes, tracks, gaps, newest, newestMoments } = useTimelineData({ tabId, sessions, sessionKey, footsteps, which, pickedWith, asleep: folded === true || tab === 'visits' });
  const whole = extentOf(drawn, now) ?? EMPTY_SPAN;
  const extent = { from: openedBefore(tracks, whole.from), to: whole.to };
  const open = drawn.some((one) => isOpenAt(one, now));
  // Another visit is looked at from its beginning to its end.
  const scene = which === 'all' ? 'all' : (visit?.id ?? null);
  const axis = useTimeView(extent, open, scene);
  // Since the start of which of many visits? There the time of day says more.
  const time: AxisTime = { mode: mode === 'relative' && which === 'all' && session === null ? 'local' : mode, origin: session?.startedAt ?? whole.from, now };
  const input = useMemo(() => ({ footsteps: lanes, tracks, gaps, now }), [lanes, tracks, gaps, now]);
  const choices = visits.slice(0, MAX_CHOICES);
  const value = which === 'all' ? 'all' : (visit?.id ?? 'all');
  return (
    <>
      <header class={styles['head']}>
        <Tabs label={t('timeline_view')} panelId="timeline" tabs={[{ id: 'lanes', label: t('timeline_label') }, { id: 'visits', label: t('timeline_visits'), count: visits.length }]} selected={tab} onSelect={(next) => {
          onTab(next);
          if (folded) onFold(false);
        }} />
        {tab === 'lanes' && !folded ? (
          <>
            <select class={styles['which']} aria-label={t('timeline_which')} value={value} onChange={({ currentTarget }) => setWhich(currentTarget.value === 'all' ? 'all' : (currentTarget.value as SessionKey))}>
              <option value="all">{t('timeline_allCount', formatCount(visits.length))}</option>
              {visit && !choices.includes(visit) ? <option value={visit.id}>{optionOf(visit)}</option> : null}
              {choices.map((one) => <option key={one.id} value={one.id}>{optionOf(one)}</option>)}
            </select>
            {stretch ? <StretchChip stretch={stretch} origin={time.origin} onClear={() => onStretch(null)} onZoom={() => axis.set(stretch)} /> : null}
            {newest === null ? null : <span class={styles['note']}>{tn('timeline_newest', newest, formatCount(newest))}</span>}
            {newestMoments === null ? null : <span class={styles['note']}>{tn('timeline_newestMoments', newestMoments, formatCount(newestMoments))}</span>}
          </>
        ) : null}
        <span class={styles['space']} />
        {tab === 'lanes' && !folded ? (
          <>
            <IconButton icon="zoomOut" label={t('timeline_zoomOut')} disabled={axis.fits} onClick={() => axis.zoom(1 / 0.6)} />
            <IconButton icon="zoomIn" label={t('timeline_zoomIn')} onClick={() => axis.zoom(0.6)} />
            <IconButton icon="fit" label={t('timeline_fit')} disabled={axis.fits} onClick={axis.fit} />
          </>
        ) : null}
        {folded === null ? null : <IconButton icon={folded ? 'up' : 'down'} label={t(folded ? 'timeline_unfold' : 'timeline_fold')} onClick={() => onFold(!folded)} />}
      </header>
      <div class={styles['body']} id="timeline" role="tabpanel" aria-labelledby={`timeline-tab-${tab}`} hidden={folded === true}>
        {folded ? null : tab === 'visits' ? (
          <VisitList visits={visits} selected={sessionKey} mode={mode} onSession={onSession} onVisit={({ id }) => {
            setWhich(id);
            onTab('lanes');
          }} />
        ) : drawn.length ? (
          <Timeline
            sessions={drawn} input={input} axis={axis} time={time} open={open} selected={sessionKey} footstep={footstep} brush={stretch} onBrush={onStretch} onSession={onSession} onFootstep={onFootstep}
          />
        ) : known ? <EmptyState emptiness={{ title: t('timeline_none'), lines: [t('timeline_none_line')], action: null }} /> : null}
      </div>
    </>
  );

  function optionOf({ site, from, to, open: goesOn, sessions: own }: (typeof visits)[number]): string {
    const shown = mode === 'utc' ? 'utc' : 'local';
    return t('timeline_visitOption', site === null ? t('visits_noSite') : hostLabel(site), `${momentText(from, now, shown)}–${goesOn ? t('visits_open') : clockText(to, shown)}`, tn('count_session', own.length, formatCount(own.length)));
  }
}
