import type { Session } from '../../lib/domain/session.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { Button } from '../ui/Button.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import type { FootstepSearch } from './use-footstep-search.ts';
import styles from './BulkBar.module.css';

type BulkBarProps = {
  readonly shown: number;
  readonly all: number;
  /** The list is full: there are older sessions. */
  readonly full: boolean;
  readonly checked: readonly Session[];
  readonly search: FootstepSearch;
  readonly onUncheck: () => void;
  readonly onCompare: () => void;
  readonly onExport: () => void;
  readonly onImport: () => void;
  readonly onDelete: () => void;
};

/** How much the table shows, what was chosen in it, and what can be done with that. */
export function BulkBar({ shown, all, full, checked, search, onUncheck, onCompare, onExport, onImport, onDelete }: BulkBarProps) {
  const count = checked.length;
  return (
    <div class={styles['bar']}>
      <h2>{t('report_table')}</h2>
      <span class={styles['dim']}>{shown === all ? formatCount(all) : t('report_count', formatCount(shown), formatCount(all))}</span>
      {full ? <span class={styles['dim']}>{t('report_most', formatCount(all))}</span> : null}
      <SearchLine search={search} />
      <span class={styles['actions']}>
        {count > 0 ? <span class={styles['checked']} role="status">{tn('report_checked', count, formatCount(count))}</span> : null}
        {count > 0 ? <Button onClick={onUncheck}>{t('report_uncheck')}</Button> : null}
        <Button icon="compare" title={t('report_compare_title')} disabled={count !== 2} onClick={onCompare}>{t('report_compare')}</Button>
        <Button icon="export" onClick={onExport}>{t('report_export')}</Button>
        <Button icon="import" onClick={onImport}>{t('import_open')}</Button>
        <Button icon="trash" disabled={count === 0} onClick={onDelete}>{t('report_delete')}</Button>
      </span>
    </div>
  );
}

/** What a filter asks of footsteps is looked up when the reader says so. */
function SearchLine({ search: { state, at, found, start, stop } }: { readonly search: FootstepSearch }) {
  const [mode] = useTimeMode();
  switch (state) {
    case 'needless':
      return null;
    case 'possible':
      return <span class={styles['search']} title={t('report_sessionsOnly')}><Button onClick={start}>{t('report_search')}</Button></span>;
    case 'running':
      return <span class={styles['search']}><span class={styles['dim']}>{t('report_searching', at === null ? '…' : dateTimeText(at, mode))}</span><Button onClick={stop}>{t('report_search_stop')}</Button></span>;
    default:
      return <span class={styles['dim']}>{tn('report_searched', found.size, formatCount(found.size))}</span>;
  }
}
