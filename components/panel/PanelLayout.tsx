import type { ComponentChildren } from 'preact';
import { SplitPane } from '../ui/SplitPane.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import type { PaneId } from './use-panel-state.ts';
import styles from './PanelLayout.module.css';

/** By the room there is: one pane at a time; all three over one another; sessions beside footsteps over details; all three side by side. */
export type LayoutMode = 'one' | 'stack' | 'two' | 'three';

type PanelLayoutProps = {
  readonly mode: LayoutMode;
  readonly pane: PaneId;
  readonly onPane: (pane: PaneId) => void;
  readonly sessions: ComponentChildren;
  readonly footsteps: ComponentChildren;
  readonly details: ComponentChildren;
};

const TABS = [{ id: 'sessions', label: 'Sessions' }, { id: 'footsteps', label: 'Footsteps' }, { id: 'details', label: 'Details' }] as const;

export function PanelLayout({ mode, pane, onPane, sessions, footsteps, details }: PanelLayoutProps) {
  if (mode === 'one') {
    return (
      <main class={styles['stack']}>
        <Tabs label="Panes" panelId="pane" tabs={TABS} selected={pane} onSelect={onPane} />
        <div class={styles['whole']} id="pane" role="tabpanel" aria-labelledby={`pane-tab-${pane}`}>
          <Pane id={pane}>{pane === 'sessions' ? sessions : pane === 'footsteps' ? footsteps : details}</Pane>
        </div>
      </main>
    );
  }
  const first = mode === 'stack' ? { direction: 'column' as const, label: 'Height of the sessions', initial: 190, min: 80 } : { direction: 'row' as const, label: 'Width of the sessions', initial: mode === 'three' ? 480 : 330, min: 220 };
  const rest = mode === 'three' ? { direction: 'row' as const, initial: 390, min: 260 } : { direction: 'column' as const, initial: mode === 'stack' ? 250 : 280, min: 100 };
  return (
    <main class={styles['whole']}>
      <SplitPane key={mode} name={`sessions.${mode}`} fixed="first" {...first}>
        <Pane id="sessions">{sessions}</Pane>
        <SplitPane name={`details.${mode}`} label="Size of the details" fixed="second" {...rest}>
          <Pane id="footsteps">{footsteps}</Pane>
          <Pane id="details">{details}</Pane>
        </SplitPane>
      </SplitPane>
    </main>
  );
}

const Pane = ({ id, children }: { readonly id: PaneId; readonly children: ComponentChildren }) => <section class={styles['pane']} data-pane={id} aria-label={TABS.find((tab) => tab.id === id)?.label}>{children}</section>;
