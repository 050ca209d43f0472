import type { RefObject } from 'preact';
import type { CompletionSource } from '../../lib/view/filter/complete.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { GROUP_IDS, type GroupId, type ReportPlace } from '../../lib/view/report-address.ts';
import { FilterBox } from '../filter/FilterBox.tsx';
import { CheckMenu } from '../ui/CheckMenu.tsx';
import { Icon } from '../ui/Icon.tsx';
import { COLUMN_IDS, type ColumnId } from './columns.ts';
import { RangeControl } from './RangeControl.tsx';
import type { GoTo } from './use-place.ts';
import type { ReportData } from './use-report-data.ts';
import styles from './ReportToolbar.module.css';

type ReportToolbarProps = {
  readonly place: ReportPlace;
  readonly goTo: GoTo;
  readonly data: ReportData;
  readonly completions: () => CompletionSource;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly columns: readonly ColumnId[];
  readonly onColumns: (ids: readonly ColumnId[]) => void;
};

/** Which sessions, of which time, and how they lie in the table. */
export function ReportToolbar({ place, goTo, data, completions, filterBox, columns, onColumns }: ReportToolbarProps) {
  const toggled = (id: ColumnId): readonly ColumnId[] => (columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id]);
  return (
    <div class={styles['bar']} role="group" aria-label={t('report_toolbar')}>
      <RangeControl choice={place.range} range={data.range} onChoose={(range) => goTo({ range })} />
      <div class={styles['filter']}><FilterBox text={place.filter} onText={(filter) => goTo({ filter })} problem={data.filter.problem} source={completions} box={filterBox} /></div>
      <label class={styles['switch']} title={t('report_active_title')}>
        <input type="checkbox" role="switch" checked={place.active} onChange={(event) => goTo({ active: event.currentTarget.checked })} />
        {t('report_active')}
      </label>
      <label class={styles['group']} title={t('report_group')}>
        <span>{t('report_group')}</span>
        <select value={place.group} onChange={(event) => goTo({ group: event.currentTarget.value as GroupId })}>
          {GROUP_IDS.map((id) => <option key={id} value={id}>{t(`report_group_${id}`)}</option>)}
        </select>
      </label>
      <CheckMenu
        label={t('report_columns')} menuLabel={t('report_columns')} align="end"
        items={COLUMN_IDS.filter((id) => id !== 'session').map((id) => ({ key: id, label: t(`report_column_${id}`), checked: columns.includes(id), onToggle: () => onColumns(toggled(id)) }))}
      >
        <Icon name="columns" />
      </CheckMenu>
    </div>
  );
}
