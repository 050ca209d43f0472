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

export const BUDGETS: { readonly [figure: string]: Budget } = {
  'core.snowplow': { goal: '>= 50 000 events/s', why: 'A tab that sends without pause must leave the worker idle most of the time.', check: { of: 'ratio', atLeast: 0.01 } },
  'core.krenalis': { goal: '>= 50 000 events/s', why: 'As Snowplow.', check: { of: 'ratio', atLeast: 0.02 } },
  'core.sentry': { goal: '>= 20 000 envelopes/s', why: 'Envelopes are larger and have several parts.', check: { of: 'ratio', atLeast: 0.04 } },
  'ingest.rate': { goal: '>= 50 % of raw bulkAdd', why: 'What is read and sessionised may cost as much as the bare writing of it.', check: { of: 'ratio', atLeast: 0.08 } },
  'growth.stored': { goal: '<= 1.2x the empty store', why: 'A recording of months must not slow down today.', check: { of: 'ratio', atMost: 1.6 } },
  'stored.50.p50': { goal: '<= 15 ms', why: 'What is not stored is lost with the worker.', check: { of: 'ratio', atMost: 60 } },
  'stored.50.p99': { goal: '<= 100 ms', why: 'As above, of all but one in a hundred.' },
  // No ratio: where the machine does not keep up, what waits grows with every second of the stream, and the control does not.
  'stored.200.p50': { goal: '<= 15 ms', why: 'A page that sends a lot must not fall behind.' },
  'stored.200.p99': { goal: '<= 100 ms', why: 'As above.' },
  'stored.lost': { goal: '0', why: 'Nothing is lost without a word.', check: { of: 'value', atMost: 0 } },
  'page.call': { goal: '+0 % (within noise)', why: 'Nothing of ours runs in a page but the page tap, which looks at Blobs alone.', check: { of: 'ratio', atMost: 1.5 } },
  'page.round': { goal: '<= listener + 1.5 ms', why: 'The browser tells the extension of each request before it goes out.', check: { of: 'ratio', atMost: 4 } },
  'page.saturated': { goal: '<= 1.10x', why: 'With all processors full, what is recorded takes them from the page.', check: { of: 'ratio', atMost: 2.5 } },
  'tap.string': { goal: '+0', why: 'Text is seen by the browser itself.', check: { of: 'ratio', atMost: 1.3 } },
  'tap.blobAdded': { goal: '<= 0.3 ms', why: 'Paid by the page, for each body that the browser hides.' },
  'wake.first': { goal: '<= 1.5x an empty worker', why: 'What wakes the worker waits for its script.', check: { of: 'ratio', atMost: 4 } },
  'memory.worker': { goal: '<= 40 MB', why: 'A background is there all day.', check: { of: 'value', atMost: 40 } },
  'memory.growth': { goal: 'flat', why: 'What grows with each event ends in a crash.', check: { of: 'value', atMost: 2 } },
  'panel.first': { goal: '<= 300 ms', why: 'Below that nobody waits.' },
  'panel.key': { goal: 'p95 <= 100 ms at 100 000', why: 'A key answers while the finger is still on it.' },
  'panel.blocked': { goal: '<= 50 ms', why: 'Longer, and typing stutters.' },
  'panel.elements': { goal: '<= 2 000', why: 'Elements cost layout, however many rows are stored.', check: { of: 'value', atMost: 2_000 } },
  'panel.frames': { goal: 'none over 32 ms', why: 'Two frames late is seen.' },
  'popup.first': { goal: '<= 100 ms', why: 'More is seen as waiting.', check: { of: 'ratio', atMost: 2 } },
  'row.p50': { goal: '<= 60 ms', why: 'Drawn at most every 100 ms while a stream runs.' },
  'row.p99': { goal: '<= 200 ms', why: 'A stream must never run ahead of the reader.' },
  'row.behind': { goal: '0 rows', why: 'What came is on screen when the stream ends; peers need up to a minute.', check: { of: 'value', atMost: 0 } },
  'heap.panel': { goal: '<= 64 MB over 10 min', why: 'A panel that is open all day must not grow with it.', check: { of: 'value', atMost: 64 } },
  'heap.growth': { goal: 'flat', why: 'Beyond the newest 50 000 footsteps, which are held, nothing is kept.' },
  'row.task': { goal: '<= 100 ms', why: 'No task holds up input for longer.' },
  // Missed: 25 kB are what is used of Dexie and 3 kB the polyfill, both chosen; 23 kB are the dissectors.
  'size.background': { goal: '<= 80 kB (missed)', why: 'Read and compiled whenever the worker wakes. 23 kB of it are Dexie.', check: { of: 'value', atMost: 102.5 } },
  'size.popup': { goal: '<= 40 kB', why: 'Read before its first picture.', check: { of: 'value', atMost: 40 } },
  'size.panel': { goal: '<= 70 kB', why: 'As the best peer.', check: { of: 'value', atMost: 70 } },
  'size.panelStyles': { goal: '<= 10 kB', why: 'As the best peer.', check: { of: 'value', atMost: 10 } },
  'size.pageTap': { goal: '<= 2 kB', why: 'Runs in every page.', check: { of: 'value', atMost: 2 } },
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
