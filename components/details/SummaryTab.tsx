import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { deliveryOf, deliveryText } from '../../lib/view/delivery.ts';
import { formatOffset } from '../../lib/view/format.ts';
import { kindWord } from '../../lib/view/kind.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import { maskUrl } from '../../lib/view/secrets.ts';
import { identityRows } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import { MaybeKey } from './MaybeKey.tsx';
import { StartEntry } from '../ledger/LedgerEntry.tsx';

type SummaryTabProps = { readonly footstep: Footstep; readonly session: Session | null; readonly onSession: (key: SessionKey) => void };

/** What, who, where, and which session. */
export function SummaryTab({ footstep, session, onSession }: SummaryTabProps) {
  const { vendorName } = useServices();
  const [mode] = useTimeMode();
  const { kind, name, isError, occurredAt, page, identity, endpoint, tabId } = footstep;
  const who = identityRows(identity);
  return (
    <>
      <Section title={t('details_what')}>
        <Facts>
          <Fact label={t('details_name')}>{name}<CopyButton text={name} what={t('details_theName')} /></Fact>
          <Fact label={t('details_kind')}>{kindWord(kind)} {isError && kind !== 'error' ? <Toned tone="bad">{t('details_countsAsError')}</Toned> : null}</Fact>
          <Fact label={t('details_when')}>{dateTimeText(occurredAt, mode)} {session ? <Toned tone="quiet">{t('details_intoSession', formatOffset(occurredAt - session.startedAt))}</Toned> : null}</Fact>
          <Fact label={t('details_delivery')}><Toned tone={deliveryOf(footstep.outcome).tone}>{deliveryText(footstep)}</Toned></Fact>
        </Facts>
      </Section>
      <Section title={t('details_where')}>
        <Facts>
          <Fact label={t('details_page')}>{page === null ? t('details_notSaid') : maskUrl(page)}</Fact>
          <Fact label={t('details_tab')}>{tabId === null ? t('details_noTab') : String(tabId)}</Fact>
          <Fact label={t('details_vendor')}>{vendorName(footstep.protocol)}</Fact>
          <Fact label={t('details_collector')} mono>{endpoint.collector}</Fact>
          {endpoint.project === null ? null : <Fact label={t('details_project')} mono><MaybeKey text={endpoint.project} /></Fact>}
        </Facts>
      </Section>
      <Section title={t('details_who')}>
        <Facts>
          {who.length ? who.map(({ label, value }) => <Fact key={label} label={label} mono>{value}</Fact>) : <Fact label={t('details_user')}>{t('details_notSaid')}</Fact>}
        </Facts>
      </Section>
      {session ? (
        <Section title={t('details_session')} aside={<Button onClick={() => onSession(session.key)}>{t('details_sessionDetails')}</Button>}>
          <Facts>
            <Fact label={t('details_session')}><SessionLabel session={session} /></Fact>
            <Fact label={t('details_state')}><SessionState session={session} long /></Fact>
            <Fact label={t('session_whyStarted')}><StartEntry session={session} /></Fact>
          </Facts>
        </Section>
      ) : <Section title={t('details_session')}><Facts><Fact label={t('details_session')}>{t('details_noSession')}</Fact></Facts></Section>}
    </>
  );
}
