import { stateView } from '../../lib/view/state.ts';
import type { Session } from '../../lib/domain/session.ts';
import { StateDot } from '../ui/StateDot.tsx';
import { useNow } from '../use-now.ts';
import styles from './SessionState.module.css';

type SessionStateProps = { readonly session: Session; /** With what there is to add: "late by 12 s". */ readonly long?: boolean };

/** A session's state of this second: shape, word and colour. */
export function SessionState({ session, long = false }: SessionStateProps) {
  const view = stateView(session, useNow());
  return (
    <span class={styles['state']} title={view.text}>
      <StateDot state={view.state} />
      <span class={`${styles['text']} ${styles[view.tone]}`}>{long ? view.text : view.word}</span>
    </span>
  );
}
