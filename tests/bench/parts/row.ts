import type { BrowserContext } from 'playwright-core';
import { figure, quantile, type Figure } from '../measure.ts';
import { withPanel } from './with-panel.ts';

type Seen = { readonly at: number; readonly n: number };
/** The events that a transaction wrote, as the background tells all pages. */
type Write = { readonly at: number; readonly keys: readonly string[] };
type WithRuntime = { readonly chrome: { readonly runtime: { sendMessage(message: unknown): Promise<unknown> } } };
type Watched = Window & { bench: { seen: Seen[]; tasks: number[]; writes: Write[] } };
/** Of one request, when it was where; the clock of the machine. */
type Trace = { readonly sent: number; readonly began: number; readonly stored: number; readonly painted: number };

/**
 * From a page's request to its row in the real panel, at a rate. A row is seen when it, or one after it, is drawn. The control is a bare list
 * in a window of its own, that the same page tells of each request by a `BroadcastChannel` and that draws its last rows in the next frame: just
 * before, at the same rate, with the same panel open and recording paused, so that neither takes the other's time.
 */
export async function row(directory: string, count: number, rate: number): Promise<Figure[]> {
  return withPanel(directory, async ({ browser, page, panel }) => {
    const record = (on: boolean): Promise<void> =>
      panel.evaluate(async (isOn) => void (await (globalThis as unknown as WithRuntime).chrome.runtime.sendMessage({ command: { type: 'setRecording', on: isOn } })), on);
    const busyDuring = async <T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly busy: ReadonlyMap<string, number> }> => {
      const before = await processorTimes(browser.context);
      const result = await work();
      const after = await processorTimes(browser.context);
      return { result, busy: new Map([...after].map(([type, ms]) => [type, (ms - (before.get(type) ?? 0)) / count])) };
    };
    const stream = (): Promise<number[]> => page.evaluate(send, [count, rate] as const);

    await record(false);
    const [control] = await Promise.all([browser.context.waitForEvent('page'), page.evaluate(() => void window.open('/control', 'control', 'width=600,height=500'))]);
    await control.waitForLoadState();
    await control.evaluate(bareList);
    const paused = await busyDuring(stream);
    const bare = lateness(paused.result, await control.evaluate(() => (window as unknown as Watched).bench.seen));
    await control.close();

    await record(true);
    await panel.evaluate(watch);
    const { result: { sent, lastAt }, busy } = await busyDuring(async () => {
      const moments = await stream();
      const at = Date.now();
      await panel.waitForFunction((n) => ((window as unknown as Watched).bench.seen.at(-1)?.n ?? -1) >= n - 1, count, { timeout: 60_000 });
      return { sent: moments, lastAt: at };
    });
    const { seen, tasks, writes } = await panel.evaluate(() => (window as unknown as Watched).bench);
    const traces = tracesOf(sent, seen, writes, await panel.evaluate(beganOf));
    const late = lateness(sent, seen);
    const behind = count - 1 - (seen.findLast(({ at }) => at <= lastAt + 500)?.n ?? -1);
    return [
      figure('row.p50', `request to painted row, ${count} at ${rate}/s, p50`, 'ms', [quantile(late, 0.5)], { what: 'a bare list by BroadcastChannel', value: quantile(bare, 0.5) }),
      figure('row.p99', 'the same, p99', 'ms', [quantile(late, 0.99)], { what: 'a bare list by BroadcastChannel', value: quantile(bare, 0.99) }),
      figure('row.behind', 'rows missing half a second after the last answer', '', [behind]),
      figure('row.task', 'longest task of the panel', 'ms', [Math.max(0, ...tasks)]),
      ...[...busy].map(([type, ms]) => figure(`row.processor.${type}`, `processor time of ${type} processes, a request`, 'ms', [ms], { what: 'recording paused, a bare list', value: paused.busy.get(type) ?? 0 })),
      stage('seen', 'sent to seen by the browser', traces.map(({ sent: from, began }) => began - from)),
      stage('stored', 'seen to stored with its session', traces.map(({ began, stored }) => stored - began)),
      stage('painted', 'stored to painted', traces.map(({ stored, painted }) => painted - stored)),
    ];
  });
}

/** What the browser's processes have used of the processors, by their kind, in milliseconds: others on the same machine do not count. */
async function processorTimes(context: BrowserContext): Promise<ReadonlyMap<string, number>> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('this context has no browser');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const used = new Map<string, number>();
  for (const { type, cpuTime } of processInfo) used.set(type, (used.get(type) ?? 0) + cpuTime * 1000);
  return used;
}

/** One part of the way: the middle, and from the quickest to all but the slowest hundredth. */
const stage = (name: string, what: string, values: readonly number[]): Figure => ({
  name: `row.${name}`, what: `of it, ${what}, p50 (spread: to p99)`, unit: 'ms', value: quantile(values, 0.5), spread: [quantile(values, 0), quantile(values, 0.99)],
});

