import { useState } from 'preact/hooks';
import type { EventId } from '../../lib/domain/event.ts';
import type { SessionKey } from '../../lib/domain/session.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { useRememberedNumber } from '../remembered.ts';
import type { TimelineTab } from '../timeline/TimelinePane.tsx';
import type { Scope } from './PanelToolbar.tsx';

export type PaneId = 'sessions' | 'footsteps' | 'details' | 'timeline';
export type SheetId = 'help' | 'capture' | 'export' | 'import' | 'controls';

/** What the reader has chosen. */
export function usePanelState(hasTab: boolean) {
  const [scope, setScope] = useState<Scope>(hasTab ? 'tab' : 'all');
  const [grouped, setGrouped] = useState(true);
  const [filterText, setFilterText] = useState('');
  const [vendors, setVendors] = useState<ReadonlySet<string>>(new Set());
  const [sessionKey, setSessionKey] = useState<SessionKey | null>(null);
  const [footstepId, setFootstepId] = useState<EventId | null>(null);
  const [sheet, setSheet] = useState<SheetId | null>(null);
  /** The time that footsteps are shown of; null: of all times. */
  const [stretch, setStretch] = useState<TimeRange | null>(null);
  const [timelineTab, setTimelineTab] = useState<TimelineTab>('lanes');
  const [folded, setFolded] = useRememberedNumber('timeline.folded', 0);
  const [keep, setKeep] = useRememberedNumber('keepAcrossNavigation', 1);
  /** The pane in view where there is room for one. */
  const [pane, setPane] = useState<PaneId>('sessions');

  const chooseSession = (key: SessionKey | null): void => {
    setSessionKey(key);
    setFootstepId(null);
  };
  return {
    scope, grouped, filterText, vendors, sessionKey, footstepId, sheet, pane, stretch, timelineTab, folded: folded === 1, keep: keep === 1,
    setStretch, setTimelineTab, setFolded: (next: boolean): void => setFolded(Number(next)), setKeep: (next: boolean): void => setKeep(Number(next)),
    setGrouped, setFilterText, setVendors, setFootstepId, setSheet, setPane, chooseSession,
    setScope: (next: Scope): void => {
      setScope(next);
      setStretch(null);
      chooseSession(null);
    },
    clearFilter: (): void => {
      setFilterText('');
      setVendors(new Set());
      setStretch(null);
    },
  };
}

export type PanelState = ReturnType<typeof usePanelState>;
