import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep, RequestDetails } from '../../lib/domain/views.ts';
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
        label="Details of the footstep" panelId="footstep-details" selected={tab} onSelect={setTab}
        tabs={[
          { id: 'summary', label: 'Summary' }, { id: 'fields', label: 'Fields' }, { id: 'request', label: 'Request' }, { id: 'delivery', label: 'Delivery' },
          { id: 'findings', label: 'Findings', count: wrong.length },
        ]}
      />
      <div class={styles['body']} id="footstep-details" role="tabpanel" aria-labelledby={`footstep-details-tab-${tab}`} tabIndex={0}>
        {tab === 'summary' ? <SummaryTab footstep={footstep} session={session} onSession={onSession} /> : null}
        {tab === 'fields' ? whenHere(loaded, (details) => <FieldsTab key={footstep.id} footstep={footstep} details={details} />) : null}
        {tab === 'request' ? whenHere(loaded, (details) => <RequestTab key={footstep.requestId} details={details} />) : null}
        {tab === 'delivery' ? <DeliveryTab footstep={footstep} /> : null}
        {tab === 'findings' ? <FindingList findings={wrong} none="Nothing wrong was noticed with this footstep." /> : null}
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
      return <p class={styles['note']}>This request is no longer stored: it was cleared, or made room for newer ones.</p>;
    default:
      return <p class={styles['note']}>The request could not be read: {loaded.why}</p>;
  }
}
