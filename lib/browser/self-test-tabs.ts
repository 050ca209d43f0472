import { browser } from 'wxt/browser';

export type SelfTestSite = {
  /** The demo's site, without a slash at the end. */
  readonly site: string;
  readonly run: string;
  readonly short: boolean;
  /** Runs while the page that DevTools is to be opened on is there, once all is sent. Null: nothing is sent of what needs DevTools. */
  readonly inspected: (() => Promise<void>) | null;
  /** Titles by which its pages say how far they are; `failed` is what a failure's begins with. */
  readonly titles: { readonly ready: string; readonly waiting: string; readonly done: string; readonly failed: string };
};

const LOOK_MS = 100;
const LOAD_MS = 30_000;
const SEND_MS = 600_000;
/** Chromium names but the origin of some last beacons: pages of one site that go in the same moment cannot be told apart. */
const BETWEEN_MS = 1_000;

/** Firefox alone has it; `browser` is there in Chromium too. */
export const isFirefox = (): boolean => 'getBrowserInfo' in browser.runtime;

/** Has the demo's pages send all that they can, in tabs of their own, and has them left in every way; the last one sends the report. */
export async function playSelfTest({ site, run, short, inspected, titles }: SelfTestSite, say: (step: 'send' | 'open' | 'devtools' | 'leave' | 'ask', way?: string) => void): Promise<void> {
  const page = `${site}/self-test.html?run=${run}`;
  const leaving = (way: string): string => `${site}/self-test-leave.html?run=${run}&way=${way}`;
  const elsewhere = `${site}/self-test-frame.html`;

  say('send');
  await stay(`${page}${short ? '&short=1' : ''}`, titles);
  if (inspected) {
    const tab = await open(`${page}&inspected=1`, titles.waiting, titles.failed);
    say('open');
    await reached(tab, titles.done, titles.failed, SEND_MS);
    say('devtools');
    await inspected();
    await browser.tabs.remove(tab);
  }
  for (const [way, to] of [['navigate', elsewhere], ['crossSite', otherName(elsewhere)], ['close', null]] as const) {
    say('leave', way);
    await pause(BETWEEN_MS);
    const tab = await open(leaving(way), titles.ready);
    if (to !== null) await navigate(tab, to);
    await browser.tabs.remove(tab);
  }
  say('ask');
  await stay(`${page}&report=1`, titles);
}

/** The same server under the loopback interface's other name: to a browser another site. */
function otherName(address: string): string {
  const url = new URL(address);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return url.href;
}

async function navigate(tab: number, url: string): Promise<void> {
  await browser.tabs.update(tab, { url });
  await until(LOAD_MS, `The page ${url} did not load.`, async () => {
    const { status, url: shown } = await browser.tabs.get(tab);
    return status === 'complete' && shown === url;
  });
}

/** Opens a page, waits until its title says that it is through, and closes it. */
async function stay(url: string, { done, failed }: SelfTestSite['titles']): Promise<void> {
  await browser.tabs.remove(await open(url, done, failed, SEND_MS));
}

/** Opens a page and waits for its title: a browser may call a tab complete, with this address, before its page is there. */
async function open(url: string, awaited: string, failed?: string, timeout = LOAD_MS): Promise<number> {
  const { id } = await browser.tabs.create({ url });
  if (id === undefined) throw new Error('The browser opened no tab.');
  await reached(id, awaited, failed, timeout);
  return id;
}

async function reached(tab: number, awaited: string, failed: string | undefined, timeout: number): Promise<void> {
  await until(timeout, `The page of the self-test did not come so far as to say "${awaited}".`, async () => {
    const { title = '' } = await browser.tabs.get(tab);
    if (failed !== undefined && title.startsWith(failed)) throw new Error(title);
    return title === awaited;
  });
}

async function until(timeout: number, sentence: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(sentence);
    await pause(LOOK_MS);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
