import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { START, type SortId } from '../../lib/view/report-address.ts';
import { reportEmptiness, type ReportAction } from '../../lib/view/report-emptiness.ts';
import { MOST_IN_REPORT } from '../../lib/view/report-rows.ts';
import { vendorCounts } from '../../lib/view/session-rows.ts';
import { useServices } from '../app-services.ts';
import { DropTarget } from '../imports/DropTarget.tsx';
import { useImport } from '../imports/use-import.ts';
import { ExportSheet, HelpSheet, ImportSheet } from '../panel/parts.ts';
import { resume, useRecordState } from '../record-state.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notes } from '../ui/Notes.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { SplitPane } from '../ui/SplitPane.tsx';
import type { GridHandle } from '../ui/VirtualGrid.tsx';
import { useSize } from '../use-size.ts';
import { BulkBar } from './BulkBar.tsx';
import { Cards } from './Cards.tsx';
import { ChartPane } from './ChartPane.tsx';
import { useColumns } from './columns.ts';
import { ComparePane } from './ComparePane.tsx';
import { DeleteSheet } from './DeleteSheet.tsx';
import { ReportToolbar } from './ReportToolbar.tsx';
import { SessionPane } from './SessionPane.tsx';
import { SessionTable } from './SessionTable.tsx';
import { UserHead } from './UserHead.tsx';
import { usePlace } from './use-place.ts';
import { useReportData } from './use-report-data.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './Report.module.css';

/** Below, the session takes the place of the list. */
const TWO_PANES = 1000;
const NOTHING: ReadonlySet<SessionKey> = new Set();

