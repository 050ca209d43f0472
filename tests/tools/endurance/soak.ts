import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import type { Archive } from '../../../lib/archive/archive.ts';
import { exportArchive, launchTestBrowser, type View } from '../../e2e/support/browsers.ts';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { readStored } from '../../e2e/support/stored.ts';
import type { BrowserName } from '../browser-finder.ts';
import { startDemo } from '../demo/server.ts';
import { differences, ledgerLines, rereadLines, trafficLines } from './soak-compare.ts';
import { DISTURBANCES, type Disturbance, type SoakRequest, type SoakStep } from './soak-plan.ts';

/** The little of the browser's API that runs inside our pages on behalf of a test. */
declare const chrome: { readonly tabs: { discard(id: number): Promise<{ readonly id?: number } | undefined> }; readonly alarms: { clearAll(): Promise<unknown> }; readonly runtime: { sendMessage(message: object): Promise<unknown> } };

export type Soaked = {
  readonly requests: number;
  readonly events: number;
  readonly sessions: number;
  readonly done: Readonly<Record<Disturbance, number>>;
  /** What only one of the two runs recorded: `-` the disturbed one lacks it, `+` it has it too many. */
  readonly traffic: readonly string[];
  /** What each run made of its requests, beside what reading them in one go gives, which nothing disturbs. */
  readonly ledger: readonly string[];
  /** Requests that the disturbed run's gaps tell of as lost. It may be more than were: of what a browser did while there was no background, only the numbers of requests are known. */
  readonly told: number;
};

export type SoakRun = { readonly browser: BrowserName; readonly tabs: number; readonly plan: readonly SoakStep[]; /** Milliseconds of a run, at least. */ readonly lasts: number; readonly say?: (line: string) => void };

type Played = { readonly archive: Archive; readonly told: number; readonly done: Record<Disturbance, number> };

const SETTLE_MS = 60_000;
const MARK = '/com.snowplowanalytics.snowplow/tp2?mark=';

/**
 * Plays the same traffic twice, in peace and with all its disturbances, and compares the archives. Where a disturbance closes tabs, the run in peace
 * closes and opens them too, as that is something that the user does and sessions end by it. All that was sent is stored before each disturbance:
 * what a stop costs in the midst of requests is for `npm run endurance` to count. Two runs are never equally fast, and times decide which session
 * came before which: so what is made of the requests is compared with reading the very same requests, times and all, in one go.
 */
export async function soak({ say = () => undefined, ...run }: SoakRun): Promise<Soaked> {
  const peace = await play({ ...run, say }, false);
  say(`in peace: ${summary(peace)}`);
  const disturbed = await play({ ...run, say }, true);
  say(`disturbed: ${summary(disturbed)}`);
  const { requests, events, sessions } = disturbed.archive;
  return {
    requests: requests.length, events: events.length, sessions: sessions.length, done: disturbed.done, told: disturbed.told,
    traffic: differences(trafficLines(peace.archive), trafficLines(disturbed.archive)), ledger: [...(await misread(peace)).map((line) => `in peace: ${line}`), ...(await misread(disturbed))],
  };
}

const misread = async ({ archive }: Played): Promise<string[]> => differences(await rereadLines(archive), ledgerLines(archive));
const summary = ({ archive: { requests, events, sessions } }: Played): string => `${requests.length} requests, ${events.length} footsteps, ${sessions.length} sessions`;

