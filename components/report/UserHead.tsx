import { useMemo } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { formatCount, hostLabel } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { userSummary } from '../../lib/view/report-user.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './UserHead.module.css';

/** Who the report is about: all keys of the user, when and where they were seen. */
export function UserHead({ sessions, user, onLeave }: { readonly sessions: readonly Session[]; readonly user: string; readonly onLeave: () => void }) {
  const { vendorName } = useServices();
  const [mode] = useTimeMode();
  const summary = useMemo(() => userSummary(sessions, user), [sessions, user]);
  return (
    <section class={styles['user']} aria-label={t('report_user')}>
      <div class={styles['line']}>
        <Icon name="user" />
        <h2 class={styles['name']} title={summary?.label ?? user}>{summary?.label ?? user}</h2>
        <span class={styles['dim']}>{summary ? `${tn('count_session', summary.sessions, formatCount(summary.sessions))}, ${tn('count_error', summary.errors, formatCount(summary.errors))}` : t('report_user_none')}</span>
        <span class={styles['leave']}><Button icon="left" onClick={onLeave}>{t('report_user_leave')}</Button></span>
      </div>
      {summary ? (
        <dl class={styles['facts']}>
          <div><dt>{t('report_user_first')}</dt><dd>{dateTimeText(summary.first, mode)}</dd></div>
          <div><dt>{t('report_user_last')}</dt><dd>{dateTimeText(summary.last, mode)}</dd></div>
          <div><dt>{t('report_user_vendors')}</dt><dd class={styles['vendors']}>{summary.protocols.map((protocol) => <span key={protocol} class={styles['vendor']}><VendorMark name={vendorName(protocol)} />{vendorName(protocol)}</span>)}</dd></div>
          {summary.sites.length > 0 ? <div><dt>{t('report_user_sites')}</dt><dd title={summary.sites.join('\n')}>{summary.sites.slice(0, 4).map(hostLabel).join(', ')}{summary.sites.length > 4 ? ` +${formatCount(summary.sites.length - 4)}` : ''}</dd></div> : null}
          {summary.keys.map(({ what, value }) => <div key={`${what} ${value}`}><dt>{t(`identity_${what}`)}</dt><dd class={styles['mono']} title={value}><span class={styles['value']}>{value}</span><CopyButton text={value} what={t(`identity_${what}`).toLowerCase()} /></dd></div>)}
        </dl>
      ) : null}
    </section>
  );
}
