import { isFirefox, playSelfTest } from '../browser/self-test-tabs.ts';
import { openDatabase } from '../store/db.ts';
import { requestsSince } from '../store/self-test.ts';
import { t } from '../view/messages/translate.ts';
import { caseById, casesOf, hopsOf, type SelfTestChoice } from '../view/self-test/cases.ts';
import { shownByDevtools } from '../view/self-test/reasons.ts';
import { TITLES } from '../view/self-test/payload.ts';
import { asArrived, byCase, reportOf, resultsOf, type Recorded, type Result } from '../view/self-test/results.ts';

const LOOK_MS = 300;
/** What the recorder has not written by then counts as not recorded. */
const SETTLE_MS = 15_000;

export type SelfTestOptions = SelfTestChoice & { readonly site: string; readonly say: (doing: string) => void };

/** DevTools give Chromium's hidden bodies alone. */
export const canInspect = (): boolean => !isFirefox();

/** Runs the self-test against a demo's site and gives what came of each case. Rejects with a sentence. */
export async function runSelfTest({ site, short, devtools, say }: SelfTestOptions): Promise<{ readonly run: string; readonly results: readonly Result[] }> {
  const db = openDatabase();
  const run = crypto.randomUUID().slice(0, 8);
  const from = Date.now();
  const requestsHere = (): Promise<readonly Recorded[]> => requestsSince(db, from);
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
async function settled(read: () => Promise<readonly Recorded[]>, run: string): Promise<readonly Recorded[]> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const requests = await read();
    const report = reportOf(requests, run);
    const seen = byCase(requests, run);
    const isThere = ([id, arrived]: readonly [string, readonly unknown[]]): boolean => (seen.get(id)?.length ?? 0) * hops(id) >= arrived.length;
    const isOver = requests.every(({ outcome }) => outcome.kind !== 'pending');
    if ((report !== null && isOver && Object.entries(report.arrived).every(isThere)) || Date.now() > deadline) return requests;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function hops(id: string): number {
  const testCase = caseById(id);
  return testCase ? hopsOf(testCase) : 1;
}

/** Reads until nothing is missing of what DevTools can show, or time is up: once the page is closed they show nothing of it. */
async function filled(read: () => Promise<readonly Recorded[]>, run: string): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const missing = [...byCase(await read(), run)].filter(([id, seen]) => {
      const testCase = caseById(id);
      return testCase?.place === 'inspected' && shownByDevtools(testCase) && seen.some(({ body }) => body.kind === 'unavailable');
    });
    if (missing.length === 0 || Date.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
