import type { RecordingState } from '../../lib/domain/views.ts';
import { useServices } from '../app-services.ts';
import { IconButton } from './Button.tsx';

/** The switch that every recorder has: filled and red while it records. */
export function RecordButton({ recording }: { readonly recording: RecordingState }) {
  const { setRecording } = useServices();
  const label = recording.on ? 'Recording: press to pause' : 'Paused: press to record';
  return <IconButton icon={recording.on ? 'record' : 'pause'} label={label} pressed={recording.on} onClick={() => void setRecording(!recording.on)} {...(recording.on ? { tone: 'record' as const } : {})} />;
}
