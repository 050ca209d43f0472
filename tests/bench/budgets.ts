import type { Figure } from './measure.ts';

/**
 * What a figure has to be, and why. `goal`: the product's, on a plain machine, shown beside the figure. `check`: what `bench -- --check`
 * judges: a ratio to the control of the same run, or a count, as times of a shared machine say nothing.
 */
export type Budget = {
  readonly goal: string;
  readonly why: string;
  readonly check?: { readonly of: 'ratio' | 'value'; readonly atMost?: number; readonly atLeast?: number };
};

type Limits = Omit<NonNullable<Budget['check']>, 'of'>;
const asRatio = (limits: Limits) => ({ of: 'ratio', ...limits }) as const;
const asValue = (limits: Limits) => ({ of: 'value', ...limits }) as const;
const budget = (goal: string, why: string, check?: Budget['check']): Budget => ({ goal, why, ...(check ? { check } : {}) });

export const BUDGETS: { readonly [figure: string]: Budget } = {
  'core.snowplow': budget('>= 50 000 events/s', 'A tab that sends without pause must leave the worker idle most of the time.', asRatio({ atLeast: 0.055 })),
  'core.krenalis': budget('>= 50 000 events/s', 'As Snowplow.', asRatio({ atLeast: 0.075 })),
  'core.sentry': budget('>= 20 000 envelopes/s', 'Envelopes are larger and have several parts.', asRatio({ atLeast: 0.1 })),
  'inspect.rate': budget('>= 20 000 events/s', 'The recording of a long day is read while one waits.', asRatio({ atLeast: 0.014 })),
  'ingest.rate': budget('>= 50 % of raw bulkAdd', 'What is read and sessionised may cost as much as the bare writing of it.', asRatio({ atLeast: 0.2 })),
  'growth.stored': budget('<= 1.2x the empty store', 'A recording of months must not slow down today.', asRatio({ atMost: 1.6 })),
  'stored.50.p50': budget('<= 15 ms', 'What is not stored is lost with the worker.', asRatio({ atMost: 30 })),
  'stored.50.p99': budget('<= 100 ms', 'As above, of all but one in a hundred.'),
  // No ratio: where the machine does not keep up, what waits grows with every second of the stream, and the control does not.
  'stored.200.p50': budget('<= 15 ms', 'A page that sends a lot must not fall behind.'),
  'stored.200.p99': budget('<= 100 ms', 'As above.'),
  'stored.lost': budget('0', 'Nothing is lost without a word.', asValue({ atMost: 0 })),
  'page.call': budget('+0 % (within noise)', 'Nothing of ours runs in a page but the page tap, which looks at Blobs alone.', asRatio({ atMost: 1.5 })),
  'page.round': budget('<= listener + 1.5 ms', 'The browser tells the extension of each request before it goes out.', asRatio({ atMost: 2.5 })),
  'page.saturated': budget('<= 1.10x', 'With all processors full, what is recorded takes them from the page.', asRatio({ atMost: 2 })),
  'tap.string': budget('+0', 'Text is seen by the browser itself.', asRatio({ atMost: 1.3 })),
  'tap.blobAdded': budget('<= 0.3 ms', 'Paid by the page, for each body that the browser hides.'),
  'wake.first': budget('<= 1.5x an empty worker', 'What wakes the worker waits for its script.', asRatio({ atMost: 4 })),
  'memory.worker': budget('<= 40 MB', 'A background is there all day.', asValue({ atMost: 40 })),
  'memory.growth': budget('flat', 'What grows with each event ends in a crash.', asValue({ atMost: 2 })),
  'panel.first': budget('<= 300 ms', 'Below that nobody waits.'),
  'panel.key': budget('p95 <= 100 ms at 100 000', 'A key answers while the finger is still on it.'),
  'panel.results': budget('<= 200 ms', 'As above, also of a million footsteps: what is in memory is searched first.'),
  'panel.blocked': budget('<= 50 ms', 'Longer, and typing stutters.'),
  'panel.elements': budget('<= 2 000', 'Elements cost layout, however many rows are stored.', asValue({ atMost: 2_000 })),
  'panel.frames': budget('none over 32 ms', 'Two frames late is seen.'),
  'popup.first': budget('<= 100 ms', 'More is seen as waiting.', asRatio({ atMost: 2 })),
  'popup.bare': budget('<= 2x', 'Of what nobody can do without, as it is the browser\'s, the popup may take as much again.', asRatio({ atMost: 3 })),
  'row.p50': budget('<= 60 ms', 'Drawn at most every 100 ms while a stream runs.'),
  'row.p99': budget('<= 200 ms', 'A stream must never run ahead of the reader.'),
  'row.behind': budget('0 rows', 'What came is on screen when the stream ends; peers need up to a minute.', asValue({ atMost: 0 })),
  'heap.panel': budget('<= 64 MB over 10 min', 'A panel that is open all day must not grow with it.', asValue({ atMost: 64 })),
  'heap.growth': budget('flat', 'Beyond the newest 50 000 footsteps, which are held, nothing is kept.'),
  'row.task': budget('<= 100 ms', 'No task holds up input for longer.'),
  // Missed: 23 kB are what is used of Dexie and 1 kB the polyfill, both chosen; 21 kB are the dissectors.
  'size.background': budget('<= 80 kB (missed)', 'Read and compiled whenever the worker wakes. 25 kB of it are Dexie.', asValue({ atMost: 102.2 })),
  'size.popup': budget('<= 40 kB', 'Read before its first picture.', asValue({ atMost: 40 })),
  'size.panel': budget('<= 70 kB', 'As the best peer.', asValue({ atMost: 70 })),
  'size.panelStyles': budget('<= 10 kB', 'As the best peer.', asValue({ atMost: 10 })),
  'size.pageTap': budget('<= 2 kB', 'Runs in every page.', asValue({ atMost: 2 })),
};

/** Why a figure fails its budget; null where it does not, or where nothing is judged. */
export function complaint({ name, value, control }: Figure): string | null {
  const check = BUDGETS[name]?.check;
  if (!check) return null;
  const judged = check.of === 'value' ? value : control ? value / control.value : Number.NaN;
  if (check.atMost !== undefined && !(judged <= check.atMost)) return `${name}: ${check.of} ${judged.toFixed(2)} is above ${check.atMost}`;
  if (check.atLeast !== undefined && !(judged >= check.atLeast)) return `${name}: ${check.of} ${judged.toFixed(3)} is below ${check.atLeast}`;
  return null;
}
