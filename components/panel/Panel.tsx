import { useEffect, useRef } from 'preact/hooks';
import type { Footstep } from '../../lib/domain/views.ts';
import { formatCount } from '../../lib/view/format.ts';
import type { Emptiness } from '../../lib/view/emptiness.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { resume, useRecordState } from '../record-state.ts';
import type { GridHandle } from '../ui/VirtualGrid.tsx';
import { DropTarget } from '../imports/DropTarget.tsx';
import { useImport } from '../imports/use-import.ts';
import { useLoadAhead } from '../ui/Lazy.tsx';
import { Notes } from '../ui/Notes.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { useSize, type Size } from '../use-size.ts';
import { FootstepsPane } from './FootstepsPane.tsx';
import { PanelLayout, type LayoutMode } from './PanelLayout.tsx';
import { PanelToolbar } from './PanelToolbar.tsx';
import { CaptureSheet, DetailsPane, ExportSheet, HelpSheet, ImportSheet, PageControls, PARTS, SameVisit, TimelinePane } from './parts.ts';
import { SessionsPane } from './SessionsPane.tsx';
import { useAfterTyping } from './use-after-typing.ts';
import { useCompletionSource } from './use-completion-source.ts';
import { useNavigationCut } from './use-navigation-cut.ts';
import { usePanelData } from './use-panel-data.ts';
import { usePanelState, type PaneId } from './use-panel-state.ts';
import { VendorChips } from './VendorChips.tsx';
import { layout } from '../ui/Layout.tsx';
import styles from './Panel.module.css';

const ONE_COLUMN = 620;
const THREE_COLUMNS = 1080;
/** The toolbar is one line at any width. */
const MENU_BELOW = 620;
const WORDS_FROM = 760;
/** Below that there is no room for two panes over one another and the timeline: in a low window, or at 200 %. */
const LOW = 360;
/** Docked at a side the panel is narrow and tall: then the panes lie over one another, and tabs are for what is small both ways. */
const STACKABLE = 480;

function modeFor({ width, height }: Size): LayoutMode {
  if (width < ONE_COLUMN) return height < STACKABLE ? 'one' : 'stack';
  if (width < THREE_COLUMNS) return height < LOW ? 'one' : 'two';
  return 'three';
}