/** All sessions of all sites and all time: numbers, chart, table, one session, a user, two sessions compared. */
export function Report() {
  const services = useServices();
  const [place, goTo] = usePlace();
  const data = useReportData(place);
  const record = useRecordState();
  const [columns, setColumns] = useColumns();
  const [chosen, setChecked] = useState<ReadonlySet<SessionKey>>(NOTHING);
  const [sheet, setSheet] = useState<'help' | 'export' | 'import' | 'delete' | null>(null);
  const importing = useImport();
  const [root, size] = useSize<HTMLDivElement>({ width: 1400, height: 900 });
  const filterBox = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const byKey = useMemo(() => new Map(data.all.map((session) => [session.key, session])), [data.all]);
  // What was deleted, or is hidden by the filter, is not chosen any more: nothing is done to what nobody sees.
  const checked = useMemo(() => data.shown.filter(({ key }) => chosen.has(key)), [data.shown, chosen]);
  const checkedKeys = useMemo(() => new Set(checked.map(({ key }) => key)), [checked]);
  const session = place.session === null ? null : (byKey.get(place.session) ?? null);
  const completions = useCompletions(data.all, data);

  const openSession = (key: SessionKey | null): void => goTo({ session: key, compare: null }, place.session === null || key === null || place.compare !== null ? 'push' : 'replace');
  const closeSession = (): void => {
    openSession(null);
    requestAnimationFrame(() => grid.current?.focus());
  };
  const openUser = (user: string | null): void => goTo({ user, ...(user === null ? {} : { range: START.range, active: false, filter: '' }) }, 'push');
  const act = (action: ReportAction): void => {
    if (action === 'allow') void services.requestPermission();
    else if (action === 'resume') void resume(services, record.recording);
    else if (action === 'showAll') goTo({ range: START.range });
    else if (action === 'showEnded') goTo({ active: false });
    else goTo({ filter: '' });
  };
  /** One step back: out of the comparison, the session, the filter, the user. */
  const back = (): boolean => {
    if (place.compare) goTo({ compare: null }, 'push');
    else if (place.session !== null) closeSession();
    else if (place.filter !== '') goTo({ filter: '' });
    else if (place.user !== null) openUser(null);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || sheet !== null) return;
    const typing = event.target instanceof HTMLSelectElement || (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox' && event.target.type !== 'radio');
    if (event.key === 'Escape') {
      if (!back()) return;
    } else if (typing && event.key === 'ArrowDown' && event.target === filterBox.current) grid.current?.focus();
    else if (typing) return;
    else if (event.key === '/') {
      filterBox.current?.focus();
      filterBox.current?.select();
    } else if (event.key === '?') setSheet('help');
    else return;
    event.preventDefault();
  };
  const take = (file: File): void => {
    importing.take(file);
    setSheet('import');
  };
  const sort = (by: SortId): void => goTo({ sort: { by, descending: place.sort.by === by ? !place.sort.descending : !['session', 'vendor', 'site', 'user', 'state', 'release', 'cause'].includes(by) } });

  const emptiness = data.known && record.known && data.shown.length === 0
    ? reportEmptiness({ recording: record.recording, filtered: data.filter.root !== null, active: place.active, user: place.user, ofUser: data.ofUser.length, matching: data.matching.length })
    : null;
  const isAny = data.ofUser.length > 0;
  const list = (
    <div class={`${layout.column} ${styles['list']}`}>
      {place.user === null ? null : <UserHead sessions={data.all} user={place.user} onLeave={() => openUser(null)} />}
      {isAny ? <Cards cards={data.cards} wholeTime={place.range.id === 'all'} /> : null}
      {isAny ? <ChartPane series={data.series} range={data.range} onRange={(range) => goTo({ range })} /> : null}
      {isAny ? <BulkBar
        shown={data.shown.length} all={data.all.length} full={data.all.length >= MOST_IN_REPORT} checked={checked} search={data.search} onUncheck={() => setChecked(NOTHING)} onExport={() => setSheet('export')} onImport={() => setSheet('import')} onDelete={() => setSheet('delete')}
        onCompare={() => {
          const [one, other] = checked.toSorted((a, b) => a.startedAt - b.startedAt);
          if (one && other) goTo({ compare: [one.key, other.key], session: null }, 'push');
        }}
      /> : null}
      {data.error ? <EmptyState emptiness={{ title: t('panel_sessions_unread'), lines: [t('report_unread_line')], action: null }} /> : null}
      {!data.error && emptiness ? (
        <div class={styles['empty']}>
          <EmptyState emptiness={{ title: emptiness.title, lines: emptiness.lines, action: null }} />
          {isAny || place.user !== null ? null : <p><Button icon="import" onClick={() => setSheet('import')}>{t('import_open')}</Button></p>}
          {emptiness.action === null ? null : <p><Button onClick={() => act(emptiness.action as ReportAction)}>{emptiness.label}</Button></p>}
        </div>
      ) : null}
      {data.shown.length > 0 ? (
        <SessionTable
          sessions={data.shown} place={place} columns={columns} context={data.context} checked={checkedKeys} onChecked={setChecked} onSort={sort} onOpen={openSession} handle={grid}
          onPass={(key) => {
            if (place.session !== null) openSession(key);
          }}
        />
      ) : null}
    </div>
  );
  const detail = session ? (
    <SessionPane session={session} findings={data.findings} filter={data.filter} ofUser={place.user !== null} onSession={openSession} onUser={openUser} onClose={closeSession} />
  ) : place.session !== null && data.settled ? (
    <Gone title={t('report_detail_gone')} way={t('report_detail_close')} onBack={closeSession} />
  ) : null;
  const pair = place.compare?.map((key) => byKey.get(key)) ?? [];
  const [one, other] = pair;
  return (
    <DropTarget onFile={take}>
      <div ref={root} class={layout.page} onKeyDown={onKeyDown}>
        <header>
          <h1 class={layout.unseen}>{t('report_title')}</h1>
          {place.compare ? null : <ReportToolbar place={place} goTo={goTo} data={data} completions={completions} filterBox={filterBox} columns={columns} onColumns={setColumns} />}
          <Notes />
        </header>
        <main class={styles['main']}>
          {place.compare ? (
            one && other ? (
              <ComparePane key={place.compare.join(' ')} one={one} other={other} onSession={openSession} onBack={() => goTo({ compare: null }, 'push')} onSwap={() => goTo({ compare: [other.key, one.key] })} />
            ) : data.settled ? (
              <Gone title={t('report_compare_gone')} way={t('report_compare_back')} onBack={() => goTo({ compare: null })} />
            ) : null
          ) : detail === null ? list : size.width < TWO_PANES ? detail : (
            <SplitPane name="report.session" label={t('report_detail_size')} direction="row" fixed="second" initial={480} min={320}>
              {list}
              {detail}
            </SplitPane>
          )}
        </main>
        {sheet === 'help' ? <HelpSheet onClose={() => setSheet(null)} /> : null}
        {sheet === 'export' ? <ExportSheet session={checked.length === 0 ? session : null} shown={checked.length > 0 ? checked : data.shown.length < data.all.length ? data.shown : null} chosen={checked.length > 0} tabId={null} onClose={() => setSheet(null)} /> : null}
        {sheet === 'import' ? <ImportSheet state={importing} onShowAll={null} onClose={() => setSheet(null)} /> : null}
        {sheet === 'delete' ? (
          <DeleteSheet
            sessions={checked} onClose={() => setSheet(null)}
            onDeleted={() => {
              setSheet(null);
              setChecked(NOTHING);
              if (place.session !== null && checkedKeys.has(place.session)) closeSession();
            }}
          />
        ) : null}
        <LiveRegion text={data.known ? t('report_shown', tn('count_session', data.shown.length, formatCount(data.shown.length))) : null} />
      </div>
    </DropTarget>
  );
}

/** What a bookmark led to is not there any more. */
function Gone({ title, way, onBack }: { readonly title: string; readonly way: string; readonly onBack: () => void }) {
  return (
    <div class={styles['empty']}>
      <EmptyState emptiness={{ title, lines: [t('report_detail_gone_line')], action: null }} />
      <p><Button onClick={onBack}>{way}</Button></p>
    </div>
  );
}

const texts = (values: readonly (string | undefined | null)[]): string[] => [...new Set(values)].filter((value) => typeof value === 'string');

/** What the filter can propose of the data that is there. Gathered when asked for. */
function useCompletions(sessions: readonly Session[], { findings, fields }: Pick<ReturnType<typeof useReportData>, 'findings' | 'fields'>): () => CompletionSource {
  const { vendorName } = useServices();
  return useCallback(() => ({
    vendors: vendorCounts(sessions, vendorName).map(({ protocol, name }) => ({ word: protocol, hint: name })),
    users: texts(sessions.flatMap(({ identity }) => [identity.userId, identity.name, identity.anonymousId])),
    sessions: texts(sessions.map(({ sessionId }) => sessionId)),
    pages: texts(sessions.map(({ site }) => site)),
    codes: texts(findings.map(({ code }) => code)),
    fields,
  }), [sessions, findings, fields, vendorName]);
}
