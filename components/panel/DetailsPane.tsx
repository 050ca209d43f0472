import type { ComponentChildren } from 'preact';
import type { SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { FootstepDetails } from '../details/FootstepDetails.tsx';
import { SessionDetails } from '../details/SessionDetails.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PaneHead } from './PaneHead.tsx';
import type { PanelData } from './use-panel-data.ts';

type DetailsPaneProps = { readonly data: PanelData; readonly footstep: Footstep | null; readonly onSession: (key: SessionKey) => void; /** Leads to the other sessions of the visit. */ readonly sameVisit: ComponentChildren };

/** Of the chosen footstep, else of the chosen session. */
export function DetailsPane({ data: { sessions, session, findings }, footstep, onSession, sameVisit }: DetailsPaneProps) {
  if (footstep) {
    const own = sessions.all.find((s) => s.key === footstep.sessionKey) ?? null;
    return <FootstepDetails footstep={footstep} session={own} findings={findings} onSession={onSession} />;
  }
  if (session) {
    return (
      <>
        <PaneHead title={t('panel_session')}>{sameVisit}</PaneHead>
        <SessionDetails session={session} findings={findings.filter((f) => f.sessionKey === session.key)} onSession={onSession} />
      </>
    );
  }
  return <EmptyState emptiness={{ title: t('panel_nothingChosen'), lines: [t('panel_nothingChosen_line')], action: null }} />;
}
