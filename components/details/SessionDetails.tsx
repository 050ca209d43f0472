import type { Finding } from '../../lib/domain/finding.ts';
import { ownTab } from '../../lib/domain/import.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { inWords } from '../../lib/base/time.ts';
import { nextBeatText, periodText } from '../../lib/view/beats.ts';
import { valueText } from '../../lib/view/field-rows.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { maskValue } from '../../lib/view/secrets.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { identityRows, sessionTitle } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { BeatStrip } from '../ledger/BeatStrip.tsx';
import { EndEntry, StartEntry } from '../ledger/LedgerEntry.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Ago, Duration, NextBeat, Until } from '../sessions/Ticking.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import { FindingList } from './FindingList.tsx';
import { MaybeKey } from './MaybeKey.tsx';
import { SessionActivity } from './SessionActivity.tsx';
import styles from './SessionDetails.module.css';

type SessionDetailsProps = { readonly session: Session; readonly findings: readonly Finding[]; readonly onSession: (key: SessionKey) => void };

/** One session: what it is, why it began and ended, its heart, the server's view, and what stays the same throughout. */
export function SessionDetails({ session, findings, onSession }: SessionDetailsProps) {
  const { vendorName } = useServices();
  const [mode] = useTimeMode();
  const { id, words } = sessionTitle(session);
  const { counts, heartbeat, serverView, attributes } = session;
  const constant = Object.entries(attributes);
  const beats = counts.heartbeats > 0 || (heartbeat.periodMs !== null && heartbeat.nextDueAt !== null);
  return (
    <div class={styles['details']} role="region" aria-label={t('session_details')} tabIndex={0}>
      <Section title={vendorName(session.protocol)} aside={<SessionState session={session} long />}>
        <Facts>
          <Fact label={t('session_id')} mono={id !== null}>{id === null ? <Toned tone="quiet">{words}</Toned> : <>{id}<CopyButton text={id} what={t('session_theId')} /></>}</Fact>
          {identityRows(session.identity).map(({ label, value }) => <Fact key={label} label={label} mono>{value}<CopyButton text={value} what={label.toLowerCase()} /></Fact>)}
          {session.imported ? <Fact label={t('import_list')}>{session.imported.fileName}</Fact> : null}
          <Fact label={t('session_knownBy')}>{t(`session_basis_${session.basis}`)}</Fact>
          <Fact label={t('session_started')}>{dateTimeText(session.startedAt, mode)}</Fact>
          {session.endedAt === null ? null : <Fact label={t('session_ended')}>{dateTimeText(session.endedAt, mode)}</Fact>}
          <Fact label={t('session_duration')}><Duration session={session} /></Fact>
          <Fact label={t('session_lastSign')}><Ago at={session.lastActivityAt} /></Fact>
          <Fact label={t('session_counts')}>{(['event', 'error', 'heartbeat', 'request'] as const).map((what) => counted(what, counts[`${what}s`])).join(', ')}</Fact>
        </Facts>
      </Section>
      <Section title={t('session_ledger')}>
        <Facts>
          <Fact label={t('session_whyStarted')}><StartEntry session={session} onGo={onSession} /></Fact>
          <Fact label={t('session_whyEnded')}>{session.end ? <EndEntry session={session} onGo={onSession} /> : t('session_notEnded')}</Fact>
        </Facts>
      </Section>
      {beats ? (
        <Section title={t('session_heartbeat')}>
          <Facts>
            <Fact label={t('session_period')}>{periodText(heartbeat) ?? t('beats_period_none')}</Fact>
            {heartbeat.said === undefined ? null : <Fact label={t('session_byDefault')}><Toned tone="quiet">{heartbeat.said}</Toned></Fact>}
            {heartbeat.seen.length > 0 ? <Fact label={t('session_recent')}><BeatStrip session={session} /></Fact> : null}
            {nextBeatText(heartbeat, 0) === null ? null : <Fact label={t('session_next')}><NextBeat session={session} /></Fact>}
          </Facts>
        </Section>
      ) : null}
      {serverView ? (
        <Section title={t('session_server')}>
          <Facts>
            <Fact label={t('session_rule')}>{serverView.rule}</Fact>
            <Fact label={t('session_duration')}>{inWords(serverView.durationMs)}</Fact>
            {serverView.closesAt === null ? null : <Fact label={t('session_closes')}>{dateTimeText(serverView.closesAt, mode)} <Toned tone="quiet"><Until at={serverView.closesAt} /></Toned></Fact>}
            {serverView.online === null ? null : <Fact label={t('session_shownAs')}>{t(serverView.online ? 'session_online' : 'session_offline')}</Fact>}
          </Facts>
        </Section>
      ) : null}
      <Section title={findings.length ? t('session_findingsCount', formatCount(findings.length)) : t('session_findings')}>
        <FindingList findings={findings} none={t('session_noFindings')} />
      </Section>
      <SessionActivity key={session.key} session={session} />
      <Section title={t('session_constant')}>
        <Facts>
          <Fact label={t('session_collector')} mono>{session.endpoint.collector}</Fact>
          {session.endpoint.project === null ? null : <Fact label={t('session_project')} mono><MaybeKey text={session.endpoint.project} /></Fact>}
          {session.site === null ? null : <Fact label={t('session_site')}>{session.site}</Fact>}
          {session.tabIds.length === 0 ? null : <Fact label={t('session_tabs')}>{session.tabIds.map(ownTab).join(', ')}</Fact>}
          {constant.map(([name, value]) => <Fact key={name} label={name} mono>{maskValue(name, valueText(value))}</Fact>)}
        </Facts>
      </Section>
    </div>
  );
}

const counted = (what: 'event' | 'error' | 'heartbeat' | 'request', n: number): string => tn(`count_${what}`, n, formatCount(n));
