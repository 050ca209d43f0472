import { useRef } from 'preact/hooks';
import type { Footstep } from '../../lib/domain/views.ts';
import { formatCount } from '../../lib/view/format.ts';
import { tn } from '../../lib/view/messages/translate.ts';
import { newSince, seenUntil, type SeenUntil } from '../../lib/view/new-footsteps.ts';
import { Icon } from '../ui/Icon.tsx';
import type { FollowedEdge } from '../ui/use-virtual.ts';
import styles from './FootstepList.module.css';

type NewFootstepsProps = {
  readonly footsteps: readonly Footstep[];
  readonly edge: FollowedEdge;
  /** Where new ones come in is in view, so all there is has been seen. */
  readonly seen: boolean;
  readonly onGo: () => void;
};

/** Tells a reader who is elsewhere that something came, and takes them there if they wish. */
export function NewFootsteps({ footsteps, edge, seen, onGo }: NewFootstepsProps) {
  const known = useRef<{ readonly of: readonly Footstep[]; readonly edge: FollowedEdge; readonly until: SeenUntil } | null>(null);
  // Who asks for another order gets to see all there is, in that order.
  if (known.current === null || known.current.edge !== edge || (seen && known.current.of !== footsteps)) known.current = { of: footsteps, edge, until: seenUntil(footsteps) };
  const count = seen ? 0 : newSince(footsteps, known.current.until, edge !== null);
  if (count === 0) return null;
  const said = formatCount(count);
  return (
    <button type="button" class={`${styles['new']} ${edge === 'start' ? styles['above'] : ''}`} onClick={onGo}>
      <Icon name={edge === 'start' ? 'up' : 'down'} />
      {tn(edge === 'end' ? 'footsteps_newBelow' : edge === 'start' ? 'footsteps_newAbove' : 'footsteps_newByTime', count, said)}
    </button>
  );
}
