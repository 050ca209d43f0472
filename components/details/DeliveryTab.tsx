import type { Footstep } from '../../lib/domain/views.ts';
import { deliveryOf, repeatsText } from '../../lib/view/delivery.ts';
import { formatClock, formatDuration } from '../../lib/view/format.ts';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';

/** Whether it arrived, how often it was sent, and how long each step took. */
export function DeliveryTab({ footstep }: { readonly footstep: Footstep }) {
  const { outcome, occurredAt, sentAt, receivedAt } = footstep;
  const { text, sentence, tone } = deliveryOf(outcome);
  const endedAt = outcome.kind === 'responded' || outcome.kind === 'failed' ? outcome.endedAt : null;
  const repeats = repeatsText(footstep);
  return (
    <>
      <Section title="Outcome">
        <Facts>
          <Fact label="Delivery"><Toned tone={tone}>{text}</Toned></Fact>
          <Fact label="Which means">{sentence}</Fact>
          {repeats ? <Fact label="Repeats">{repeats}: the same event went out again, in {footstep.repeatedBy.length === 1 ? 'another request' : `${footstep.repeatedBy.length} other requests`}.</Fact> : null}
        </Facts>
      </Section>
      <Section title="Timing">
        <Facts>
          <Fact label="Happened">{formatClock(occurredAt, true)}</Fact>
          {sentAt === null ? null : <Fact label="Sent, it says">{formatClock(sentAt, true)} <After ms={sentAt - occurredAt} /></Fact>}
          <Fact label="Request seen">{formatClock(receivedAt, true)} <After ms={receivedAt - occurredAt} /></Fact>
          <Fact label={outcome.kind === 'failed' ? 'Failed' : 'Answered'}>{endedAt === null ? 'not known' : <>{formatClock(endedAt, true)} <After ms={endedAt - receivedAt} what="after the request" /></>}</Fact>
        </Facts>
      </Section>
    </>
  );
}

const After = ({ ms, what = 'later' }: { readonly ms: number; readonly what?: string }) => (
  <Toned tone="quiet">{ms < 0 ? `${formatDuration(-ms)} earlier, by the page's clock` : `${formatDuration(ms)} ${what}`}</Toned>
);
