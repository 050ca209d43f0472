import { useCallback } from 'preact/hooks';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session } from '../../lib/domain/session.ts';
import { nextBeatText } from '../../lib/view/beats.ts';
import { formatCount, formatMoment } from '../../lib/view/format.ts';
import { kindWord } from '../../lib/view/kind.ts';
import { endWords, startWords, type LedgerWords } from '../../lib/view/ledger-words.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { bySeverity, severityTone } from '../../lib/view/severity.ts';
import { identityRows, sessionTitle, userText } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { BeatStrip } from '../ledger/BeatStrip.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Ago, Duration, NextBeatOrPeriod } from '../sessions/Ticking.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Toned } from '../ui/Toned.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import { useLive } from '../use-live.ts';
import styles from './SessionCard.module.css';

type SessionCardProps = {
  readonly session: Session;
  /** Of this session. */
  readonly findings: readonly Finding[];
  /** Where cards choose what is shown beside them: whether this one is chosen, and what choosing it does. */
  readonly choice?: { readonly chosen: boolean; readonly choose: () => void };
};

/** One session at a glance. */
export function SessionCard({ session, findings, choice }: SessionCardProps) {
  const { vendorName, now } = useServices();
  const { heartbeat, start, end, endedAt } = session;
  const name = vendorName(session.protocol);
  return (
    <article class={`${styles['card']} ${choice?.chosen ? styles['chosen'] : ''}`} aria-label={t('popup_card', name)}>
      <header class={styles['head']}>
        <VendorMark name={name} />
        <h2>{choice ? <button type="button" class={styles['choose']} aria-pressed={choice.chosen} title={t('popup_cardFootsteps')} onClick={choice.choose}>{name}</button> : name}</h2>
        <span class={styles['state']} data-state><SessionState session={session} long /></span>
        <span class={styles['duration']} title={t('popup_startedAt', formatMoment(session.startedAt, now()))}><Duration session={session} /></span>
      </header>
      <div class={styles['who']}><Id session={session} /><User session={session} /></div>
      <dl class={styles['facts']}>
        <Why label={t('popup_started')} at={formatMoment(session.startedAt, now())} words={startWords(start)} />
        {end ? <Why label={t('popup_ended')} at={endedAt === null ? '' : formatMoment(endedAt, now())} words={endWords(end)} /> : null}
        {heartbeat.seen.length > 0 || nextBeatText(heartbeat, 0) !== null ? (
          <div><dt>{t('popup_beats')}</dt><dd class={styles['beats']}><BeatStrip session={session} /><span class={styles['next']}><NextBeatOrPeriod session={session} /></span></dd></div>
        ) : null}
      </dl>
      <footer class={styles['foot']}>
        <Counts session={session} findings={findings} />
        <LastFootstep session={session} />
      </footer>
    </article>
  );
}

const Why = ({ label, at, words }: { readonly label: string; readonly at: string; readonly words: LedgerWords }) => (
  <div>
    <dt>{label}</dt>
    <dd title={words.evidence}>{at ? <span class={styles['at']}>{at}</span> : null}{words.cause} <Toned tone="quiet">({words.sure})</Toned></dd>
  </div>
);

function Id({ session }: { readonly session: Session }) {
  const { id, words } = sessionTitle(session);
  if (id === null) return <span class={styles['noId']}>{words}</span>;
  return <span class={styles['id']}><code title={id}>{id}</code><CopyButton text={id} what={t('popup_sessionId')} /></span>;
}

function User({ session: { identity } }: { readonly session: Session }) {
  const user = userText(identity);
  const all = identityRows(identity).map(({ label, value }) => `${label}: ${value}`).join('\n');
  const nobody = identity.anonymousId === undefined && identity.deviceId === undefined ? t('popup_noUser') : t('popup_anonymous');
  return <span class={styles['user']} data-user title={all || nobody}><Icon name="user" /><span class={`${styles['name']} ${user === null ? styles['dim'] : ''}`}>{user ?? nobody}</span></span>;
}

function Counts({ session: { counts }, findings }: Pick<SessionCardProps, 'session' | 'findings'>) {
  const [worst] = bySeverity(findings);
  return (
    <span class={styles['counts']}>
      <span>{tn('count_event', counts.events, formatCount(counts.events))}, {counts.errors > 0 ? <Toned tone="bad">{tn('count_error', counts.errors, formatCount(counts.errors))}</Toned> : t('popup_noErrors')}</span>
      {worst ? (
        <span class={`${styles['findings']} ${styles[severityTone(worst.severity)]}`} title={bySeverity(findings).map(({ message }) => message).join('\n')}>
          <Icon name={worst.severity} />{tn('count_finding', findings.length, formatCount(findings.length))}
        </span>
      ) : null}
    </span>
  );
}

function LastFootstep({ session: { key } }: { readonly session: Session }) {
  const services = useServices();
  const last = useLive(useCallback(() => services.footsteps({ sessionKey: key, limit: 1 }), [services, key])).value?.at(-1);
  if (!last) return null;
  return <span class={styles['last']} title={last.name}><span class={styles['name']}>{last.kind === last.name ? '' : <span class={styles['kind']}>{kindWord(last.kind)} </span>}{last.kind === last.name ? kindWord(last.kind) : last.name}</span><span class={styles['ago']}><Ago at={last.occurredAt} /></span></span>;
}
