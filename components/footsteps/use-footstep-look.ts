import { useMemo } from 'preact/hooks';
import { parseLook, type FootstepLook } from '../../lib/view/footstep-look.ts';
import { useRememberedText } from '../remembered.ts';

/** How footsteps are looked at: one choice for the whole page, remembered. */
export function useFootstepLook(): readonly [look: FootstepLook, choose: (look: FootstepLook) => void] {
  const [text, setText] = useRememberedText('footsteps');
  const look = useMemo(() => parseLook(text), [text]);
  return [look, (next) => setText(JSON.stringify(next))];
}
