import type { RecordingState } from '../domain/views.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';
import { notRecorded } from './recording.ts';

/** Why a list shows nothing, and what to do about it. */
export type Emptiness = { readonly title: string; readonly lines: readonly string[]; readonly action: 'resume' | 'allow' | 'clearFilter' | null };

export type EmptinessInput = {
  readonly recording: RecordingState;
  readonly filtered: boolean;
  /** How many there are without the filter. */
  readonly unfiltered: number;
  /** Requests looked at in all tabs, and those among them that were telemetry. */
  readonly seen: number;
  readonly candidates: number;
  readonly oneTab: boolean;
};

export function noSessions({ recording, filtered, unfiltered, seen, candidates, oneTab }: EmptinessInput): Emptiness {
  if (filtered && unfiltered > 0) {
    return { title: t('empty_noMatch'), lines: [tn('empty_hidden', unfiltered, formatCount(unfiltered))], action: 'clearFilter' };
  }
  if (!recording.hasPermission) {
    return { title: t('empty_forbidden'), lines: [t('empty_forbiddenWhy'), t('empty_forbiddenPromise')], action: 'allow' };
  }
  if (!recording.on) {
    return { title: t('empty_paused'), lines: [t('empty_pausedLine')], action: 'resume' };
  }
  if (oneTab && notRecorded(recording) !== null) {
    return { title: recording.site?.on === false ? t('recording_empty_site', recording.site.host) : t('recording_empty_tab'), lines: [t('recording_empty_line')], action: 'resume' };
  }
  const looked = seen === 0 ? t('empty_nothingSeen') : tn('empty_looked', seen, formatCount(seen), candidates === 0 ? t('empty_noTelemetry') : tn('empty_telemetry', candidates, formatCount(candidates)));
  return {
    title: t(oneTab ? 'empty_noneHere' : 'empty_noneAnywhere'),
    lines: [looked, t('empty_reload')],
    action: null,
  };
}

export function noFootsteps(input: { readonly filtered: boolean; readonly unfiltered: number; readonly sessionChosen: boolean }): Emptiness {
  if (input.filtered && input.unfiltered > 0) {
    return { title: t('empty_noFootstepMatches'), lines: [t('empty_footstepsHidden', formatCount(input.unfiltered))], action: 'clearFilter' };
  }
  return input.sessionChosen
    ? { title: t('empty_noFootstepInSession'), lines: [t('empty_noFootstepInSessionLine')], action: null }
    : { title: t('empty_noFootsteps'), lines: [t('empty_noFootstepsLine')], action: null };
}
