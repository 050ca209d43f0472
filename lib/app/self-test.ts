import { isFirefox, playSelfTest } from '../browser/self-test-tabs.ts';
import { openDatabase } from '../store/db.ts';
import { requestsSince, type StoredRequest } from '../store/self-test.ts';
import { t } from '../view/messages/translate.ts';
import { caseById, casesOf, hopsOf, type SelfTestCase, type SelfTestChoice } from '../view/self-test/cases.ts';
import { shownByDevtools } from '../view/self-test/reasons.ts';
import { TITLES, tagOf } from '../view/self-test/payload.ts';
import { asArrived, byCase, reportOf, resultsOf, type Recorded, type Result } from '../view/self-test/results.ts';

const LOOK_MS = 300;
/** What the recorder has not written by then counts as not recorded. */
const SETTLE_MS = 15_000;
/** So long the page tap's word for what was sent at the end of a page may come (lib/pipeline/witness-join.ts). */
const LATE_MS = 10_000;

export type SelfTestOptions = SelfTestChoice & { readonly site: string; readonly say: (doing: string) => void };

/** DevTools give Chromium's hidden bodies alone. */
export const canInspect = (): boolean => !isFirefox();

/** Runs the self-test against a demo's site and gives what came of each case. Rejects with a sentence. */
export async function runSelfTest({ site, short, devtools, say }: SelfTestOptions): Promise<{ readonly run: string; readonly results: readonly Result[] }> {
  const db = openDatabase();
  const run = crypto.randomUUID().slice(0, 8);
  const from = Date.now();
  const requestsHere = (): Promise<readonly StoredRequest[]> => requestsSince(db, from);
  await playSelfTest({ site, run, short, inspected: devtools ? () => filled(requestsHere, run) : null, titles: TITLES }, (step, way = '') => say(t(`selfTest_doing_${step}`, way)));
  say(t('selfTest_doing_read'));
  const requests = await settled(requestsHere, run);
  const report = reportOf(requests, run);
  if (report === null) throw new Error(t('selfTest_noReport'));
  const results = resultsOf(casesOf({ short, devtools }), isFirefox() ? 'firefox' : 'chromium', {
    run, requests, sent: report.sent, arrived: (id) => (report.arrived[id] ?? []).map(asArrived),
  });
  return { run, results };
}

/** Reads until all that arrived is there and ended, or time is up. */
async function settled(read: () => Promise<readonly StoredRequest[]>, run: string): Promise<readonly StoredRequest[]> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const requests = await read();
    const report = reportOf(requests, run);
    const seen = byCase(requests, run);
    const isThere = ([id, arrived]: readonly [string, readonly unknown[]]): boolean => (seen.get(id)?.length ?? 0) * hops(id) >= arrived.length;
    const isOver = requests.every(({ outcome }) => outcome.kind !== 'pending');
    const mayCome = requests.some(({ url, body, startedAt }) => body.kind === 'unavailable' && isLeave(url) && Date.now() - startedAt < LATE_MS);
    if ((report !== null && isOver && !mayCome && Object.entries(report.arrived).every(isThere)) || Date.now() > deadline) return requests;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const isLeave = (url: string): boolean => caseById(tagOf(url)?.id ?? '')?.group === 'leave';

function hops(id: string): number {
  const testCase = caseById(id);
  return testCase ? hopsOf(testCase) : 1;
}

/** Reads until nothing is missing of what DevTools can show, or time is up: once the page is closed they show nothing of it. */
async function filled(read: () => Promise<readonly Recorded[]>, run: string): Promise<void> {
  const awaited = casesOf({ short: true, devtools: true }).filter((testCase) => testCase.place === 'inspected' && shownByDevtools(testCase));
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const seen = byCase(await read(), run);
    const isKnown = ({ id }: SelfTestCase): boolean => seen.get(id)?.every(({ body }) => body.kind !== 'unavailable') ?? false;
    if (awaited.every(isKnown) || Date.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
