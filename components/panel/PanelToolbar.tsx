import type { RefObject } from 'preact';
import { captureView } from '../../lib/view/capture.ts';
import type { FilterProblem } from '../../lib/view/filter/ast.ts';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { FilterBox } from '../filter/FilterBox.tsx';
import { useServices } from '../app-services.ts';
import type { RecordState } from '../record-state.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { PopupButton } from '../ui/PopupButton.tsx';
import { RecordMenu } from '../ui/RecordMenu.tsx';
import { Toolbar, ToolbarLine } from '../ui/Toolbar.tsx';
import { layout } from '../ui/Layout.tsx';
import styles from './PanelToolbar.module.css';

export type Scope = 'tab' | 'all';

type PanelToolbarProps = {
  readonly room: ToolbarRoom;
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
  readonly onSheet: (sheet: 'help' | 'capture' | 'export' | 'import' | 'controls') => void;
};

type ToolbarItem = { readonly icon: IconName; readonly label: string; readonly pressed?: boolean; readonly onClick: () => void };

/** What has room: every word; icons alone for what is seldom read; or what is seldom pressed behind one button. */
export type ToolbarRoom = 'words' | 'icons' | 'menu';

export function PanelToolbar({ room, record, hasTab, scope, onScope, grouped, onGrouped, keep, onKeep, filterText, onFilter, filterProblem, completions, filterBox, onClear, onSheet }: PanelToolbarProps) {
  const { openOptions, isPrivate = false } = useServices();
  const switches: readonly ToolbarItem[] = [
    ...(hasTab && scope === 'tab' ? [{ icon: 'keep' as const, label: t(keep ? 'panel_keep' : 'panel_keepNot'), pressed: keep, onClick: () => onKeep(!keep) }] : []),
    { icon: 'tree', label: t('panel_group'), pressed: grouped, onClick: () => onGrouped(!grouped) },
  ];
  const ways: readonly ToolbarItem[] = [
    ...(hasTab ? [{ icon: 'plug' as const, label: t('controls_open'), onClick: () => onSheet('controls') }] : []),
    ...(isPrivate ? [] : [{ icon: 'import' as const, label: t('import_open'), onClick: () => onSheet('import') }]),
    { icon: 'export', label: t('panel_export'), onClick: () => onSheet('export') },
    { icon: 'settings', label: t('panel_settings'), onClick: () => void openOptions() },
    { icon: 'help', label: t('panel_help'), onClick: () => onSheet('help') },
  ];
  return (
    <Toolbar label={t('panel_toolbar')}>
      <RecordMenu recording={record.recording} align="start" />
      <IconButton icon="clear" label={t(scope === 'tab' ? 'panel_clearTab' : 'panel_clearAll')} onClick={onClear} />
      <ToolbarLine />
      {hasTab && room === 'menu' ? <IconButton icon="tabs" label={t('panel_scope_all')} pressed={scope === 'all'} onClick={() => onScope(scope === 'all' ? 'tab' : 'all')} /> : null}
      {hasTab && room !== 'menu' ? (
        <span class={styles['scope']} role="group" aria-label={t('panel_scope')}>
          <button type="button" aria-pressed={scope === 'tab'} onClick={() => onScope('tab')}>{t('panel_scope_tab')}</button>
          <button type="button" aria-pressed={scope === 'all'} onClick={() => onScope('all')}>{t('panel_scope_all')}</button>
        </span>
      ) : null}
      {room === 'menu' ? null : switches.map((item) => <IconButton key={item.icon} {...item} />)}
      {room === 'menu' ? null : <ToolbarLine />}
      <FilterBox text={filterText} onText={onFilter} problem={filterProblem} source={completions} box={filterBox} />
      <CaptureButton record={record} words={room === 'words'} onClick={() => onSheet('capture')} />
      {room === 'menu' ? (
        <PopupButton id="more" icon="more" label="" title={t('panel_more')}>
          {[...switches, ...ways].map(({ icon, label, pressed, onClick }) => (
            <button key={icon} type="button" class={styles['item']} onClick={onClick} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}><Icon name={icon} />{label}</button>
          ))}
        </PopupButton>
      ) : ways.map((item) => <IconButton key={item.icon} {...item} />)}
    </Toolbar>
  );
}

function CaptureButton({ record, words, onClick }: { readonly record: RecordState; readonly words: boolean; readonly onClick: () => void }) {
  if (!record.known) return null;
  const view = captureView(record.counters);
  return (
    <button type="button" class={`${styles['capture']} ${view.complete ? '' : styles['incomplete']}`} title={t('panel_capture_press', view.sentence)} onClick={onClick}>
      <Icon name={view.complete ? 'check' : 'warning'} />
      <span class={words ? '' : layout.unseen}>{view.brief}</span>
    </button>
  );
}
