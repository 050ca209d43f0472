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

/** What is counted of a tab's open sessions. `findings`: those that are more than a remark. `crashed`: sessions that are over, as they crashed just now. */
export type TabTally = { readonly openSessions: number; readonly errors: number; readonly findings: number; readonly crashed: number };

/** What the toolbar button shows of a tab. `trouble`: an error or a finding, where it is recorded at all. */
export type BadgeView = { readonly text: string; readonly look: 'live' | 'trouble' | 'paused'; readonly title: string };

export function badgeView({ openSessions, errors, findings, crashed }: TabTally, paused: PausedBy | null): BadgeView {
  const count = openSessions === 0 ? t('recording_badge_none') : tn('recording_badge', openSessions, formatCount(openSessions));
  const trouble = errors + findings + crashed > 0;
  const wrong = [errors ? tn('count_error', errors, formatCount(errors)) : '', findings ? tn('count_finding', findings, formatCount(findings)) : '', crashed ? tn('recording_badge_crashed', crashed, formatCount(crashed)) : ''].filter(Boolean).join(', ');
  const told = wrong ? t('recording_badge_trouble', count, wrong) : count;
  return {
    // The mark says without the colour what the colour says.
    text: `${openSessions || ''}${trouble ? '!' : ''}`,
    look: paused !== null ? 'paused' : trouble ? 'trouble' : 'live',
    title: paused === null ? told : t(`recording_badge_${paused}`, told),
  };
}
