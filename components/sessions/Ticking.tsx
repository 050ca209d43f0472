import { inWords, type EpochMs } from '../../lib/base/time.ts';
import type { Session } from '../../lib/domain/session.ts';
import { nextBeatText } from '../../lib/view/beats.ts';
import { formatDuration } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { durationAt } from '../../lib/view/state.ts';
import { useNow } from '../use-now.ts';

/** Texts that change with every second, each as small a component as can be. */

export const Duration = ({ session }: { readonly session: Session }) => <>{formatDuration(durationAt(session, useNow()))}</>;

export const NextBeat = ({ session }: { readonly session: Session }) => <>{nextBeatText(session.heartbeat, useNow())}</>;

/** The same beside a state that speaks of an overdue beat already: then the period stands in its place. */
export function NextBeatOrPeriod({ session: { heartbeat } }: { readonly session: Session }) {
  const now = useNow();
  const overdue = heartbeat.nextDueAt !== null && heartbeat.nextDueAt < now && heartbeat.periodMs !== null;
  return <>{overdue ? t('beats_dueEvery', inWords(heartbeat.periodMs)) : nextBeatText(heartbeat, now)}</>;
}

/** "12 s ago". */
export const Ago = ({ at }: { readonly at: EpochMs }) => <>{t('state_ago', formatDuration(Math.max(0, useNow() - at)))}</>;

/** "in 4 min 12 s", or "4 min 12 s ago". */
export function Until({ at }: { readonly at: EpochMs }) {
  const left = at - useNow();
  return <>{left > 0 ? t('state_in', inWords(left)) : t('state_ago', inWords(left))}</>;
}
