import { useCallback, useMemo, useState } from 'preact/hooks';
import type { EventId } from '../../lib/domain/event.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { noFootsteps } from '../../lib/view/emptiness.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import { markerFor } from '../../lib/view/filter/marks.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import { formatCount } from '../../lib/view/format.ts';
import { gapsOf } from '../../lib/view/gaps.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { userKey, userLabel } from '../../lib/view/report-user.ts';
import { useServices } from '../app-services.ts';
import { FootstepDetails } from '../details/FootstepDetails.tsx';
import { SessionDetails } from '../details/SessionDetails.tsx';
import { FootstepList } from '../footsteps/FootstepList.tsx';
import { ViewMenu } from '../footsteps/ViewMenu.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SplitPane } from '../ui/SplitPane.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import { useLive } from '../use-live.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './SessionPane.module.css';

type SessionPaneProps = {
  readonly session: Session;
  readonly findings: readonly Finding[];
  readonly filter: Filter;
  /** A user is shown already. */
  readonly ofUser: boolean;
  readonly onSession: (key: SessionKey) => void;
  readonly onUser: (key: string) => void;
  readonly onClose: () => void;
};

/** So many of a session's footsteps are held here; the panel shows more. */
const NEWEST = 10_000;
type TabId = 'about' | 'footsteps';

/** One session as in the panel: what it is, its footsteps, and what was sent with the chosen one. */
export function SessionPane({ session, findings, filter, ofUser, onSession, onUser, onClose }: SessionPaneProps) {
  const services = useServices();
  const [tab, setTab] = useState<TabId>('about');
  const name = services.vendorName(session.protocol);
  const user = userKey(session.identity);
  const own = useMemo(() => findings.filter((f) => f.sessionKey === session.key), [findings, session.key]);
  const link = `${location.origin}${location.pathname}?${new URLSearchParams({ session: session.key }).toString()}`;
  return (
    <section class={layout.column} aria-label={t('report_detail')}>
      <header class={styles['head']}>
        <VendorMark name={name} />
        <h2 class={styles['title']}>{name}</h2>
        {user === null || ofUser ? null : <Button icon="user" title={t('report_user_show', userLabel(session.identity) ?? user)} onClick={() => onUser(user)}>{userLabel(session.identity)}</Button>}
        <span class={styles['ways']}><CopyButton text={link} what={t('report_detail_linkWhat')} /><IconButton icon="close" label={t('report_detail_close')} onClick={onClose} /></span>
      </header>
      <Tabs
        label={t('report_detail_tabs')} panelId="report-detail" selected={tab} onSelect={setTab}
        tabs={[{ id: 'about', label: t('report_detail_about') }, { id: 'footsteps', label: t('report_detail_footsteps'), count: session.counts.events }]}
      />
      <div class={layout.column} id="report-detail" role="tabpanel" aria-labelledby={`report-detail-tab-${tab}`}>
        {tab === 'about' ? <SessionDetails session={session} findings={own} onSession={onSession} /> : <Footsteps key={session.key} session={session} findings={own} filter={filter} onSession={onSession} />}
      </div>
    </section>
  );
}

function Footsteps({ session, findings, filter, onSession }: Pick<SessionPaneProps, 'session' | 'findings' | 'filter' | 'onSession'>) {
  const services = useServices();
  const [chosen, setChosen] = useState<EventId | null>(null);
  const found = useLive(useCallback(() => services.footsteps({ sessionKey: session.key, limit: NEWEST }), [services, session.key])).value;
  const allGaps = useLive(useCallback(() => services.gaps({ tabId: null }), [services])).value;
  const footsteps = useMemo(() => inOrder(found ?? []), [found]);
  const gaps = useMemo(() => allGaps && gapsOf(allGaps, { tabIds: session.tabIds, sites: [session.site] }), [allGaps, session.tabIds, session.site]);
  const mark = useMemo(() => markerFor(filter.root), [filter]);
  const footstep = chosen === null ? null : (footsteps.find(({ id }) => id === chosen) ?? null);
  if (found === undefined) return null;
  if (footsteps.length === 0) return <EmptyState emptiness={noFootsteps({ filtered: false, unfiltered: 0, sessionChosen: true })} />;
  const list = (
    <div class={layout.column}>
      <div class={styles['bar']}>{footsteps.length >= NEWEST ? <span>{t('report_detail_newest', formatCount(NEWEST))}</span> : null}<ViewMenu several={false} /></div>
      <FootstepList footsteps={footsteps} startedAt={session.startedAt} {...(gaps ? { gaps } : {})} until={session.endedAt} selected={chosen} onSelect={setChosen} onOpen={() => undefined} mark={mark} />
    </div>
  );
  if (!footstep) return list;
  return (
    <SplitPane name="report.footstep" label={t('panel_size_details')} direction="column" fixed="second" initial={330} min={100}>
      {list}
      <FootstepDetails footstep={footstep} session={session} findings={findings} onSession={onSession} />
    </SplitPane>
  );
}
