import { useCallback } from 'preact/hooks';
import type { Counters } from '../lib/domain/ports.ts';
import type { RecordingState } from '../lib/domain/views.ts';
import { notRecorded } from '../lib/view/recording.ts';
import { useServices, type AppServices } from './app-services.ts';
import { useLive } from './use-live.ts';

/** Whether requests are being recorded, and what has become of those seen. */
export type RecordState = { readonly recording: RecordingState; readonly counters: Counters; readonly known: boolean };

const ASSUMED: RecordingState = { on: true, hasPermission: true };

/** Until the first answer nothing alarming is assumed; `known` tells it apart. */
export function useRecordState(): RecordState {
  const services = useServices();
  const recording = useLive(useCallback(() => services.recording(), [services])).value;
  const counters = useLive(useCallback(() => services.captureLedger(), [services])).value;
  return { recording: recording ?? ASSUMED, counters: counters ?? {}, known: recording !== undefined && counters !== undefined };
}

/** Records again what is not recorded of what a page is about, by undoing the widest choice that stands against it. */
export async function resume({ tabId, setRecording, recordSite, recordTab }: AppServices, recording: RecordingState): Promise<void> {
  const by = notRecorded(recording);
  if (by === 'everywhere') await setRecording(true);
  else if (by === 'site' && recording.site) await recordSite(recording.site.host, true);
  else if (by === 'tab' && tabId !== null) await recordTab(tabId, true);
}
