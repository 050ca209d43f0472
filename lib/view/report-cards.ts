import type { EpochMs } from '../base/time.ts';
import { stateAt, type Session } from '../domain/session.ts';
import { formatCount, formatDuration } from './format.ts';
import { t } from './messages/translate.ts';
import { userKey } from './report-user.ts';
import { durationAt } from './state.ts';
import type { TimeRange } from './time-scale.ts';
import type { Tone } from './tone.ts';

export const CARD_IDS = ['sessions', 'perHour', 'users', 'duration', 'errors', 'crashFree'] as const;
export type CardId = (typeof CARD_IDS)[number];

/** One number of the report. `change`: against the time before; null where there is nothing to compare with. */
export type Card = {
  readonly id: CardId;
  readonly label: string;
  readonly value: string;
  readonly change: { readonly text: string; readonly direction: 'up' | 'down' | 'same'; readonly tone: Tone; readonly words: string } | null;
};

/** The numbers of some sessions; null: there are none to take it from. */
export type Totals = { readonly [id in CardId]: number | null };

const HOUR = 3_600_000;
/** Sessions of less than this make no rate. */
const LEAST_MS = 60_000;

export function totalsOf(sessions: readonly Session[], { from, to }: TimeRange, now: EpochMs): Totals {
  const count = sessions.length;
  const users = new Set(sessions.flatMap(({ identity }) => userKey(identity) ?? []));
  const hours = Math.max(LEAST_MS, Math.min(to, now) - from) / HOUR;
  const crashed = sessions.filter((session) => stateAt(session, now) === 'crashed').length;
  return {
    sessions: count,
    perHour: count / hours,
    users: users.size,
    duration: count === 0 ? null : sessions.reduce((sum, session) => sum + durationAt(session, now), 0) / count,
    errors: sessions.reduce((sum, { counts }) => sum + counts.errors, 0),
    crashFree: count === 0 ? null : 1 - crashed / count,
  };
}

/** @param before of the time before; null: there is none */
export function reportCards(totals: Totals, before: Totals | null): readonly Card[] {
  return CARD_IDS.map((id) => ({ id, label: t(`report_card_${id}`), value: valueText(id, totals[id]), change: before && changeOf(id, totals[id], before[id]) }));
}

function valueText(id: CardId, value: number | null): string {
  if (value === null) return '–';
  switch (id) {
    case 'perHour':
      return rateText(value);
    case 'duration':
      return formatDuration(value);
    case 'crashFree':
      return shareText(value);
    default:
      return formatCount(value);
  }
}

/** "0", "0.04", "3.2", "120". */
function rateText(rate: number): string {
  if (rate === 0) return '0';
  if (rate < 0.01) return '< 0.01';
  return rate < 1 ? rate.toFixed(2) : rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate));
}

/** "100 %" only where it is all; "99.9 %" where one of many is missing. */
function shareText(share: number): string {
  const floored = Math.floor(share * 1000) / 10;
  return `${share === 1 ? '100' : floored.toFixed(1)} %`;
}

/** More of these is worse, or better; the others say nothing by themselves. */
const GOOD_IF: { readonly [id in CardId]?: 'up' | 'down' } = { errors: 'down', crashFree: 'up' };

function changeOf(id: CardId, value: number | null, before: number | null): Card['change'] {
  if (value === null || before === null) return null;
  const was = valueText(id, before);
  // Shares are compared in points: from 98 % to 99 % is one point, and no 1 %.
  const by = id === 'crashFree' ? (value - before) * 100 : before === 0 ? null : ((value - before) / before) * 100;
  const direction = value === before || (by !== null && Math.abs(by) < 0.05) ? 'same' : value > before ? 'up' : 'down';
  const good = GOOD_IF[id];
  const tone: Tone = direction === 'same' || !good ? 'quiet' : direction === good ? 'good' : 'bad';
  if (direction === 'same') return { text: t('report_change_same'), direction, tone, words: t('report_change_wasSame', was) };
  const sign = direction === 'up' ? '+' : '−';
  const text = by === null ? t('report_change_new') : `${sign}${amountText(Math.abs(by))}${id === 'crashFree' ? ` ${t('report_change_points')}` : ' %'}`;
  return { text, direction, tone, words: t('report_change_was', was) };
}

const amountText = (by: number): string => (by > 999 ? '> 999' : by < 10 ? by.toFixed(1) : formatCount(Math.round(by)));