async function play({ browser: name, tabs: count, plan, lasts, say }: SoakRun & { readonly say: (line: string) => void }, isDisturbed: boolean): Promise<Played> {
  const profile = await mkdtemp(path.join(tmpdir(), 'footsteps-soak-'));
  const demo = await startDemo();
  const done = Object.fromEntries(DISTURBANCES.map((kind) => [kind, 0])) as Record<Disturbance, number>;
  let marks = 0;
  let opened = 0;
  let browser = await launchTestBrowser(name, profile);
  let observer = await browser.openExtensionPage('popup.html');
  const openTab = (): Promise<View> => browser.openTab(`${demo.siteUrl}/replay.html?tab=${++opened}`);
  const openAll = async (): Promise<View[]> => {
    const all: View[] = [];
    while (all.length < count) all.push(await openTab());
    return all;
  };
  let tabs = await openAll();
  const tab = (n: number): View => tabs[n] as View;
  /** Waits until all that was sent is stored with its end: what comes is taken in its order, so that is so when one request more is. */
  const settled = async (): Promise<void> => {
    const url = `${MARK}${++marks}`;
    await tab(0).evaluate(send, { method: 'POST', path: url, headers: [['content-type', 'application/json']], base64: Buffer.from(markBody(marks)).toString('base64') } satisfies SoakRequest);
    await pollUntil(() => observer.evaluate(lookAt, url), ({ marked, inbox, pending }) => marked && inbox === 0 && pending === 0, { what: `all requests are stored, up to mark ${marks}`, timeout: SETTLE_MS, interval: 20 });
  };
  const restart = async (): Promise<void> => {
    if (isDisturbed) {
      await browser.close();
      browser = await launchTestBrowser(name, profile);
      observer = await browser.openExtensionPage('popup.html');
    } else for (const one of tabs) await one.close();
    tabs = await openAll();
  };
  const discard = async (n: number): Promise<void> => {
    const before = tab(n);
    const id = await browser.tabIdOf(before);
    tabs[n] = await openTab();
    // A tab without its page is another one to Chromium.
    await browser.closeTab(isDisturbed ? await observer.evaluate(async (tabId) => (await chrome.tabs.discard(tabId))?.id ?? tabId, id) : id, observer);
  };
  const disturb = async (step: Exclude<SoakStep, { do: 'send' }>): Promise<void> => {
    if (step.do === 'restart') await restart();
    else if (step.do === 'discard') await discard(step.tab);
    else if (!isDisturbed) return;
    else if (step.do === 'clock') await browser.shiftClock(step.jump, observer);
    else {
      if (step.do === 'sleep') await observer.evaluate(async () => void (await chrome.alarms.clearAll()));
      await browser.stopWorker();
      // It answers when it is up again. What comes while it starts is for worker-death.e2e and `npm run endurance`.
      await observer.evaluate(async () => void (await chrome.runtime.sendMessage({})?.catch(() => undefined)));
    }
  };
  try {
    const began = performance.now();
    for (const [n, step] of plan.entries()) {
      if (step.do === 'send') {
        await tab(step.tab).evaluate(send, step.request);
        await pause(Math.max(0, began + ((n + 1) / plan.length) * lasts - performance.now()));
      } else {
        await settled();
        await disturb(step);
        done[step.do]++;
      }
      if (n % 500 === 499) say(`${n + 1} of ${plan.length}`);
    }
    await settled();
    const { gaps, ...stored } = await readStored({ evaluate: (script) => observer.evaluate(script) });
    const read = parseArchive(JSON.stringify(await exportArchive(observer)));
    if (!read.ok) throw new Error(read.error.message);
    const [there, exported] = [stored, read.value.archive].map(({ requests, events, sessions }) => `${requests.length} requests, ${events.length} events, ${sessions.length} sessions`);
    if (there !== exported) throw new Error(`${there} are stored, ${exported} were exported`);
    return { archive: read.value.archive, told: gaps.reduce((sum, { why, lost }) => sum + (why === 'paused' ? 0 : (lost ?? 0)), 0), done };
  } finally {
    await Promise.all([browser.close(), demo.close()]);
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Runs in a page of the site: sends one request to the site's own proxy of the collector, and waits for the answer. */
async function send({ method, path: at, headers, base64 }: SoakRequest): Promise<void> {
  /** The browser sets these itself and refuses to be told. */
  const FORBIDDEN = /^(host|origin|referer|connection|content-length|cookie|user-agent|accept-encoding|dnt|sec-.*|proxy-.*|access-control-.*)$/i;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const answer = await fetch(`/first-party${at}`, { method, headers: headers.filter(([name]) => !FORBIDDEN.test(name)) as [string, string][], body: method === 'GET' || bytes.length === 0 ? null : bytes });
  await answer.text();
}

/** Runs in a page of the extension: whether a request is stored, and what is still on its way. Counts alone, as it is asked often. */
async function lookAt(url: string): Promise<{ readonly marked: boolean; readonly inbox: number; readonly pending: number }> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
  });
  const db = await answer(indexedDB.open('footsteps'));
  try {
    const tx = db.transaction(['requests', 'inbox']);
    const requests = tx.objectStore('requests');
    const newest = new Promise<boolean>((resolve, reject) => {
      let looked = 0;
      const cursor = requests.index('startedAt').openCursor(null, 'prev');
      cursor.addEventListener('error', () => reject(cursor.error ?? new Error('IndexedDB')));
      cursor.addEventListener('success', () => {
        const found = cursor.result;
        if (!found || looked++ > 50) return resolve(false);
        if ((found.value as { readonly url: string }).url.endsWith(url)) return resolve(true);
        found.continue();
      });
    });
    const [marked, inbox, pending] = await Promise.all([newest, answer(tx.objectStore('inbox').count()), answer(requests.index('pending').count())]);
    return { marked, inbox, pending };
  } finally {
    db.close();
  }
}

/** An event of a session of its own. */
const markBody = (number: number): string =>
  JSON.stringify({
    schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
    data: [{ e: 'se', se_ca: 'soak', se_ac: `mark ${number}`, p: 'web', tv: 'js-4.10.1', aid: 'soak', sid: '5e1f7e57-0000-4000-8000-00000000000a', vid: '1', duid: '5e1f7e57-0000-4000-8000-00000000000b', eid: `5e1f7e57-0000-4000-9000-${String(number).padStart(12, '0')}`, dtm: '1795262955299', stm: '1795262955299' }],
  });
