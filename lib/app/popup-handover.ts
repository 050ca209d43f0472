import type { PopupStart } from './popup-start.ts';

/** From the script that begins to read to the one that draws: both run in the popup alone, one after the other. */
type Handover = { footstepsPopup?: PopupStart };

export function handOver(start: PopupStart): void {
  (globalThis as Handover).footstepsPopup = start;
}

/** What the popup's first script has begun. */
export function takeOver(): PopupStart {
  const { footstepsPopup } = globalThis as Handover;
  if (!footstepsPopup) throw new Error('The script that begins to read has not run.');
  return footstepsPopup;
}
