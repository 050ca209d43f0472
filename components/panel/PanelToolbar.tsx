import type { RefObject } from 'preact';
import { captureView } from '../../lib/view/capture.ts';
import type { FilterProblem } from '../../lib/view/filter/ast.ts';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { FilterBox } from '../filter/FilterBox.tsx';
import { useServices } from '../app-services.ts';
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
  readonly keep: boolean;
  readonly onKeep: (keep: boolean) => void;
  readonly filterText: string;
  readonly onFilter: (text: string) => void;
  readonly filterProblem: FilterProblem | null;
  readonly completions: () => CompletionSource;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly onClear: () => void;
  readonly onSheet: (sheet: 'help' | 'capture' | 'export' | 'controls') => void;
};

export function PanelToolbar({ record, hasTab, scope, onScope, grouped, onGrouped, keep, onKeep, filterText, onFilter, filterProblem, completions, filterBox, onClear, onSheet }: PanelToolbarProps) {
  const { openOptions } = useServices();
  return (
    <Toolbar label={t('panel_toolbar')}>
      <RecordMenu recording={record.recording} align="start" />
      <IconButton icon="clear" label={t(scope === 'tab' ? 'panel_clearTab' : 'panel_clearAll')} onClick={onClear} />
      <ToolbarLine />
      {hasTab ? (
        <span class={styles['scope']} role="group" aria-label={t('panel_scope')}>
          <button type="button" aria-pressed={scope === 'tab'} onClick={() => onScope('tab')}>{t('panel_scope_tab')}</button>
          <button type="button" aria-pressed={scope === 'all'} onClick={() => onScope('all')}>{t('panel_scope_all')}</button>
        </span>
      ) : null}
      {hasTab && scope === 'tab' ? <IconButton icon="keep" label={t(keep ? 'panel_keep' : 'panel_keepNot')} pressed={keep} onClick={() => onKeep(!keep)} /> : null}
      <IconButton icon="tree" label={t('panel_group')} pressed={grouped} onClick={() => onGrouped(!grouped)} />
      <ToolbarLine />
      <FilterBox text={filterText} onText={onFilter} problem={filterProblem} source={completions} box={filterBox} />
      <CaptureButton record={record} onClick={() => onSheet('capture')} />
      {hasTab ? <IconButton icon="plug" label={t('controls_open')} onClick={() => onSheet('controls')} /> : null}
      <IconButton icon="export" label={t('panel_export')} onClick={() => onSheet('export')} />
      <IconButton icon="settings" label={t('panel_settings')} onClick={() => void openOptions()} />
      <IconButton icon="help" label={t('panel_help')} onClick={() => onSheet('help')} />
    </Toolbar>
  );
}

function CaptureButton({ record, onClick }: { readonly record: RecordState; readonly onClick: () => void }) {
  if (!record.known) return null;
  const view = captureView(record.counters);
  return (
    <button type="button" class={`${styles['capture']} ${view.complete ? '' : styles['incomplete']}`} title={t('panel_capture_press', view.sentence)} onClick={onClick}>
      <Icon name={view.complete ? 'check' : 'warning'} />
      <span class={styles['brief']}>{view.brief}</span>
    </button>
  );
}
