import { useState } from 'preact/hooks';
import type { EventId } from '../../lib/domain/event.ts';
import type { SessionKey } from '../../lib/domain/session.ts';
import type { Scope } from './PanelToolbar.tsx';

export type PaneId = 'sessions' | 'footsteps' | 'details';
export type SheetId = 'help' | 'capture' | 'export';

/** So many footsteps at first; more on demand. */
export const PAGE_OF_FOOTSTEPS = 5000;

/** What the reader has chosen. */
export function usePanelState(hasTab: boolean) {
  const [scope, setScope] = useState<Scope>(hasTab ? 'tab' : 'all');
  const [grouped, setGrouped] = useState(true);
  const [filterText, setFilterText] = useState('');
  const [vendors, setVendors] = useState<ReadonlySet<string>>(new Set());
  const [sessionKey, setSessionKey] = useState<SessionKey | null>(null);
  const [footstepId, setFootstepId] = useState<EventId | null>(null);
  const [limit, setLimit] = useState(PAGE_OF_FOOTSTEPS);
  const [sheet, setSheet] = useState<SheetId | null>(null);
  /** The pane in view where there is room for one. */
  const [pane, setPane] = useState<PaneId>('sessions');

  const chooseSession = (key: SessionKey | null): void => {
    setSessionKey(key);
    setFootstepId(null);
    setLimit(PAGE_OF_FOOTSTEPS);
  };
  return {
    scope, grouped, filterText, vendors, sessionKey, footstepId, limit, sheet, pane,
    setGrouped, setFilterText, setVendors, setFootstepId, setSheet, setPane, chooseSession,
    setScope: (next: Scope): void => {
      setScope(next);
      chooseSession(null);
    },
    showOlder: (): void => setLimit(limit + PAGE_OF_FOOTSTEPS),
    clearFilter: (): void => {
      setFilterText('');
      setVendors(new Set());
    },
  };
}

export type PanelState = ReturnType<typeof usePanelState>;
