import type { Session } from '../../lib/domain/session.ts';
import { beatStrip } from '../../lib/view/beats.ts';
import { formatCount } from '../../lib/view/format.ts';
import { tn } from '../../lib/view/messages/translate.ts';
import { clockText } from '../../lib/view/time-mode.ts';
import { endOf } from '../../lib/view/state.ts';
import { useNow } from '../use-now.ts';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './BeatStrip.module.css';

/** Recent heartbeats on a time axis that ends now: a tall line for each that came, a low hollow one where one was due. */
export function BeatStrip({ session }: { readonly session: Session }) {
  const now = useNow();
  const [mode] = useTimeMode();
  const strip = beatStrip(session.heartbeat, endOf(session, now) ?? now);
  if (!strip) return null;
  const seen = strip.marks.length - strip.missed;
  const from = clockText(strip.from, mode);
  const told = strip.missed ? tn('beats_stripMissing', seen, formatCount(seen), from, formatCount(strip.missed)) : tn('beats_strip', seen, formatCount(seen), from);
  return (
    <span class={styles['strip']} role="img" aria-label={told} title={told}>
      {strip.marks.map((mark) => (
        <i key={mark.at} class={mark.seen ? styles['beat'] : styles['missing']} style={{ left: `${mark.place * 100}%` }} />
      ))}
    </span>
  );
}
