import { useEffect, useRef, useState } from 'preact/hooks';
import { RunningFilter, type Test } from './running-filter.ts';

/** One slice: short enough that a key pressed meanwhile is drawn in time. */
const SLICE_MS = 8;
/** What is found is drawn this often while it goes on. */
const DRAW_MS = 100;
/** Circumstances change with every arrival; all rows are asked anew only so often. */
const AGAIN_MS = 1_000;

const clock = (): number => performance.now();

export type Matching<Row> = { readonly shown: readonly Row[]; readonly done: boolean };

/**
 * The rows that fit, the last first, found slice by slice where there are many. Another `question` begins anew at once; another `test` under
 * the same question (its circumstances changed) waits for the pass that runs.
 *
 * @param test null: all rows fit
 */
export function useMatching<Row extends object>(rows: readonly Row[], question: unknown, test: Test<Row> | null): Matching<Row> {
  const [filter] = useState(() => new RunningFilter<Row>());
  const [, redraw] = useState(0);
  const asked = useRef<{ question: unknown; at: number; waiting: Test<Row> | null }>({ question: undefined, at: -Infinity, waiting: null });

  const begin = (): void => {
    asked.current = { question, at: clock(), waiting: test };
    filter.ask(question, test);
  };
  filter.take(rows);
  if (asked.current.question !== question) begin();
  else if (asked.current.waiting !== test && filter.isDone && clock() - asked.current.at >= AGAIN_MS) begin();
  // Small lists, and the last rows of long ones, are there with this drawing.
  if (!filter.isDone) filter.run(clock() + SLICE_MS, clock);

  const late = asked.current.question === question && asked.current.waiting !== test;
  useEffect(() => {
    if (filter.isDone && !late) return undefined;
    let drawnAt = clock();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => redraw((n) => n + 1);
    const slice = (): void => {
      filter.run(clock() + SLICE_MS, clock);
      if (filter.isDone) return draw();
      if (clock() - drawnAt >= DRAW_MS) {
        drawnAt = clock();
        draw();
      }
      timer = setTimeout(slice);
    };
    timer = filter.isDone ? setTimeout(draw, Math.max(0, asked.current.at + AGAIN_MS - clock())) : setTimeout(slice);
    return () => clearTimeout(timer);
  });
  return { shown: filter.shown, done: filter.isDone };
}
