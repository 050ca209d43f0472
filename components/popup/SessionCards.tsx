import { useCallback, useMemo, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { noSessions, type Emptiness } from '../../lib/view/emptiness.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { useServices } from '../app-services.ts';
import { resume, type RecordState } from '../record-state.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useLive } from '../use-live.ts';
import { useNow } from '../use-now.ts';
import { SessionCard } from './SessionCard.tsx';
import styles from './SessionCards.module.css';

/** Where a card can be chosen: which one is, and what choosing does (null: no longer). */
export type Choice = { readonly chosen: SessionKey | null; readonly choose: (key: SessionKey | null) => void };

type CardsProps = { readonly record: RecordState; readonly choice?: Choice };

const NO_FINDINGS: readonly Finding[] = [];

/** The sessions of the tab as cards: those that are open, and folded those that are over; where there are none, why, and what to do. */
export function SessionCards({ record, choice }: CardsProps) {
  const services = useServices();
  const { tabId } = services;
  const { value: sessions, error } = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const findings = useLive(useCallback(() => services.findings({ tabId }), [services, tabId])).value ?? NO_FINDINGS;
  const act = (action: Emptiness['action']): void => {
    if (action === 'allow') void services.requestPermission();
    if (action === 'resume') void resume(services, record.recording);
  };
  return (
    <>
      {error ? <p class={styles['error']} role="alert"><Icon name="error" />{t('popup_unreadable')}</p> : null}
      {sessions?.length ? <Known sessions={sessions} findings={findings} {...(choice ? { choice } : {})} /> : null}
      {sessions?.length === 0 && record.known ? <EmptyState emptiness={emptinessOf(record)} onAction={act} /> : null}
    </>
  );
}

const emptinessOf = ({ recording, counters }: RecordState): Emptiness =>
  noSessions({ recording, filtered: false, unfiltered: 0, seen: counters['seen'] ?? 0, candidates: counters['candidates'] ?? 0, oneTab: true });

type KnownProps = Pick<CardsProps, 'choice'> & { readonly sessions: readonly Session[]; readonly findings: readonly Finding[] };

function Known({ sessions, findings, choice }: KnownProps) {
  const now = useNow();
  const bySession = useMemo(() => Map.groupBy(findings, (finding) => finding.sessionKey), [findings]);
  const byStart = sessions.toSorted((a, b) => b.startedAt - a.startedAt);
  const open = byStart.filter((session) => isOpenAt(session, now));
  const over = byStart.filter((session) => !isOpenAt(session, now));
  const card = (session: Session) => (
    <SessionCard
      key={session.key} session={session} findings={bySession.get(session.key) ?? NO_FINDINGS}
      {...(choice ? { choice: { chosen: choice.chosen === session.key, choose: () => choice.choose(choice.chosen === session.key ? null : session.key) } } : {})}
    />
  );
  return (
    <>
      {open.map(card)}
      {open.length === 0 ? <p class={styles['none']}>{t('popup_noneOpen')}</p> : null}
      {over.length > 0 ? <Ended count={over.length} initiallyOpen={open.length === 0}>{() => over.slice(0, SHOWN_ENDED).map(card)}</Ended> : null}
    </>
  );
}

/** There is room for so many; the report has them all. */
const SHOWN_ENDED = 10;

type EndedProps = { readonly count: number; readonly initiallyOpen: boolean; readonly children: () => ComponentChildren };

function Ended({ count, initiallyOpen, children }: EndedProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const older = count - SHOWN_ENDED;
  return (
    <details class={styles['ended']} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{tn('popup_ended', count, formatCount(count))}</summary>
      {open ? children() : null}
      {open && older > 0 ? <p class={styles['none']}>{tn('popup_olderEnded', older, formatCount(older))}</p> : null}
    </details>
  );
}
