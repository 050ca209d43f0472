import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { deliveryOf, deliveryText } from '../../lib/view/delivery.ts';
import { formatDateTime, formatOffset } from '../../lib/view/format.ts';
import { kindWord } from '../../lib/view/kind.ts';
import { identityRows } from '../../lib/view/who.ts';
import { useServices } from '../app-services.ts';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { SessionState } from '../sessions/SessionState.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';
import { StartEntry } from '../ledger/LedgerEntry.tsx';

type SummaryTabProps = { readonly footstep: Footstep; readonly session: Session | null; readonly onSession: (key: SessionKey) => void };

/** What, who, where, and which session. */
export function SummaryTab({ footstep, session, onSession }: SummaryTabProps) {
  const { vendorName } = useServices();
  const { kind, name, isError, occurredAt, page, identity, endpoint, tabId } = footstep;
  const who = identityRows(identity);
  return (
    <>
      <Section title="What">
        <Facts>
          <Fact label="Name">{name}<CopyButton text={name} what="the name" /></Fact>
          <Fact label="Kind">{kindWord(kind)} {isError && kind !== 'error' ? <Toned tone="bad">counts as an error</Toned> : null}</Fact>
          <Fact label="When">{formatDateTime(occurredAt)} {session ? <Toned tone="quiet">{formatOffset(occurredAt - session.startedAt)} into the session</Toned> : null}</Fact>
          <Fact label="Delivery"><Toned tone={deliveryOf(footstep.outcome).tone}>{deliveryText(footstep)}</Toned></Fact>
        </Facts>
      </Section>
      <Section title="Where">
        <Facts>
          <Fact label="Page">{page ?? 'not said'}</Fact>
          <Fact label="Tab">{tabId === null ? 'not known: sent by a worker, or its tab is closed' : String(tabId)}</Fact>
          <Fact label="Vendor">{vendorName(footstep.protocol)}</Fact>
          <Fact label="Collector" mono>{endpoint.collector}</Fact>
          {endpoint.project === null ? null : <Fact label="Project" mono>{endpoint.project}</Fact>}
        </Facts>
      </Section>
      <Section title="Who">
        <Facts>
          {who.length ? who.map(({ label, value }) => <Fact key={label} label={label} mono>{value}</Fact>) : <Fact label="User">not said</Fact>}
        </Facts>
      </Section>
      {session ? (
        <Section title="Session" aside={<Button onClick={() => onSession(session.key)}>Session details</Button>}>
          <Facts>
            <Fact label="Session"><SessionLabel session={session} /></Fact>
            <Fact label="State"><SessionState session={session} long /></Fact>
            <Fact label="Why it started"><StartEntry session={session} /></Fact>
          </Facts>
        </Section>
      ) : <Section title="Session"><Facts><Fact label="Session">It belongs to none: nothing in it names one, and no rule makes one.</Fact></Facts></Section>}
    </>
  );
}
