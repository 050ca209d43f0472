import type { EpochMs } from '../base/time.ts';
import { stateAt, type Session, type SessionState } from '../domain/session.ts';
import { formatDuration } from './format.ts';
import { t } from './messages/translate.ts';
import type { Tone } from './tone.ts';

/** A session's state at a moment: its word, the same with what there is to add ("late by 12 s"), and its tone. */
export type StateView = { readonly state: SessionState; readonly word: string; readonly text: string; readonly tone: Tone };

const TONES: { readonly [state in SessionState]: Tone } = {
  live: 'good', late: 'warn', idle: 'quiet', ended: 'quiet', expired: 'quiet', crashed: 'bad', abnormal: 'bad',
};

type OfFile = { readonly imported?: { readonly asOf: EpochMs } };
type Timed = Pick<Session, 'state' | 'upcoming' | 'lastActivityAt' | 'endedAt' | 'heartbeat'> & OfFile;

/** Of a file nothing is known after the moment at which it was written. */
const known = ({ imported }: OfFile, now: EpochMs): EpochMs => (imported ? Math.min(now, imported.asOf) : now);

const isOver = (state: SessionState): boolean => state !== 'live' && state !== 'late' && state !== 'idle';

export const isOpenAt = (session: Pick<Session, 'state' | 'upcoming'>, now: EpochMs): boolean => !isOver(stateAt(session, now));

export function stateView(session: Timed, at: EpochMs): StateView {
  const now = known(session, at);
  const state = stateAt(session, now);
  const word = t(`state_${state}`);
  return { state, word, text: textOf(session, state, word, now), tone: TONES[state] };
}

function textOf(session: Timed, state: SessionState, word: string, now: EpochMs): string {
  const { nextDueAt, suspended } = session.heartbeat;
  if (state === 'late' && nextDueAt !== null) return t('state_overdue', word, formatDuration(Math.max(0, now - nextDueAt)));
  if (state === 'idle') {
    return t(suspended ? 'state_silentHidden' : 'state_silent', word, formatDuration(Math.max(0, now - session.lastActivityAt)));
  }
  const endedAt = endOf(session, now);
  if (isOver(state) && endedAt !== null) return t('state_over', word, formatDuration(Math.max(0, now - endedAt)));
  return word;
}

/** When it ended, also where that moment passed since the store last looked. One of a file that had not ended is known to the file's moment. */
export function endOf(session: Pick<Session, 'endedAt' | 'upcoming' | 'state'> & OfFile, now: EpochMs): EpochMs | null {
  const ended = session.endedAt ?? session.upcoming.find((change) => change.at <= now && isOver(change.state))?.at ?? null;
  return ended ?? (session.imported && !isOver(session.state) ? session.imported.asOf : null);
}

/** From the start to the end, or to now while it is open. A vendor's own last sign of life ends what expired. */
export function durationAt(session: Pick<Session, 'startedAt' | 'endedAt' | 'lastActivityAt' | 'state' | 'upcoming'> & OfFile, at: EpochMs): number {
  const now = known(session, at);
  const over = !isOpenAt(session, now);
  const state = stateAt(session, now);
  const until = !over ? now : state === 'expired' ? session.lastActivityAt : (endOf(session, now) ?? session.lastActivityAt);
  return Math.max(0, until - session.startedAt);
}
