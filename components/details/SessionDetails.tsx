import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { inWords } from '../../lib/base/time.ts';
import { nextBeatText, periodText } from '../../lib/view/beats.ts';
import { valueText } from '../../lib/view/field-rows.ts';
import { formatCount, formatDateTime, plural } from '../../lib/view/format.ts';
import { identityRows, sessionTitle } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { BeatStrip } from '../ledger/BeatStrip.tsx';
import { EndEntry, StartEntry } from '../ledger/LedgerEntry.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Ago, Duration, NextBeat, Until } from '../sessions/Ticking.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';
import { FindingList } from './FindingList.tsx';
import styles from './SessionDetails.module.css';

type SessionDetailsProps = { readonly session: Session; readonly findings: readonly Finding[]; readonly onSession: (key: SessionKey) => void };

const BASIS = {
  declared: 'declared: the id is on the wire', identity: 'identity: the server makes the id from the user', derived: 'derived: by our rules, as the wire carries no id',
} as const;

/** One session: what it is, why it began and ended, its heart, the server's view, and what stays the same throughout. */
export function SessionDetails({ session, findings, onSession }: SessionDetailsProps) {
  const { vendorName } = useServices();
  const { id, words } = sessionTitle(session);
  const { counts, heartbeat, serverView, attributes } = session;
  const constant = Object.entries(attributes);
  const beats = counts.heartbeats > 0 || (heartbeat.periodMs !== null && heartbeat.nextDueAt !== null);
  return (
    <div class={styles['details']} role="region" aria-label="Session details" tabIndex={0}>
      <Section title={vendorName(session.protocol)} aside={<SessionState session={session} long />}>
        <Facts>
          <Fact label="Session id" mono={id !== null}>{id === null ? <Toned tone="quiet">{words}</Toned> : <>{id}<CopyButton text={id} what="the session id" /></>}</Fact>
          {identityRows(session.identity).map(({ label, value }) => <Fact key={label} label={label} mono>{value}<CopyButton text={value} what={label.toLowerCase()} /></Fact>)}
          <Fact label="Known by">{BASIS[session.basis]}</Fact>
          <Fact label="Started">{formatDateTime(session.startedAt)}</Fact>
          {session.endedAt === null ? null : <Fact label="Ended">{formatDateTime(session.endedAt)}</Fact>}
          <Fact label="Duration"><Duration session={session} /></Fact>
          <Fact label="Last sign">{<Ago at={session.lastActivityAt} />}</Fact>
          <Fact label="Counts">{[plural(counts.events, 'event'), plural(counts.errors, 'error'), plural(counts.heartbeats, 'heartbeat'), plural(counts.requests, 'request')].join(', ')}</Fact>
        </Facts>
      </Section>
      <Section title="Ledger">
        <Facts>
          <Fact label="Why it started"><StartEntry session={session} onGo={onSession} /></Fact>
          <Fact label="Why it ended">{session.end ? <EndEntry session={session} onGo={onSession} /> : 'It has not ended.'}</Fact>
        </Facts>
      </Section>
      {beats ? (
        <Section title="Heartbeat">
          <Facts>
            <Fact label="Period">{periodText(heartbeat) ?? 'none that is regular'}</Fact>
            {heartbeat.said === undefined ? null : <Fact label="By default"><Toned tone="quiet">{heartbeat.said}</Toned></Fact>}
            {heartbeat.seen.length > 0 ? <Fact label="Recent"><BeatStrip session={session} /></Fact> : null}
            {nextBeatText(heartbeat, 0) === null ? null : <Fact label="Next"><NextBeat session={session} /></Fact>}
          </Facts>
        </Section>
      ) : null}
      {serverView ? (
        <Section title="What the server will make of it">
          <Facts>
            <Fact label="Rule">{serverView.rule}</Fact>
            <Fact label="Duration">{inWords(serverView.durationMs)}</Fact>
            {serverView.closesAt === null ? null : <Fact label="Closes">{formatDateTime(serverView.closesAt)} <Toned tone="quiet"><Until at={serverView.closesAt} /></Toned></Fact>}
            {serverView.online === null ? null : <Fact label="Shown as">{serverView.online ? 'online' : 'offline'}</Fact>}
          </Facts>
        </Section>
      ) : null}
      <Section title={findings.length ? `Findings (${formatCount(findings.length)})` : 'Findings'}>
        <FindingList findings={findings} none="Nothing wrong was noticed with this session." />
      </Section>
      <Section title="The same throughout">
        <Facts>
          <Fact label="Collector" mono>{session.endpoint.collector}</Fact>
          {session.endpoint.project === null ? null : <Fact label="Project" mono>{session.endpoint.project}</Fact>}
          {session.site === null ? null : <Fact label="Site">{session.site}</Fact>}
          {constant.map(([name, value]) => <Fact key={name} label={name} mono>{valueText(value)}</Fact>)}
        </Facts>
      </Section>
    </div>
  );
}
