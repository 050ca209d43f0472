import type { ComponentChildren } from 'preact';
import { t } from '../../lib/view/messages/translate.ts';
import { SplitPane } from '../ui/SplitPane.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import type { PaneId } from './use-panel-state.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './PanelLayout.module.css';

/**
 * By the room there is: one pane at a time; sessions over footsteps over details or timeline; sessions beside footsteps over details, or all
 * three side by side, with the timeline below.
 */
export type LayoutMode = 'one' | 'stack' | 'two' | 'three';

type PanelLayoutProps = {
  readonly mode: LayoutMode;
  readonly pane: PaneId;
  readonly onPane: (pane: PaneId) => void;
  /** The timeline is folded to its head. */
  readonly folded: boolean;
  readonly sessions: ComponentChildren;
  readonly footsteps: ComponentChildren;
  readonly details: ComponentChildren;
  readonly timeline: ComponentChildren;
};

const PANES = ['sessions', 'footsteps', 'details', 'timeline'] as const;
/** A folded timeline shows its head alone. */
const HEAD = 26;

export function PanelLayout({ mode, pane, onPane, folded, sessions, footsteps, details, timeline }: PanelLayoutProps) {
  const content = { sessions, footsteps, details, timeline };
  const tabs = PANES.map((id) => ({ id, label: t(`panel_${id}`) }));
  if (mode === 'one') {
    return (
      <main class={styles['stack']}>
        <Tabs label={t('panel_panes')} panelId="pane" tabs={tabs} selected={pane} onSelect={onPane} />
        <div class={styles['whole']} id="pane" role="tabpanel" aria-labelledby={`pane-tab-${pane}`}>
          <Pane id={pane}>{content[pane]}</Pane>
        </div>
      </main>
    );
  }
  if (mode === 'stack') {
    const low = pane === 'timeline' ? 'timeline' : 'details';
    return (
      <main class={styles['whole']}>
        <SplitPane name="sessions.stack" label={t('panel_size_sessionsHeight')} direction="column" fixed="first" initial={190} min={80}>
          <Pane id="sessions">{sessions}</Pane>
          <SplitPane name="details.stack" label={t('panel_size_details')} direction="column" fixed="second" initial={270} min={100}>
            <Pane id="footsteps">{footsteps}</Pane>
            <div class={styles['stack']}>
              <Tabs label={t('panel_below')} panelId="low" tabs={tabs.filter(({ id }) => id === 'details' || id === 'timeline')} selected={low} onSelect={onPane} />
              <div class={styles['whole']} id="low" role="tabpanel" aria-labelledby={`low-tab-${low}`}><Pane id={low}>{content[low]}</Pane></div>
            </div>
          </SplitPane>
        </SplitPane>
      </main>
    );
  }
  const rest = mode === 'three' ? { direction: 'row' as const, initial: 390, min: 260 } : { direction: 'column' as const, initial: 280, min: 100 };
  return (
    <main class={styles['whole']}>
      <SplitPane key={mode} name={`timeline.${mode}`} label={t('panel_size_timeline')} direction="column" fixed="second" initial={mode === 'three' ? 220 : 180} min={90} {...(folded ? { folded: HEAD } : {})}>
        <SplitPane name={`sessions.${mode}`} label={t('panel_size_sessionsWidth')} direction="row" fixed="first" initial={mode === 'three' ? 480 : 330} min={220}>
          <Pane id="sessions">{sessions}</Pane>
          <SplitPane name={`details.${mode}`} label={t('panel_size_details')} fixed="second" {...rest}>
            <Pane id="footsteps">{footsteps}</Pane>
            <Pane id="details">{details}</Pane>
          </SplitPane>
        </SplitPane>
        <Pane id="timeline">{timeline}</Pane>
      </SplitPane>
    </main>
  );
}

const Pane = ({ id, children }: { readonly id: PaneId; readonly children: ComponentChildren }) => <section class={layout.column} data-pane={id} aria-label={t(`panel_${id}`)}>{children}</section>;
