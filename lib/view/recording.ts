import type { PausedBy } from '../domain/recording.ts';
import type { RecordingState } from '../domain/views.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';

/** By what nothing is recorded of what a page of ours is about, the widest first; null: it is recorded. */
export function notRecorded({ on, hasPermission, site, tab }: RecordingState): PausedBy | 'notAllowed' | null {
  if (!on) return 'everywhere';
  if (!hasPermission) return 'notAllowed';
  if (site?.on === false) return 'site';
  return tab?.on === false ? 'tab' : null;
}

/** The state in a word or two. */
export function recordingWords(state: RecordingState): string {
  switch (notRecorded(state)) {
    case 'everywhere':
      return t('recording_paused');
    case 'notAllowed':
      return t('recording_notAllowed');
    case 'site':
      return t('recording_pausedSite');
    case 'tab':
      return t('recording_pausedTab');
    case null:
      return t('recording_on');
  }
}

/** What the toolbar button says of a tab. */
export function badgeTitle(openSessions: number, paused: PausedBy | null): string {
  const count = openSessions === 0 ? t('recording_badge_none') : tn('recording_badge', openSessions, formatCount(openSessions));
  return paused === null ? count : t(`recording_badge_${paused}`, count);
}
