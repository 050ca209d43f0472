import type { Ref } from 'preact';
import { noSessions, type Emptiness } from '../../lib/view/emptiness.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import type { RecordState } from '../record-state.ts';
import { SessionList } from '../sessions/SessionList.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { GridHandle } from '../ui/VirtualGrid.tsx';
import { BeforeThisPage } from './BeforeThisPage.tsx';
import { PaneHead } from './PaneHead.tsx';
import type { PanelData } from './use-panel-data.ts';
import type { PanelState } from './use-panel-state.ts';

type SessionsPaneProps = {
  readonly data: PanelData;
  readonly state: PanelState;
  readonly record: RecordState;
  readonly handle: Ref<GridHandle>;
  readonly onAction: (action: Emptiness['action']) => void;
  readonly onOpen: () => void;
};

export function SessionsPane({ data: { sessions, filtered }, state, record, handle, onAction, onOpen }: SessionsPaneProps) {
  const { all, shown, known, error } = sessions;
  return (
    <>
      <PaneHead title={t('panel_sessions')}>
        <span>{known ? countOf(shown.length, all.length) : ''}</span>
        <BeforeThisPage hidden={sessions.before} onShow={() => state.setKeep(true)} />
      </PaneHead>
      {error ? <EmptyState emptiness={{ title: t('panel_sessions_unread'), lines: [t('panel_sessions_unread_line')], action: null }} /> : null}
      {!error && known && record.known && shown.length === 0 ? (
        <EmptyState
          onAction={onAction}
          emptiness={noSessions({
            recording: record.recording, filtered, unfiltered: all.length, seen: record.counters['seen'] ?? 0, candidates: record.counters['candidates'] ?? 0, oneTab: state.scope === 'tab',
          })}
        />
      ) : null}
      {shown.length > 0 ? <SessionList sessions={shown} grouped={state.grouped} selected={state.sessionKey} onSelect={state.chooseSession} onOpen={onOpen} handle={handle} /> : null}
    </>
  );
}

/** "12", or "3 of 12" where some are hidden. */
export const countOf = (shown: number, all: number): string => (shown === all ? formatCount(all) : t('panel_countOf', formatCount(shown), formatCount(all)));
