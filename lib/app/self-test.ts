import { isFirefox, playSelfTest } from '../browser/self-test-tabs.ts';
import { openDatabase } from '../store/db.ts';
import { requestsSince } from '../store/self-test.ts';
import { t } from '../view/messages/translate.ts';
import { SELF_TEST_CASES, SHORT_CASES } from '../view/self-test/cases.ts';
import { TITLES } from '../view/self-test/payload.ts';
import { asArrived, byCase, reportOf, resultsOf, type Recorded, type Result } from '../view/self-test/results.ts';

const LOOK_MS = 300;
/** What the recorder has not written by then counts as not recorded. */
const SETTLE_MS = 15_000;

export type SelfTestOptions = { readonly site: string; readonly short: boolean; readonly say: (doing: string) => void };

/** Runs the self-test against a demo's site and gives what came of each case. Rejects with a sentence. */
export async function runSelfTest({ site, short, say }: SelfTestOptions): Promise<{ readonly run: string; readonly results: readonly Result[] }> {
  const db = openDatabase();
  const run = crypto.randomUUID().slice(0, 8);
  const from = Date.now();
  await playSelfTest({ site, run, short, titles: TITLES }, (step, way = '') => say(t(`selfTest_doing_${step}`, way)));
  say(t('selfTest_doing_read'));
  const requests = await settled(() => requestsSince(db, from), run);
  const report = reportOf(requests, run);
  if (report === null) throw new Error(t('selfTest_noReport'));
  const results = resultsOf(short ? SHORT_CASES : SELF_TEST_CASES, isFirefox() ? 'firefox' : 'chromium', {
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
    const isThere = ([id, arrived]: readonly [string, readonly unknown[]]): boolean => (seen.get(id)?.length ?? 0) >= arrived.length;
    const isOver = requests.every(({ outcome }) => outcome.kind !== 'pending');
    if ((report !== null && isOver && Object.entries(report.arrived).every(isThere)) || Date.now() > deadline) return requests;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
