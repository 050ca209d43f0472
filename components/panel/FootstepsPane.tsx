import type { Ref } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { SessionKey } from '../../lib/domain/session.ts';
import { noFootsteps, type Emptiness } from '../../lib/view/emptiness.ts';
import { gapsOf } from '../../lib/view/gaps.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { FootstepList } from '../footsteps/FootstepList.tsx';
import { ViewMenu } from '../footsteps/ViewMenu.tsx';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { GridHandle } from '../ui/VirtualGrid.tsx';
import { BeforeThisPage } from './BeforeThisPage.tsx';
import { PaneHead } from './PaneHead.tsx';
import { StretchChip } from './parts.ts';
import { Searching } from './Searching.tsx';
import { countOf } from './SessionsPane.tsx';
import type { PanelData } from './use-panel-data.ts';
import type { PanelState } from './use-panel-state.ts';

type FootstepsPaneProps = {
  readonly data: PanelData;
  readonly state: PanelState;
  readonly handle: Ref<GridHandle>;
  readonly onAction: (action: Emptiness['action']) => void;
  readonly onOpen: () => void;
};

export function FootstepsPane({ data: { footsteps, sessions, session, filtered, mark }, state, handle, onAction, onOpen }: FootstepsPaneProps) {
  const services = useServices();
  const { vendorName } = services;
  const tabId = state.scope === 'tab' ? services.tabId : null;
  const allGaps = useLive(useCallback(() => services.gaps({ tabId }), [services, tabId])).value;
  const url = useLive(useCallback(() => services.tab, [services])).value?.url ?? null;
  const gaps = useMemo(() => allGaps && gapsOf(allGaps, session ? { tabIds: session.tabIds, sites: [session.site] } : tabId === null ? null : { tabIds: [tabId], sites: [url] }), [allGaps, session, tabId, url]);
  const { all, shown, known, error, hasMore, showOlder } = footsteps;
  const byKey = useMemo(() => new Map(sessions.all.map((one) => [one.key, one])), [sessions.all]);
  const sessionOf = useCallback((key: SessionKey) => byKey.get(key), [byKey]);
  return (
    <>
      <PaneHead title={session ? vendorName(session.protocol) : t('panel_allFootsteps')} menu={<ViewMenu several={session === null} />}>
        {session ? <SessionLabel session={session} /> : null}
        <span>{known ? (hasMore ? t('panel_newest', countOf(shown.length, all.length)) : countOf(shown.length, all.length)) : ''}</span>
        {footsteps.searching && known ? <Searching at={footsteps.searchedTo} /> : null}
        <BeforeThisPage hidden={footsteps.before} onShow={() => state.setKeep(true)} />
        {state.stretch ? <StretchChip stretch={state.stretch} origin={session?.startedAt ?? null} onClear={() => state.setStretch(null)} /> : null}
        {hasMore ? <Button onClick={showOlder}>{t('panel_showOlder')}</Button> : null}
      </PaneHead>
      {error ? <EmptyState emptiness={{ title: t('panel_footsteps_unread'), lines: [t('panel_footsteps_unread_line')], action: null }} /> : null}
      {!error && known && shown.length === 0 ? <EmptyState onAction={onAction} emptiness={noFootsteps({ filtered, unfiltered: all.length, sessionChosen: session !== null })} /> : null}
      {shown.length > 0 ? (
        <FootstepList
          key={state.sessionKey ?? 'all'} footsteps={shown} startedAt={session?.startedAt ?? null} {...(gaps ? { gaps } : {})} until={session?.endedAt ?? null} sessionOf={sessionOf} selected={state.footstepId}
          onSelect={state.setFootstepId} onOpen={onOpen} onOldest={filtered ? null : showOlder} handle={handle} mark={mark}
        />
      ) : null}
    </>
  );
}
