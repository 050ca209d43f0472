import type { Footstep } from '../../lib/domain/views.ts';
import { deliveryOf } from '../../lib/view/delivery.ts';
import { formatCount, formatDuration } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { clockText } from '../../lib/view/time-mode.ts';
import { Fact, Facts, Section } from '../ui/Facts.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useTimeMode } from '../use-time-mode.ts';

/** Whether it arrived, how often it was sent, and how long each step took. */
export function DeliveryTab({ footstep }: { readonly footstep: Footstep }) {
  const [mode] = useTimeMode();
  const { outcome, occurredAt, sentAt, receivedAt, repeats, repeatedBy } = footstep;
  const { text, sentence, tone } = deliveryOf(outcome);
  const endedAt = outcome.kind === 'responded' || outcome.kind === 'failed' ? outcome.endedAt : null;
  return (
    <>
      <Section title={t('delivery_outcome')}>
        <Facts>
          <Fact label={t('details_delivery')}><Toned tone={tone}>{text}</Toned></Fact>
          <Fact label={t('delivery_means')}>{sentence}</Fact>
          {repeats > 0 ? <Fact label={t('delivery_repeats')}>{tn('delivery_repeats', repeatedBy.length, formatCount(repeatedBy.length), formatCount(repeats + 1))}</Fact> : null}
        </Facts>
      </Section>
      <Section title={t('delivery_timing')}>
        <Facts>
          <Fact label={t('delivery_happened')}>{clockText(occurredAt, mode, true)}</Fact>
          {sentAt === null ? null : <Fact label={t('delivery_sent')}>{clockText(sentAt, mode, true)} <After ms={sentAt - occurredAt} /></Fact>}
          <Fact label={t('delivery_seen')}>{clockText(receivedAt, mode, true)} <After ms={receivedAt - occurredAt} /></Fact>
          <Fact label={t(outcome.kind === 'failed' ? 'delivery_failed' : 'delivery_answered')}>
            {endedAt === null ? t('request_notKnown') : <>{clockText(endedAt, mode, true)} <After ms={endedAt - receivedAt} afterRequest /></>}
          </Fact>
        </Facts>
      </Section>
    </>
  );
}

const After = ({ ms, afterRequest = false }: { readonly ms: number; readonly afterRequest?: boolean }) => (
  <Toned tone="quiet">{ms < 0 ? t('delivery_earlier', formatDuration(-ms)) : t(afterRequest ? 'delivery_afterRequest' : 'delivery_later', formatDuration(ms))}</Toned>
);
