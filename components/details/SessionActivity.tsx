import { useCallback, useMemo } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { activityOf, kindCounts, type Activity } from '../../lib/view/activity.ts';
import { formatCount, formatDuration } from '../../lib/view/format.ts';
import { kindWord } from '../../lib/view/kind.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { clockText, type TimeMode } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { Section } from '../ui/Facts.tsx';
import { useLive } from '../use-live.ts';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './SessionActivity.module.css';

/** So many footsteps are drawn of; a chart of more looks no different. */
const NEWEST = 5_000;

/** How much happened when, and of what kind. */
export function SessionActivity({ session }: { readonly session: Session }) {
  const services = useServices();
  const [mode] = useTimeMode();
  const footsteps = useLive(useCallback(() => services.footsteps({ sessionKey: session.key, limit: NEWEST }), [services, session.key])).value;
  const cut = footsteps !== undefined && footsteps.length >= NEWEST;
  const first = cut ? (footsteps[0]?.occurredAt ?? session.startedAt) : session.startedAt;
  const activity = useMemo(() => activityOf(footsteps ?? [], first, session.endedAt ?? session.lastActivityAt), [footsteps, first, session.endedAt, session.lastActivityAt]);
  const kinds = useMemo(() => kindCounts(footsteps ?? []), [footsteps]);
  if (footsteps === undefined) return null;
  const most = kinds[0]?.count ?? 1;
  return (
    <>
      <Section title={t('session_activity')} aside={cut ? <span class={styles['note']}>{t('session_activity_newest', formatCount(NEWEST))}</span> : null}>
        {activity ? <Chart activity={activity} mode={mode} /> : <p class={styles['none']}>{t('session_activity_none')}</p>}
      </Section>
      {kinds.length > 0 ? (
        <Section title={t('session_kinds')}>
          <dl class={styles['kinds']}>
            {kinds.map(({ kind, count }) => (
              <div key={kind} class={styles['kind']}>
                <dt>{kindWord(kind)}</dt>
                <dd><span class={`${styles['bar']} ${kind === 'error' ? styles['bad'] : ''}`} style={{ width: `${(count / most) * 100}%` }} /><span class={styles['count']}>{formatCount(count)}</span></dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
    </>
  );
}

const HEIGHT = 40;

function Chart({ activity: { bars, most }, mode }: { readonly activity: Activity; readonly mode: TimeMode }) {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const clock = (at: number): string => clockText(at, mode);
  const said = t('session_activity_chart', clock(first.from), clock(last.to), formatCount(most), formatDuration(first.to - first.from));
  return (
    <figure class={styles['figure']}>
      <svg class={styles['chart']} viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={said}>
        {bars.map((bar, i) => (
          <g key={i}>
            <title>{`${tn('session_activity_bar', bar.count, clock(bar.from), clock(bar.to), formatCount(bar.count))}${bar.errors ? `, ${tn('count_error', bar.errors, formatCount(bar.errors))}` : ''}`}</title>
            <rect x={i} y={0} width={1} height={HEIGHT} fill="transparent" />
            <rect class={styles['all']} x={i + 0.08} width={0.84} {...tall(bar.count, most)} />
            <rect class={styles['errors']} x={i + 0.08} width={0.84} {...tall(bar.errors, most)} />
          </g>
        ))}
      </svg>
      <figcaption class={styles['axis']}><span>{clock(first.from)}</span><span>{clock(last.to)}</span></figcaption>
    </figure>
  );
}

/** What happened once is seen beside what happened a thousand times. */
function tall(count: number, most: number): { readonly y: number; readonly height: number } {
  const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
  return { y: HEIGHT - height, height };
}
