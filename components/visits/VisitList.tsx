import { useEffect, useRef } from 'preact/hooks';
import { ownTab } from '../../lib/domain/import.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { formatCount, hostLabel, shortId } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { endOf } from '../../lib/view/state.ts';
import { momentText, type TimeMode } from '../../lib/view/time-mode.ts';
import { sinceVisit, visitSentences } from '../../lib/view/visit-words.ts';
import type { Visit } from '../../lib/view/visits.ts';
import { sessionTitle, userText } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { SessionState } from '../sessions/SessionState.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './VisitList.module.css';

type VisitListProps = { readonly visits: readonly Visit[]; readonly selected: SessionKey | null; readonly mode: TimeMode; readonly onSession: (key: SessionKey) => void; readonly onVisit: (visit: Visit) => void };

/** So many lines in all, as each is a dozen elements. */
const MAX_LINES = 60;
/** A visit of more sessions than this shows its newest. */
const MAX_OF_VISIT = 30;

/** Visits, newest first: which ids belong together, and where the vendors do not agree. */
export function VisitList({ visits, selected, mode, onSession, onVisit }: VisitListProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = root.current?.querySelector<HTMLElement>('[aria-current="true"]');
    // happy-dom has no layout to scroll.
    row?.scrollIntoView?.({ block: 'nearest' });
  }, [selected]);
  const shown = shownVisits(visits, selected);
  if (visits.length === 0) return <EmptyState emptiness={{ title: t('visits_none'), lines: [t('visits_none_line')], action: null }} />;
  return (
    <div ref={root} class={styles['list']} role="region" aria-label={t('visits_label')} tabIndex={0}>
      {shown.map((visit) => <VisitTable key={visit.id} visit={visit} selected={selected} mode={mode} onSession={onSession} onVisit={onVisit} />)}
      {visits.length > shown.length ? <p class={styles['more']}>{tn('visits_more', visits.length - shown.length, formatCount(visits.length - shown.length))}</p> : null}
    </div>
  );
}

/** The newest visits that have room, and in any case that of the chosen session. */
function shownVisits(visits: readonly Visit[], selected: SessionKey | null): readonly Visit[] {
  let lines = 0;
  return visits.filter((visit, i) => {
    const own = visit.sessions.some((session) => session.key === selected);
    const room = i === 0 || lines + Math.min(visit.sessions.length, MAX_OF_VISIT) <= MAX_LINES;
    if (room || own) lines += Math.min(visit.sessions.length, MAX_OF_VISIT);
    return room || own;
  });
}

type VisitTableProps = Omit<VisitListProps, 'visits'> & { readonly visit: Visit };

function VisitTable({ visit, selected, mode, onSession, onVisit }: VisitTableProps) {
  const { vendorName, now } = useServices();
  const momentOf = (at: number): string => momentText(at, now(), mode === 'utc' ? 'utc' : 'local');
  const sessions = visit.vendors.flatMap((vendor) => vendor.sessions);
  const lines = sessions.length > MAX_OF_VISIT ? sessions.filter((session) => session.key === selected || visit.sessions.slice(-MAX_OF_VISIT + 1).includes(session)) : sessions;
  const tabs = visit.tabIds.length ? tn('visits_tabs', visit.tabIds.length, formatCount(visit.tabIds.length), visit.tabIds.slice(0, 8).map(ownTab).join(', ')) : null;
  return (
    <section class={styles['visit']} aria-label={`${visit.site === null ? t('visits_noSite') : hostLabel(visit.site)}, ${momentOf(visit.from)}`}>
      <header class={styles['head']}>
        <h3>{visit.site === null ? t('visits_noSite') : hostLabel(visit.site)}</h3>
        <span>{momentOf(visit.from)}–{visit.open ? t('visits_open') : momentOf(visit.to)}</span>
        {tabs === null ? null : <span>{tabs}</span>}
        <Button onClick={() => onVisit(visit)}>{t('visits_show')}</Button>
      </header>
      <ul class={styles['sentences']}>
        {visitSentences(visit, { vendorName, momentOf }).map(({ text, warns }) => <li key={text} class={warns ? styles['warns'] : ''}>{warns ? <Icon name="warning" /> : <Icon name="check" />}{text}</li>)}
      </ul>
      <table class={styles['table']}>
        <thead>
          <tr>{(['vendor', 'id', 'user', 'state', 'began', 'ended'] as const).map((column) => <th key={column} scope="col">{t(`visits_column_${column}`)}</th>)}</tr>
        </thead>
        <tbody>
          {lines.map((session) => <VisitLine key={session.key} session={session} visit={visit} selected={session.key === selected} momentOf={momentOf} onSession={onSession} />)}
        </tbody>
      </table>
      {lines.length < sessions.length ? <p class={styles['more']}>{tn('visits_moreSessions', sessions.length - lines.length, formatCount(sessions.length - lines.length))}</p> : null}
    </section>
  );
}

type VisitLineProps = { readonly session: Session; readonly visit: Visit; readonly selected: boolean; readonly momentOf: (at: number) => string; readonly onSession: (key: SessionKey) => void };

function VisitLine({ session, visit, selected, momentOf, onSession }: VisitLineProps) {
  const { vendorName, now } = useServices();
  const { id, words } = sessionTitle(session);
  const endedAt = endOf(session, now());
  return (
    <tr class={selected ? styles['selected'] : ''} {...(selected ? { 'aria-current': 'true' as const } : {})}>
      <td>{vendorName(session.protocol)}</td>
      <td>
        <span class={styles['id']}>
          <button type="button" class={styles['link']} title={id ?? words ?? ''} onClick={() => onSession(session.key)}>{id === null ? words : shortId(id)}</button>
          {id === null ? null : <CopyButton text={id} what={`${vendorName(session.protocol)} ${shortId(id)}`} />}
        </span>
      </td>
      <td>{session.identity.userId ?? userText(session.identity) ?? <span class={styles['dim']}>{t('visits_anonymous')}</span>}</td>
      <td><SessionState session={session} /></td>
      <td>{momentOf(session.startedAt)} <span class={styles['dim']}>{sinceVisit(session.startedAt, visit)}</span></td>
      <td>{endedAt === null ? '' : <>{momentOf(endedAt)} <span class={styles['dim']}>{sinceVisit(endedAt, visit)}</span></>}</td>
    </tr>
  );
}
