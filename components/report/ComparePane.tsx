import { useCallback, useMemo, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import { formatCount, formatOffset } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { compareAttributes, compareFootsteps, differenceText, MOST_COMPARED, stepText, type AttributeRow, type CompareRow } from '../../lib/view/report-compare.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SplitPane } from '../ui/SplitPane.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { useLive } from '../use-live.ts';
import { useTimeMode } from '../use-time-mode.ts';
import { CompareMarkText } from './CompareMarkText.tsx';
import { layout } from '../ui/Layout.tsx';
import styles from './ComparePane.module.css';

type ComparePaneProps = { readonly one: Session; readonly other: Session; readonly onSwap: () => void; readonly onSession: (key: SessionKey) => void; readonly onBack: () => void };

/** So many of the newest footsteps of each are read. */
const NEWEST = 10_000;

/** Two sessions side by side: what both went through, what one alone did, and what differs in between. */
export function ComparePane({ one, other, onSwap, onSession, onBack }: ComparePaneProps) {
  const { vendorName, now } = useServices();
  const [differencesOnly, setDifferencesOnly] = useState(false);
  const [first, second] = [useFootsteps(one.key), useFootsteps(other.key)];
  const comparison = useMemo(() => first && second && compareFootsteps(first, second), [first, second]);
  const attributes = useMemo(() => compareAttributes(one, other, { now: now(), vendorName }), [one, other, now, vendorName]);
  const rows = useMemo(() => comparison?.rows.filter(({ mark }) => !differencesOnly || mark !== 'same') ?? [], [comparison, differencesOnly]);
  const { same, changed, missing, extra } = comparison?.counts ?? { same: 0, changed: 0, missing: 0, extra: 0 };
  return (
    <section class={layout.column} aria-label={t('report_compare_heading')}>
      <header class={styles['head']}>
        <Button icon="left" onClick={onBack}>{t('report_compare_back')}</Button>
        <h2>{t('report_compare_heading')}</h2>
        <span class={styles['sum']}>{comparison ? (changed + missing + extra === 0 && same > 0 ? t('report_compare_equal') : t('report_compare_sum', formatCount(same), formatCount(changed), formatCount(missing), formatCount(extra))) : ''}</span>
        <label class={styles['only']}><input type="checkbox" role="switch" checked={differencesOnly} onChange={(event) => setDifferencesOnly(event.currentTarget.checked)} />{t('report_compare_only')}</label>
      </header>
      <div class={styles['two']}>
        <Side session={one} label={t('report_compare_first')} onSession={onSession} />
        <Button onClick={onSwap}>{t('report_compare_swap')}</Button>
        <Side session={other} label={t('report_compare_second')} onSession={onSession} />
      </div>
      <SplitPane name="report.compare" label={t('panel_size_details')} direction="column" fixed="second" initial={250} min={80}>
        <div class={layout.column}>
          {comparison?.cut ? <p class={styles['note']}>{t('report_compare_cut', formatCount(MOST_COMPARED), formatCount(NEWEST))}</p> : null}
          {comparison && rows.length === 0 ? <EmptyState emptiness={{ title: t(comparison.rows.length === 0 ? 'report_compare_noFootsteps' : 'report_compare_equal'), lines: [], action: null }} /> : null}
          {rows.length > 0 ? <StepGrid rows={rows} one={one} other={other} /> : null}
        </div>
        <div class={layout.column}><AttributeTable rows={attributes} differencesOnly={differencesOnly} /></div>
      </SplitPane>
    </section>
  );
}

function useFootsteps(key: SessionKey): readonly Footstep[] | undefined {
  const services = useServices();
  const found = useLive(useCallback(() => services.footsteps({ sessionKey: key, limit: NEWEST }), [services, key])).value;
  return useMemo(() => found && inOrder(found), [found]);
}

function Side({ session, label, onSession }: { readonly session: Session; readonly label: string; readonly onSession: (key: SessionKey) => void }) {
  const { vendorName } = useServices();
  const [mode] = useTimeMode();
  const name = vendorName(session.protocol);
  return (
    <div class={styles['side']} role="group" aria-label={label}>
      <VendorMark name={name} />
      <button type="button" class={styles['open']} onClick={() => onSession(session.key)}><SessionLabel session={session} /></button>
      <SessionState session={session} />
      <span class={styles['dim']}>{dateTimeText(session.startedAt, mode)}</span>
    </div>
  );
}

const COLUMNS = ['mark', 'oneAt', 'one', 'otherAt', 'other', 'why'] as const;

function StepGrid({ rows, one, other }: { readonly rows: readonly CompareRow[]; readonly one: Session; readonly other: Session }) {
  const [selected, setSelected] = useState(-1);
  const keyAt = useCallback((index: number) => `${rows[index]?.one?.id ?? ''} ${rows[index]?.other?.id ?? ''}`, [rows]);
  const heads = {
    mark: t('report_compare_kind'), oneAt: t('report_compare_at'), one: t('report_compare_first'), otherAt: t('report_compare_at'), other: t('report_compare_second'), why: t('report_compare_why'),
  };
  return (
    <VirtualGrid
      id="report-compare" label={t('report_compare_footsteps')} columns={COLUMNS.map((id) => ({ id, label: heads[id], ...(id.endsWith('At') ? { align: 'end' as const } : {}), class: id === 'other' || id === 'otherAt' ? styles['second'] : '' }))}
      template="92px 74px minmax(120px, 1fr) 74px minmax(120px, 1fr) minmax(100px, 1fr)" minWidth={600} count={rows.length} keyAt={keyAt} selected={selected} onSelect={setSelected}
      stateAt={(index) => ({ class: styles[rows[index]?.mark ?? 'same'] })}
      cell={(index, column) => stepCell(rows[index], column as (typeof COLUMNS)[number], { one: one.startedAt, other: other.startedAt })}
    />
  );
}

function stepCell(row: CompareRow | undefined, column: (typeof COLUMNS)[number], startedAt: { readonly one: EpochMs; readonly other: EpochMs }): ComponentChildren {
  if (!row) return null;
  if (column === 'mark') return <CompareMarkText mark={row.mark} />;
  if (column === 'why') return <span title={row.differs.map(differenceText).join('\n')}>{row.differs.map(differenceText).join('; ')}</span>;
  const side = column === 'one' || column === 'oneAt' ? 'one' : 'other';
  const step = row[side];
  if (!step) return null;
  return column === side ? <span title={step.name}>{stepText(step)}</span> : <span class={styles['mono']}>{formatOffset(step.occurredAt - startedAt[side])}</span>;
}

function AttributeTable({ rows, differencesOnly }: { readonly rows: readonly AttributeRow[]; readonly differencesOnly: boolean }) {
  const shown = rows.filter(({ mark }) => !differencesOnly || mark !== 'same');
  const value = (text: string | null) => (text === null ? <span class={styles['dim']}>{t('report_compare_none')}</span> : text);
  return (
    <div class={styles['attributes']} role="region" aria-label={t('report_compare_attributes')} tabIndex={0}>
      {shown.length === 0 ? <p class={styles['note']}>{t('report_compare_allSame')}</p> : (
        <table>
          <thead>
            <tr><th scope="col">{t('report_compare_kind')}</th><th scope="col">{t('report_compare_attribute')}</th><th scope="col">{t('report_compare_first')}</th><th scope="col">{t('report_compare_second')}</th></tr>
          </thead>
          <tbody>
            {shown.map(({ name, one, other, mark }) => <tr key={name} class={styles[mark]}><td><CompareMarkText mark={mark} /></td><th scope="row">{name}</th><td class={styles['mono']}>{value(one)}</td><td class={styles['mono']}>{value(other)}</td></tr>)}
          </tbody>
        </table>
      )}
    </div>
  );
}
