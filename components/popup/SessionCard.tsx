import { useCallback } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { nextBeatText } from '../../lib/view/beats.ts';
import { formatMoment, plural } from '../../lib/view/format.ts';
import { kindWord } from '../../lib/view/kind.ts';
import { endWords, startWords } from '../../lib/view/ledger-words.ts';
import { identityRows, sessionTitle, userText } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { BeatStrip } from '../ledger/BeatStrip.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Ago, Duration, NextBeatOrPeriod } from '../sessions/Ticking.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useLive } from '../use-live.ts';
import styles from './SessionCard.module.css';

/** One session at a glance. */
export function SessionCard({ session }: { readonly session: Session }) {
  const { vendorName, now } = useServices();
  const { counts, heartbeat, start, end } = session;
  const why = startWords(start);
  const whyEnded = end ? endWords(end) : null;
  return (
    <article class={styles['card']} aria-label={`Session of ${vendorName(session.protocol)}`}>
      <header class={styles['head']}>
        <h2>{vendorName(session.protocol)}</h2>
        <span class={styles['state']}><SessionState session={session} long /></span>
        <span class={styles['duration']} title={`Started ${formatMoment(session.startedAt, now())}`}><Duration session={session} /></span>
      </header>
      <Id session={session} />
      <dl class={styles['facts']}>
        <User session={session} />
        <div><dt>Started</dt><dd title={why.evidence}>{formatMoment(session.startedAt, now())}, {lower(why.cause)} <Toned tone="quiet">({why.sure})</Toned></dd></div>
        {whyEnded ? <div><dt>Ended</dt><dd title={whyEnded.evidence}>{session.endedAt === null ? '' : `${formatMoment(session.endedAt, now())}, `}{lower(whyEnded.cause)} <Toned tone="quiet">({whyEnded.sure})</Toned></dd></div> : null}
        {heartbeat.seen.length > 0 || nextBeatText(heartbeat, 0) !== null ? (
          <div><dt>Beats</dt><dd class={styles['beats']}><BeatStrip session={session} /><span class={styles['next']}><NextBeatOrPeriod session={session} /></span></dd></div>
        ) : null}
      </dl>
      <footer class={styles['foot']}>
        <span>{plural(counts.events, 'event')}, {counts.errors > 0 ? <Toned tone="bad">{plural(counts.errors, 'error')}</Toned> : 'no errors'}</span>
        <LastFootstep session={session} />
      </footer>
    </article>
  );
}

const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

function Id({ session }: { readonly session: Session }) {
  const { id, words } = sessionTitle(session);
  if (id === null) return <p class={styles['noId']}>{words}</p>;
  return <p class={styles['id']}><code title={id}>{id}</code><CopyButton text={id} what="the session id" /></p>;
}

function User({ session: { identity } }: { readonly session: Session }) {
  const user = userText(identity);
  const all = identityRows(identity).map(({ label, value }) => `${label}: ${value}`).join('\n');
  const anonymous = identity.anonymousId ?? identity.deviceId;
  return (
    <div>
      <dt>User</dt>
      <dd title={all}>{user ?? (anonymous === undefined ? <Toned tone="quiet">not said</Toned> : <><Toned tone="quiet">anonymous</Toned> <code>{anonymous}</code></>)}</dd>
    </div>
  );
}

function LastFootstep({ session: { key } }: { readonly session: Session }) {
  const services = useServices();
  const last = useLive(useCallback(() => services.footsteps({ sessionKey: key, limit: 1 }), [services, key])).value?.at(-1);
  if (!last) return null;
  return <span class={styles['last']} title={last.name}><span class={styles['name']}>{kindWord(last.kind)} {last.kind === last.name ? '' : last.name}</span><span class={styles['ago']}><Ago at={last.occurredAt} /></span></span>;
}
