import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDevToolsPanel } from '../../e2e/support/devtools.ts';
import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { figure, quantile, type Figure } from '../measure.ts';

type Seen = { readonly at: number; readonly n: number };
type Watched = Window & { bench: { seen: Seen[]; tasks: number[] } };

/** From a page's request to its row in the real panel, at a rate. A row is seen when it, or one after it, is drawn. */
export async function row(directory: string, count: number, rate: number): Promise<Figure[]> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Stream</title>'));
  });
  // A connection that the server closes while the browser sends on it is a failure of neither.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    await extensionOf(browser.context);
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { panel } = await openDevToolsPanel(browser.context, page, 'Footsteps', 'panel.html');
    await panel.evaluate(watch);
    const sent = await page.evaluate(send, [count, rate] as const);
    const lastAt = Date.now();
    await panel.waitForFunction((n) => ((window as unknown as Watched).bench.seen.at(-1)?.n ?? -1) >= n - 1, count, { timeout: 60_000 });
    const { seen, tasks } = await panel.evaluate(() => (window as unknown as Watched).bench);
    const late = lateness(sent, seen);
    const behind = count - 1 - (seen.findLast(({ at }) => at <= lastAt + 500)?.n ?? -1);
    return [
      figure('row.p50', `request to painted row, ${count} at ${rate}/s, p50`, 'ms', [quantile(late, 0.5)]),
      figure('row.p99', 'the same, p99', 'ms', [quantile(late, 0.99)]),
      figure('row.behind', 'rows missing half a second after the last answer', '', [behind]),
      figure('row.task', 'longest task of the panel', 'ms', [Math.max(0, ...tasks)]),
    ];
  } finally {
    await browser.close();
    server.close();
  }
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
  const bench: Watched['bench'] = { seen: [], tasks: [] };
  Object.assign(window, { bench });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => bench.tasks.push(entry.duration))).observe({ entryTypes: ['longtask'] });
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

/** Sends events of one session, evenly, and gives the moments; ends when all are answered. */
async function send([count, rate]: readonly [number, number]): Promise<number[]> {
  const sent: number[] = [];
  const answers: Promise<unknown>[] = [];
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const from = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * rate));
      while (sent.length < due) {
        const n = sent.length;
        const at = Date.now();
        sent.push(at);
        const event = { e: 'se', se_ca: 'bench', se_ac: `stream-${n}-`, eid: id(n), tv: 'js-4.10.1', tna: 'sp', aid: 'bench', p: 'web', sid: id(0), vid: '1', duid: id(1), dtm: String(at), stm: String(at), url: location.href, lang: 'en', res: '1920x1080', cookie: '1' };
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
