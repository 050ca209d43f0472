/** Edges in pixels of the window. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
export type Place = { readonly left: number; readonly top: number; readonly maxHeight: number };

const GAP = 2;
const MARGIN = 4;

/**
 * Where a popup lies so that nothing of it is cut: under its button, ending with it; moved sideways, or above the button, where there is
 * more room. What is longer than the window scrolls.
 */
export function popupPlace(button: Box, popup: { readonly width: number; readonly height: number }, room: { readonly width: number; readonly height: number }): Place {
  const below = room.height - button.bottom - GAP - MARGIN;
  const above = button.top - GAP - MARGIN;
  const isBelow = popup.height <= below || below >= above;
  const maxHeight = Math.max(0, isBelow ? below : above);
  const left = Math.max(MARGIN, Math.min(button.right - popup.width, room.width - popup.width - MARGIN));
  return { left, top: isBelow ? button.bottom + GAP : button.top - GAP - Math.min(popup.height, maxHeight), maxHeight };
}