function tracesOf(sent: readonly number[], seen: readonly Seen[], writes: readonly Write[], began: readonly (readonly [n: number, id: string, at: number])[]): Trace[] {
  const first = new Map<string, number>();
  for (const { at, keys } of writes) for (const key of keys) if (!first.has(key)) first.set(key, at);
  return began.flatMap(([n, id, at]) => {
    const [from, stored, painted] = [sent[n], first.get(`${id}:0`), seen.find((drawn) => drawn.n >= n)?.at];
    return from !== undefined && stored !== undefined && painted !== undefined ? [{ sent: from, began: at, stored, painted }] : [];
  });
}

/** Runs in the panel: of each event of the stream its request and when the browser saw that, as stored. */
async function beganOf(): Promise<(readonly [n: number, id: string, at: number])[]> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
  });
  const db = await answer(indexedDB.open('footsteps'));
  const tx = db.transaction(['events', 'requests']);
  const [events, requests] = await Promise.all([answer(tx.objectStore('events').getAll()), answer(tx.objectStore('requests').getAll())]);
  db.close();
  const began = new Map(requests.map(({ id, startedAt }: { id: string; startedAt: number }) => [id, startedAt]));
  return events.flatMap((event: { requestId: string; data: unknown }) => {
    const n = /stream-(\d+)-/.exec(JSON.stringify(event.data))?.[1];
    const at = began.get(event.requestId);
    return n === undefined || at === undefined ? [] : [[Number(n), event.requestId, at] as const];
  });
}

/** Runs in a page: the least that a list which follows a stream can do. */
function bareList(): void {
  const bench: Pick<Watched['bench'], 'seen'> = { seen: [] };
  Object.assign(window, { bench });
  const rows: string[] = [];
  let asked = false;
  const draw = (): void => {
    asked = false;
    const n = rows.length - 1;
    document.body.replaceChildren(...rows.slice(-30).map((text) => Object.assign(document.createElement('div'), { textContent: text })));
    setTimeout(() => bench.seen.push({ at: Date.now(), n }));
  };
  new BroadcastChannel('bench').addEventListener('message', ({ data }: MessageEvent<string>) => {
    rows.push(data);
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  });
}

function lateness(sent: readonly number[], seen: readonly Seen[]): number[] {
  let next = 0;
  return sent.flatMap((at, n) => {
    while (next < seen.length && (seen[next] as Seen).n < n) next++;
    const drawn = seen[next];
    return drawn ? [drawn.at - at] : [];
  });
}

function watch(): void {
  const bench: Watched['bench'] = { seen: [], tasks: [], writes: [] };
  Object.assign(window, { bench });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => bench.tasks.push(entry.duration))).observe({ entryTypes: ['longtask'] });
  new BroadcastChannel('footsteps-written').addEventListener('message', ({ data }: MessageEvent<{ readonly tables: { readonly events?: readonly string[] } }>) => {
    bench.writes.push({ at: Date.now(), keys: data.tables.events ?? [] });
  });
  let newest = -1;
  let asked = false;
  const look = (): void => {
    asked = false;
    for (const { textContent } of document.querySelectorAll('[aria-label="Footsteps"] [role=row]')) newest = Math.max(newest, Number(/stream-(\d+)-/.exec(textContent ?? '')?.[1] ?? -1));
    if (newest > (bench.seen.at(-1)?.n ?? -1)) bench.seen.push({ at: Date.now(), n: newest });
  };
  new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => setTimeout(look));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Runs in a page: sends events of one session, evenly, and gives the moments; ends when all are answered. They are numbered from `first` on. */
export async function send([count, rate, first = 0]: readonly [count: number, rate: number, first?: number]): Promise<number[]> {
  const sent: number[] = [];
  const control = new BroadcastChannel('bench');
  const answers: Promise<unknown>[] = [];
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const from = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * rate));
      while (sent.length < due) {
        const n = first + sent.length;
        const at = Date.now();
        sent.push(at);
        const event = { e: 'se', se_ca: 'bench', se_ac: `stream-${n}-`, eid: id(n), tv: 'js-4.10.1', tna: 'sp', aid: 'bench', p: 'web', sid: id(0), vid: '1', duid: id(1), dtm: String(at), stm: String(at), url: location.href, lang: 'en', res: '1920x1080', cookie: '1' };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
        control.postMessage(`stream-${n}-`);
        const body = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [event] });
        answers.push(fetch('/com.snowplowanalytics.snowplow/tp2', { method: 'POST', body, headers: { 'content-type': 'application/json' } }).then((answer) => answer.text(), () => ''));
      }
      if (sent.length < count) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  await Promise.all(answers);
  return sent;
}
