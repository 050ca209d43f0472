import { asTimeMode, type TimeMode } from '../lib/view/time-mode.ts';
import { useRememberedText } from './remembered.ts';

/** How moments are written: one choice for the whole page, remembered. */
export function useTimeMode(): readonly [mode: TimeMode, choose: (mode: TimeMode) => void] {
  const [text, choose] = useRememberedText('times');
  return [asTimeMode(text), choose];
}