/** Sessions, their footsteps, and the details of either: the full view. */
export function Panel() {
  const services = useServices();
  useLoadAhead(PARTS);
  const state = usePanelState(services.tabId !== null);
  const record = useRecordState();
  const importing = useImport();
  const tabId = state.scope === 'tab' ? services.tabId : null;
  const since = useNavigationCut(tabId, state.keep);
  const data = usePanelData({ tabId, filterText: state.filterText, vendors: state.vendors, sessionKey: state.sessionKey, since, stretch: state.stretch });
  const completions = useCompletionSource(data);
  // A thousand lanes take longer than a letter may.
  const lanes = useAfterTyping(data.sessions.shown, state.filterText);
  const [root, size] = useSize<HTMLDivElement>({ width: 1200, height: 700 });
  const mode = modeFor(size);
  const filterBox = useRef<HTMLInputElement>(null);
  const sessionGrid = useRef<GridHandle>(null);
  const footstepGrid = useRef<GridHandle>(null);
  const { session } = data;
  // A session that was cleared is no longer chosen.
  if (state.sessionKey !== null && data.sessions.known && session === null) state.chooseSession(null);
  const footstep = state.footstepId === null ? null : (data.footsteps.all.find((f) => f.id === state.footstepId) ?? null);

  const act = (action: Emptiness['action']): void => {
    if (action === 'allow') void services.requestPermission();
    if (action === 'resume') void resume(services, record.recording);
    if (action === 'clearFilter') state.clearFilter();
  };
  const goTo = (pane: PaneId): void => {
    state.setPane(pane);
    // In one column the pane has to be drawn before it can have the focus.
    requestAnimationFrame(() => {
      if (pane === 'sessions') sessionGrid.current?.focus();
      else if (pane === 'footsteps') footstepGrid.current?.focus();
      else if (pane === 'timeline') root.current?.querySelector<HTMLElement>('[data-pane="timeline"] [tabindex="0"]')?.focus();
      else root.current?.querySelector<HTMLElement>('[data-pane="details"] [role="tab"][aria-selected="true"], [data-pane="details"] [tabindex="0"]')?.focus();
    });
  };
  /** One step back: out of the filter, the footstep, the session. */
  const back = (): void => {
    if (state.filterText) state.setFilterText('');
    else if (state.footstepId !== null) {
      state.setFootstepId(null);
      goTo('footsteps');
    } else if (state.sessionKey !== null) {
      state.chooseSession(null);
      goTo('sessions');
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement;
    // Chromium's DevTools take keys at the document, whoever had them before: Esc would open the console and take the focus away.
    if (event.defaultPrevented || (state.sheet !== null && event.key === 'Escape')) event.stopPropagation();
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || state.sheet !== null) return;
    if (event.key === 'Escape') back();
    else if (typing && event.key === 'ArrowDown') goTo('footsteps');
    else if (typing) return;
    // Firefox's toolbox opens its console with Esc before a panel hears of it, and asks no extension: there this key is the quiet one.
    else if (event.key === 'Backspace') back();
    else if (event.key === '/') {
      filterBox.current?.focus();
      filterBox.current?.select();
    } else if (event.key === '?') state.setSheet('help');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // At the document, as after a click on nothing in particular nobody has the focus.
  const handler = useRef(onKeyDown);
  handler.current = onKeyDown;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => handler.current(event);
    document.body.addEventListener('keydown', listen);
    return () => document.body.removeEventListener('keydown', listen);
  }, []);
  const chooseFootstep = (step: Footstep): void => {
    // Its session's list holds it, also where the list of all is too short to.
    if (state.sessionKey !== null && step.sessionKey !== state.sessionKey) state.chooseSession(step.sessionKey);
    state.setFootstepId(step.id);
  };
  const showVisits = (): void => {
    state.setTimelineTab('visits');
    state.setFolded(false);
    goTo('timeline');
  };
  const closeSheet = (): void => state.setSheet(null);
  const showAll = (): void => {
    state.setScope('all');
    closeSheet();
  };
  const take = (file: File): void => {
    importing.take(file);
    state.setSheet('import');
  };
  return (
    <DropTarget onFile={services.isPrivate ? null : take}>
      <div ref={root} class={`${layout.page} ${styles['panel']}`}>
        <header class={styles['head']}>
          <h1 class={layout.unseen}>{t('panel_title')}</h1>
          <PanelToolbar
            room={size.width < MENU_BELOW ? 'menu' : size.width < WORDS_FROM ? 'icons' : 'words'} record={record} hasTab={services.tabId !== null} scope={state.scope} onScope={state.setScope} grouped={state.grouped} onGrouped={state.setGrouped} keep={state.keep} onKeep={state.setKeep}
            filterText={state.filterText} onFilter={state.setFilterText} filterProblem={data.filter.problem} completions={completions} filterBox={filterBox} onClear={() => void services.clear({ tabId })} onSheet={state.setSheet}
          />
          <Notes />
          <VendorChips sessions={data.sessions.all} chosen={state.vendors} onChoose={state.setVendors} />
        </header>
        <PanelLayout
          mode={mode} pane={state.pane} onPane={state.setPane} folded={state.folded}
          sessions={<SessionsPane data={data} state={state} record={record} handle={sessionGrid} onAction={act} onOpen={() => goTo('footsteps')} />}
          footsteps={<FootstepsPane data={data} state={state} handle={footstepGrid} onAction={act} onOpen={() => goTo('details')} />}
          details={!data.isDrawn ? null : <DetailsPane data={data} footstep={footstep} onSession={state.chooseSession} sameVisit={session ? <SameVisit sessions={data.sessions.all} session={session} onShow={showVisits} /> : null} />}
          timeline={!data.isDrawn ? null : (
            <TimelinePane
              tabId={tabId} sessions={lanes} known={data.sessions.known} sessionKey={state.sessionKey} session={session} footsteps={data.footsteps.all} footstep={footstep}
              tab={state.timelineTab} onTab={state.setTimelineTab} stretch={state.stretch} onStretch={state.setStretch} onSession={state.chooseSession} onFootstep={chooseFootstep}
              folded={mode === 'one' || mode === 'stack' ? null : state.folded} onFold={state.setFolded}
            />
          )}
        />
        {state.sheet === 'help' ? <HelpSheet onClose={closeSheet} /> : null}
        {state.sheet === 'import' ? <ImportSheet state={importing} onShowAll={tabId === null ? null : showAll} onClose={closeSheet} /> : null}
        {state.sheet === 'controls' ? <PageControls onClose={closeSheet} /> : null}
        {state.sheet === 'capture' ? <CaptureSheet counters={record.counters} onClose={closeSheet} /> : null}
        {state.sheet === 'export' ? <ExportSheet session={session} shown={data.sessions.shown.length < data.sessions.all.length ? data.sessions.shown : null} tabId={tabId} onClose={closeSheet} /> : null}
        <LiveRegion text={data.sessions.known && data.footsteps.known ? t(data.footsteps.searching ? 'panel_shownSoFar' : 'panel_shown', tn('count_session', data.sessions.shown.length, formatCount(data.sessions.shown.length)), tn('count_footstep', data.footsteps.shown.length, formatCount(data.footsteps.shown.length))) : null} />
      </div>
    </DropTarget>
  );
}
