import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep, RequestDetails } from '../../lib/domain/views.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { Tabs } from '../ui/Tabs.tsx';
import { DeliveryTab } from './DeliveryTab.tsx';
import { FieldsTab } from './FieldsTab.tsx';
import { FindingList } from './FindingList.tsx';
import { RequestTab } from './RequestTab.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import { useDetails, type Loaded } from './use-details.ts';
import styles from './FootstepDetails.module.css';

type TabId = 'summary' | 'fields' | 'request' | 'delivery' | 'findings';

type FootstepDetailsProps = {
  readonly footstep: Footstep;
  readonly session: Session | null;
  readonly findings: readonly Finding[];
  readonly onSession: (key: SessionKey) => void;
};

/** A footstep in five views. The chosen one stays chosen from footstep to footstep. */
export function FootstepDetails({ footstep, session, findings, onSession }: FootstepDetailsProps) {
  const [tab, setTab] = useState<TabId>('summary');
  const loaded = useDetails(footstep.requestId, footstep.outcome.kind);
  const own = findings.filter((f) => f.eventId === footstep.id || (f.eventId === null && f.requestId === footstep.requestId));
  const diagnostics = loaded.state === 'here' ? loaded.details.request.diagnostics : [];
  const wrong = [...own, ...diagnostics];
  return (
    <div class={styles['details']}>
      <Tabs
        label={t('details_label')} panelId="footstep-details" selected={tab} onSelect={setTab}
        tabs={[
          { id: 'summary', label: t('details_tab_summary') }, { id: 'fields', label: t('details_tab_fields') }, { id: 'request', label: t('details_tab_request') }, { id: 'delivery', label: t('details_tab_delivery') },
          { id: 'findings', label: t('details_tab_findings'), count: wrong.length },
        ]}
      />
      <div class={styles['body']} id="footstep-details" role="tabpanel" aria-labelledby={`footstep-details-tab-${tab}`} tabIndex={0}>
        {tab === 'summary' ? <SummaryTab footstep={footstep} session={session} onSession={onSession} /> : null}
        {tab === 'fields' ? whenHere(loaded, (details) => <FieldsTab key={footstep.id} footstep={footstep} details={details} />) : null}
        {tab === 'request' ? whenHere(loaded, (details) => <RequestTab key={footstep.requestId} details={details} />) : null}
        {tab === 'delivery' ? <DeliveryTab footstep={footstep} /> : null}
        {tab === 'findings' ? <FindingList findings={wrong} none={t('details_noFindings')} /> : null}
      </div>
    </div>
  );
}

function whenHere(loaded: Loaded, show: (details: RequestDetails) => ComponentChildren): ComponentChildren {
  switch (loaded.state) {
    case 'here':
      return show(loaded.details);
    case 'loading':
      return null;
    case 'gone':
      return <p class={styles['note']}>{t('details_gone')}</p>;
    default:
      return <p class={styles['note']}>{t('details_failed', loaded.why)}</p>;
  }
}
