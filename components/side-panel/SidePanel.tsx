import { useCallback, useMemo, useState } from 'preact/hooks';
import type { EventId } from '../../lib/domain/event.ts';
import type { SessionKey } from '../../lib/domain/session.ts';
import { noFootsteps } from '../../lib/view/emptiness.ts';
import { gapsOf } from '../../lib/view/gaps.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { FootstepList } from '../footsteps/FootstepList.tsx';
import { ExportButton, ReportButton } from '../popup/Popup.tsx';
import { SessionCards } from '../popup/SessionCards.tsx';
import { TabHead } from '../popup/TabHead.tsx';
import { useRecordState } from '../record-state.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notes } from '../ui/Notes.tsx';
import { SplitPane } from '../ui/SplitPane.tsx';
import { useLive } from '../use-live.ts';
import styles from './SidePanel.module.css';

/** More are in the DevTools panel and in the report. */
const SHOWN = 1000;

/** The popup's content beside the page, and below it the footsteps: of the tab, or of the session that is chosen. */
export function SidePanel() {
  const record = useRecordState();
  const { tabId } = useServices();
  const [chosen, choose] = useState<SessionKey | null>(null);
  return (
    <div class={styles['panel']}>
      <TabHead record={record} />
      <main class={styles['main']}>
        <Notes />
        {tabId === null ? <EmptyState emptiness={{ title: t('popup_noTab'), lines: [t('popup_noTabLine')], action: null }} /> : (
          <SplitPane name="side-panel" label={t('popup_sessions')} direction="column" fixed="first" initial={280} min={90}>
            <div class={styles['cards']}><SessionCards record={record} choice={{ chosen, choose }} /></div>
            <Footsteps tabId={tabId} chosen={chosen} onAll={() => choose(null)} />
          </SplitPane>
        )}
      </main>
      <footer class={styles['foot']}>
        <ReportButton />
        <ExportButton />
        <span class={styles['hint']} title={t('popup_devtoolsTitle')}>{t('popup_devtools')}</span>
      </footer>
    </div>
  );
}

type FootstepsProps = { readonly tabId: number; readonly chosen: SessionKey | null; readonly onAll: () => void };

function Footsteps({ tabId, chosen, onAll }: FootstepsProps) {
  const services = useServices();
  const { vendorName } = services;
  const [selected, select] = useState<EventId | null>(null);
  const { value: footsteps } = useLive(useCallback(() => services.footsteps(chosen === null ? { tabId, limit: SHOWN } : { sessionKey: chosen, limit: SHOWN }), [services, tabId, chosen]));
  const sessions = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId])).value;
  const allGaps = useLive(useCallback(() => services.gaps({ tabId }), [services, tabId])).value;
  const url = useLive(useCallback(() => services.tab, [services])).value?.url ?? null;
  const byKey = useMemo(() => new Map(sessions?.map((one) => [one.key, one])), [sessions]);
  const session = chosen === null ? undefined : byKey.get(chosen);
  const gaps = useMemo(() => allGaps && gapsOf(allGaps, session ? { tabIds: session.tabIds, sites: [session.site] } : { tabIds: [tabId], sites: [url] }), [allGaps, session, tabId, url]);
  return (
    <section class={styles['footsteps']}>
      <header class={styles['title']}>
        <h2>{session ? t('popup_footstepsOf', vendorName(session.protocol)) : t('popup_footstepsOfTab')}</h2>
        {session ? <Button onClick={onAll}>{t('popup_allFootsteps')}</Button> : null}
      </header>
      {footsteps?.length === 0 ? <EmptyState emptiness={noFootsteps({ filtered: false, unfiltered: 0, sessionChosen: session !== undefined })} /> : null}
      {footsteps?.length ? (
        <FootstepList
          key={chosen ?? 'all'} footsteps={footsteps} startedAt={session?.startedAt ?? null} {...(gaps ? { gaps } : {})} until={session?.endedAt ?? null}
          sessionOf={(key) => byKey.get(key)} selected={selected} onSelect={select} onOpen={() => undefined}
        />
      ) : null}
    </section>
  );
}
