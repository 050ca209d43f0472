import type { ComponentChildren } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Session } from '../../lib/domain/session.ts';
import { formatCount, formatDuration, hostLabel, shortId } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { groupTotals, releaseOf, type ReportGroup, type ReportLine, type RowContext } from '../../lib/view/report-rows.ts';
import { userLabel } from '../../lib/view/report-user.ts';
import { momentText, type TimeMode } from '../../lib/view/time-mode.ts';
import { sessionTitle, userText } from '../../lib/view/who.ts';
import { SessionState } from '../sessions/SessionState.tsx';
import { Duration } from '../sessions/Ticking.tsx';
import { Icon } from '../ui/Icon.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import type { ColumnId } from './columns.ts';
import styles from './SessionTable.module.css';

const title = (session: Session): string => sessionTitle(session).id ?? userLabel(session.identity) ?? session.key;

/** The box that chooses a line; the whole cell is its label. A press on it opens nothing. */
export function checkCell(line: ReportLine, checked: boolean | 'some', onCheck: (on: boolean) => void): ComponentChildren {
  return (
    <label class={styles['check']} onClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox" tabIndex={-1} checked={checked === true} aria-label={line.type === 'session' ? t('report_check', title(line.session)) : t('report_checkGroup', line.label)}
        ref={(box) => {
          if (box) box.indeterminate = checked === 'some';
        }}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
    </label>
  );
}

const count = (n: number, bad = false): ComponentChildren => (n === 0 ? <span class={styles['none']}>0</span> : bad ? <span class={styles['bad']}>{formatCount(n)}</span> : formatCount(n));
const dim = (text: string): ComponentChildren => <span class={styles['none']}>{text}</span>;

export function sessionCell(session: Session, column: ColumnId, { level, mode, now, vendorName, findings }: RowContext & { readonly level: number; readonly mode: TimeMode }): ComponentChildren {
  switch (column) {
    case 'session': {
      const { id, words } = sessionTitle(session);
      return <span class={`${styles['first']} ${level > 1 ? styles['indented'] : ''}`}>{session.imported ? <span class={styles['imported']} title={t('import_mark', session.imported.fileName)}><Icon name="import" /></span> : null}{id === null ? <i class={styles['none']}>{words}</i> : <span class={styles['mono']} title={id}>{shortId(id)}</span>}</span>;
    }
    case 'vendor': {
      const name = vendorName(session.protocol);
      return <span class={styles['vendor']} title={name}><VendorMark name={name} /><span class={styles['text']}>{name}</span></span>;
    }
    case 'site':
      return session.site === null ? dim(t('sessions_noSite')) : <span title={session.site}>{hostLabel(session.site)}</span>;
    case 'user': {
      const named = userText(session.identity);
      const label = userLabel(session.identity);
      return named === null ? (label === null ? null : <span class={`${styles['none']} ${styles['mono']}`} title={label}>{shortId(label)}</span>) : <span title={named}>{named}</span>;
    }
    case 'state':
      return <SessionState session={session} />;
    case 'started':
      return momentText(session.startedAt, now, mode);
    case 'last':
      return momentText(session.lastActivityAt, now, mode);
    case 'duration':
      return <Duration session={session} />;
    case 'errors':
      return count(session.counts.errors, true);
    case 'release':
      return <span title={releaseOf(session) ?? ''}>{releaseOf(session)}</span>;
    case 'cause':
      return <span title={session.start.evidence}>{t(`ledger_start_${session.start.cause}`)}</span>;
    case 'findings':
      return count(findings.get(session.key) ?? 0);
    default:
      return count(session.counts[column === 'beats' ? 'heartbeats' : column]);
  }
}

export function groupCell(line: ReportGroup, column: ColumnId, { mode, now, toggle }: { readonly mode: TimeMode; readonly now: EpochMs; readonly toggle: () => void }): ComponentChildren {
  if (column === 'session') {
    return (
      <span class={styles['head']} title={line.label}>
        <span class={styles['fold']} onClick={toggle}><Icon name={line.open ? 'down' : 'right'} /></span>
        <b class={styles['text']}>{line.label}</b>
        {dim(formatCount(line.sessions.length))}
      </span>
    );
  }
  const totals = groupTotals(line, now);
  switch (column) {
    case 'state':
      return totals.open > 0 ? dim(tn('sessions_open', totals.open, formatCount(totals.open))) : null;
    case 'user':
      return totals.users > 0 ? dim(tn('report_users', totals.users, formatCount(totals.users))) : null;
    case 'started':
      return dim(momentText(totals.first, now, mode));
    case 'last':
      return dim(momentText(totals.last, now, mode));
    case 'duration':
      return <span class={styles['none']} title={t('report_card_duration')}>{formatDuration(totals.duration)}</span>;
    case 'events':
      return count(totals.events);
    case 'errors':
      return count(totals.errors, true);
    case 'beats':
      return count(totals.beats);
    default:
      return null;
  }
}
