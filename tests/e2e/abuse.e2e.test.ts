import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { pollUntil } from './support/expect-poll.ts';
import { openPopup } from './support/extension.ts';
import { demoReady, openPanelTab, startShow, type Stage } from './support/stage.ts';

const PATH = '/com.snowplowanalytics.snowplow/tp2';
const SENDS = 100_000;
/** So long that many sends may take, in milliseconds, where several programs share one processor. */
const SENT_WITHIN = 240_000;
/** Stored promptly: a person who looks sees it as at once. Where the machine itself is slow, by what it takes before the flood. */
const PROMPT_MS = 3_000;
const TIMES_LATER = 20;

describe('what must not happen', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let folder: string;
  let netLog: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'footsteps-net-log-'));
    netLog = path.join(folder, 'net-log.json');
    ({ demo, stage, close } = await startShow({ args: [`--log-net-log=${netLog}`] }));
  });
  afterAll(async () => {
    await close?.();
    await rm(folder, { recursive: true, force: true });
  });

  test('a page that floods the page tap is cut off and counted; other tabs are recorded as if it were not there', async () => {
    const hostile = await stage.open(`${demo.siteUrl}/replay.html?hostile`);
    const other = await stage.open(`${demo.siteUrl}/replay.html?other`);
    /** Has the other tab send ten events, one after the other, and gives how long it took until one of them was stored: in the middle of all, in milliseconds. */
    const lateness = async (when: string): Promise<number> => {
      const late: number[] = [];
      for (let number = 0; number < 10; number++) {
        const mark = `${when}=${number}`;
        const began = performance.now();
        await other.evaluate(async ([url, body]) => void (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })), [
          `${demo.collectorUrl}${PATH}?${mark}`, JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ e: 'se', se_ca: 'other', se_ac: mark, p: 'web', tv: 'js-4.10.1', aid: 'a', sid: '5e1f7e57-0000-4000-8000-000000000001', vid: '1', eid: crypto.randomUUID(), dtm: String(Date.now()) }] }),
        ] as const);
        await pollUntil(() => stage.stored(), ({ requests }) => requests.some(({ url }) => url.endsWith(mark)), { what: `the request ${mark} is stored`, interval: 20 });
        late.push(performance.now() - began);
      }
      return late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)] ?? Infinity;
    };
    const calm = await lateness('calm');
    await hostile.evaluate(
      ([url, times]) => {
        const [body, signal] = [new Blob(['x'.repeat(100)]), AbortSignal.abort()];
        let done = 0;
        // In parts, as the page itself would hang else. The page tap sees each; the network none, as all are aborted before they begin.
        const some = (): void => {
          for (let i = 0; i < 2_000; i++, done++) fetch(url, { method: 'POST', body, signal }).catch(() => undefined);
          if (done < times) setTimeout(some, 0);
          else document.title = 'flooded';
        };
        some();
      },
      [`${demo.collectorUrl}${PATH}?flood`, SENDS] as const,
    );
    expect(await lateness('flood')).toBeLessThan(Math.max(PROMPT_MS, TIMES_LATER * calm));
    await pollUntil(() => hostile.title(), (title) => title === 'flooded', { what: 'the page has sent all', timeout: SENT_WITHIN });
    const counted = async (): Promise<number> => (await stage.stored()).counters.find(({ name }) => name === 'pageTap.overRate')?.n ?? 0;
    // From there on it is not listened to.
    expect(await pollUntil(counted, (n) => n >= 20_000, { what: 'what was beyond the rate is counted' })).toBeLessThan(25_000);
    const events = (await stage.archive()).events.filter(({ name }) => name.includes('other'));
    expect(events).toHaveLength(20);
    await Promise.all([hostile.close(), other.close()]);
  }, 2 * SENT_WITHIN);

  test('the extension asks nobody for anything: not its worker, nor its pages, nor its scripts', async () => {
    const page = await stage.open(`${demo.siteUrl}/?heartbeat=1`);
    await demoReady(page);
    const popup = await openPopup(stage.browser.context, stage.extension, page);
    await popup.getByText(/RudderStack|Snowplow|Sentry/).first().waitFor();
    await popup.close();
    const panel: Page = await openPanelTab(stage, page);
    await panel.getByRole('grid', { name: 'Footsteps' }).getByRole('row').nth(1).waitFor();
    await stage.archive();
    await stage.close();
    const log = JSON.parse(await readFile(netLog, 'utf8')) as { readonly events: readonly { readonly params?: { readonly initiator?: string; readonly url?: string } }[] };
    const asked = log.events.flatMap(({ params }) => (params?.url && params.initiator ? [{ by: params.initiator, url: params.url }] : []));
    // What the demo's page sends shows that the log has who asked.
    expect(asked.filter(({ by, url }) => by === demo.siteUrl && url.startsWith(demo.collectorUrl)).length).toBeGreaterThan(5);
    expect(asked.filter(({ by, url }) => by.startsWith('chrome-extension:') && !/^(chrome-extension|data|blob):/.test(url))).toEqual([]);
    // Nor does anything of it ask without saying who it is: all that goes out is for the demo, but for what Chromium asks its maker by itself.
    const hosts = new Set(log.events.flatMap(({ params }) => (params?.url && /^(https?|wss?):/.test(params.url) ? [new URL(params.url).hostname] : [])));
    expect([...hosts].filter((host) => !/^(127\.0\.0\.1|localhost)$|(^|\.)(google|googleapis|gstatic)\.com$/.test(host))).toEqual([]);
  });
});

