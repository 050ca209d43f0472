import type { RecordingState } from '../domain/views.ts';
import { formatCount, plural } from './format.ts';
import { t } from './messages/translate.ts';
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
  const where = oneTab ? 'on this page' : 'in any tab';
  if (filtered && unfiltered > 0) {
    return { title: 'No session matches', lines: [`The filter hides ${unfiltered === 1 ? 'the one session' : `all ${formatCount(unfiltered)} sessions`}.`], action: 'clearFilter' };
  }
  if (!recording.hasPermission) {
    return { title: 'Not allowed to look yet', lines: ['Footsteps needs your permission to see the requests that pages send.', 'It keeps what it sees on this machine and sends nothing.'], action: 'allow' };
  }
  if (!recording.on) {
    return { title: 'Recording is paused', lines: ['Nothing is being looked at. What was recorded before stays.'], action: 'resume' };
  }
  if (oneTab && notRecorded(recording) !== null) {
    return { title: recording.site?.on === false ? t('recording_empty_site', recording.site.host) : t('recording_empty_tab'), lines: [t('recording_empty_line')], action: 'resume' };
  }
  const looked = seen === 0 ? 'No request has been seen since the counters began.' : `Looked at ${plural(seen, 'request')} in all tabs; ${candidates === 0 ? 'none was' : `${formatCount(candidates)} ${candidates === 1 ? 'was' : 'were'}`} telemetry.`;
  return {
    title: `No session seen ${where} yet`,
    lines: [looked, 'SDKs send their start as the page loads: reload the page if it was open before Footsteps was.'],
    action: null,
  };
}

export function noFootsteps(input: { readonly filtered: boolean; readonly unfiltered: number; readonly sessionChosen: boolean }): Emptiness {
  if (input.filtered && input.unfiltered > 0) {
    return { title: 'No footstep matches', lines: [`The filter hides all ${formatCount(input.unfiltered)}.`], action: 'clearFilter' };
  }
  return input.sessionChosen
    ? { title: 'No footstep in this session', lines: ['Only signs of the session itself were seen, or its footsteps were cleared.'], action: null }
    : { title: 'No footsteps yet', lines: ['They appear here as the page sends them.'], action: null };
}
