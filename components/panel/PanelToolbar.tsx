import type { RefObject } from 'preact';
import { captureView } from '../../lib/view/capture.ts';
import type { FilterProblem } from '../../lib/view/filter/ast.ts';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { FilterBox } from '../filter/FilterBox.tsx';
import type { RecordState } from '../record-state.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RecordMenu } from '../ui/RecordMenu.tsx';
import { Toolbar, ToolbarLine } from '../ui/Toolbar.tsx';
import styles from './PanelToolbar.module.css';

export type Scope = 'tab' | 'all';

type PanelToolbarProps = {
  readonly record: RecordState;
  readonly hasTab: boolean;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly grouped: boolean;
  readonly onGrouped: (grouped: boolean) => void;
  readonly filterText: string;
  readonly onFilter: (text: string) => void;
  readonly filterProblem: FilterProblem | null;
  readonly completions: () => CompletionSource;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly onClear: () => void;
  readonly onSheet: (sheet: 'help' | 'capture' | 'export') => void;
};

export function PanelToolbar({ record, hasTab, scope, onScope, grouped, onGrouped, filterText, onFilter, filterProblem, completions, filterBox, onClear, onSheet }: PanelToolbarProps) {
  return (
    <Toolbar label="Footsteps">
      <RecordMenu recording={record.recording} align="start" />
      <IconButton icon="clear" label={scope === 'tab' ? 'Clear what was recorded of this tab' : 'Clear everything that was recorded'} onClick={onClear} />
      <ToolbarLine />
      {hasTab ? (
        <span class={styles['scope']} role="group" aria-label="Which tabs to show">
          <button type="button" aria-pressed={scope === 'tab'} onClick={() => onScope('tab')}>This tab</button>
          <button type="button" aria-pressed={scope === 'all'} onClick={() => onScope('all')}>All tabs</button>
        </span>
      ) : null}
      <IconButton icon="tree" label="Group sessions by site and vendor" pressed={grouped} onClick={() => onGrouped(!grouped)} />
      <ToolbarLine />
      <FilterBox text={filterText} onText={onFilter} problem={filterProblem} source={completions} box={filterBox} />
      <CaptureButton record={record} onClick={() => onSheet('capture')} />
      <IconButton icon="export" label="Export…" onClick={() => onSheet('export')} />
      <IconButton icon="help" label="Keyboard and words (?)" onClick={() => onSheet('help')} />
    </Toolbar>
  );
}

function CaptureButton({ record, onClick }: { readonly record: RecordState; readonly onClick: () => void }) {
  if (!record.known) return null;
  const view = captureView(record.counters);
  return (
    <button type="button" class={`${styles['capture']} ${view.complete ? '' : styles['incomplete']}`} title={`${view.sentence} In all tabs. Press for the capture ledger.`} onClick={onClick}>
      <Icon name={view.complete ? 'check' : 'warning'} />
      {view.brief}
    </button>
  );
}
