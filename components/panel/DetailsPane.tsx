import type { SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { FootstepDetails } from '../details/FootstepDetails.tsx';
import { SessionDetails } from '../details/SessionDetails.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PaneHead } from './PaneHead.tsx';
import type { PanelData } from './use-panel-data.ts';

type DetailsPaneProps = { readonly data: PanelData; readonly footstep: Footstep | null; readonly onSession: (key: SessionKey) => void };

/** Of the chosen footstep, else of the chosen session. */
export function DetailsPane({ data: { sessions, session, findings }, footstep, onSession }: DetailsPaneProps) {
  if (footstep) {
    const own = sessions.all.find((s) => s.key === footstep.sessionKey) ?? null;
    return <FootstepDetails footstep={footstep} session={own} findings={findings} onSession={onSession} />;
  }
  if (session) {
    return (
      <>
        <PaneHead title="Session" />
        <SessionDetails session={session} findings={findings.filter((f) => f.sessionKey === session.key)} onSession={onSession} />
      </>
    );
  }
  return <EmptyState emptiness={{ title: 'Nothing chosen', lines: ['Choose a session to see why it began and how it lives, or a footstep to see what was sent.'], action: null }} />;
}
