import { useEffect, useRef, useState } from 'preact/hooks';
import { inWords } from '../../lib/base/time.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { moved, zoomed, type RangeChoice } from '../../lib/view/report-range.ts';
import type { ReportSeries } from '../../lib/view/report-series.ts';
import { dateTimeText } from '../../lib/view/time-mode.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { useServices } from '../app-services.ts';
import { IconButton } from '../ui/Button.tsx';
import { useSize } from '../use-size.ts';
import { useTimeMode } from '../use-time-mode.ts';
import type { SessionsChart } from './sessions-chart.ts';
import styles from './ChartPane.module.css';

type ChartPaneProps = { readonly series: ReportSeries; readonly range: TimeRange; readonly onRange: (choice: RangeChoice) => void };

const CLOSER = 0.5;
const STEP = 0.25;

/** Sessions and users over time. A stretch that is drawn over becomes the time of the report; keys and buttons go closer, further and along. */
export function ChartPane({ series, range, onRange }: ChartPaneProps) {
  const { now } = useServices();
  const [mode] = useTimeMode();
  const [host, size] = useSize<HTMLDivElement>({ width: 600, height: 140 });
  const [chart, setChart] = useState<SessionsChart | null>(null);
  const [failed, setFailed] = useState(false);
  const [bar, setBar] = useState<number | null>(null);
  const brushed = useRef(onRange);
  brushed.current = onRange;

  useEffect(() => {
    let made: SessionsChart | null = null;
    let gone = false;
    const draw = async (): Promise<void> => {
      const { sessionsChart } = await import('./sessions-chart.ts');
      if (gone || !host.current) return;
      made = sessionsChart(host.current, { onBrush: ({ from, to }) => brushed.current({ id: 'custom', from: Math.round(from), to: Math.round(to) }), onPoint: setBar });
      setChart(made);
    };
    draw().catch(() => setFailed(true));
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [host]);
  useEffect(() => chart?.resize(size.width, size.height), [chart, size]);
  useEffect(() => chart?.show(series), [chart, series]);

  const go = { in: () => onRange(zoomed(range, CLOSER, now())), out: () => onRange(zoomed(range, 1 / CLOSER, now())), earlier: () => onRange(moved(range, -STEP, now())), later: () => onRange(moved(range, STEP, now())) };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') go.in();
    else if (event.key === '-') go.out();
    else if (event.key === 'ArrowLeft') go.earlier();
    else if (event.key === 'ArrowRight') go.later();
    else if (event.key === '0') onRange({ id: 'all' });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const moment = (at: number): string => dateTimeText(at, mode);
  const said = bar === null ? t('report_chart_bar', inWords((series.at[1] ?? series.end) - (series.at[0] ?? series.end))) : barWords(series, Math.min(bar, series.at.length - 1), moment);
  return (
    <section class={styles['pane']} aria-label={t('report_chart')}>
      <header class={styles['head']}>
        <span class={styles['legend']}><span class={styles['bar']} />{t('report_chart_sessions')}</span>
        <span class={styles['legend']}><span class={styles['line']} />{t('report_chart_users')}</span>
        <span class={styles['said']}>{said}</span>
        <IconButton icon="left" label={t('report_chart_earlier')} onClick={go.earlier} />
        <IconButton icon="right" label={t('report_chart_later')} onClick={go.later} />
        <IconButton icon="zoomIn" label={t('report_chart_in')} onClick={go.in} />
        <IconButton icon="zoomOut" label={t('report_chart_out')} onClick={go.out} />
      </header>
      {failed ? <p class={styles['failed']}>{t('report_chart_failed')}</p> : null}
      <div
        ref={host} class={styles['chart']} role="group" tabIndex={0} data-drawn={chart !== null} onKeyDown={onKeyDown}
        aria-label={t('report_chart_label', moment(range.from), moment(range.to), tn('count_session', Math.max(0, ...series.sessions), formatCount(Math.max(0, ...series.sessions))))}
      />
    </section>
  );
}

function barWords({ at, end, sessions, users, errors }: ReportSeries, bar: number, moment: (at: number) => string): string {
  const counts = [tn('count_session', sessions[bar] ?? 0, formatCount(sessions[bar] ?? 0)), tn('report_users', users[bar] ?? 0, formatCount(users[bar] ?? 0)), tn('count_error', errors[bar] ?? 0, formatCount(errors[bar] ?? 0))];
  return t('report_chart_point', moment(at[bar] ?? end), moment(at[bar + 1] ?? end), counts.join(', '));
}
