import type { SessionState } from '../../lib/domain/session.ts';
import styles from './StateDot.module.css';

/** Each state has a shape of its own, so that the colour only repeats what the shape and the word beside it say. */
const SHAPES: { readonly [state in SessionState]: string } = {
  live: 'M5 1a4 4 0 1 1 0 8a4 4 0 0 1 0-8z',
  late: 'M5 1l4.4 8H.6z',
  idle: 'M5 1.8a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 0 1 0-6.4z',
  ended: 'M1.8 1.8h6.4v6.4H1.8z',
  expired: 'M1.8 1.8h6.4v6.4H1.8z',
  crashed: 'M2 2l6 6M8 2l-6 6',
  abnormal: 'M5 .8L9.2 5L5 9.2L.8 5z',
};

export function StateDot({ state }: { readonly state: SessionState }) {
  return (
    <svg class={`${styles['dot']} ${styles[state]}`} viewBox="0 0 10 10" aria-hidden="true">
      <path d={SHAPES[state]} />
    </svg>
  );
}
