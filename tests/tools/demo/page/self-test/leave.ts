/** `self-test-leave.html?run=NAME&way=WAY`: sends at its end, in each of the events that browsers give a page then. */
import { SELF_TEST_CASES, type SelfTestCase } from '../../../../../lib/view/self-test/cases.ts';
import { addressOf, envelopeOf, TITLES, type Targets } from '../../../../../lib/view/self-test/payload.ts';

const collector = document.querySelector<HTMLMetaElement>('meta[name="collector"]')?.content ?? location.origin;
const targets: Targets = { collector, closed: collector };
const query = new URL(location.href).searchParams;
const run = query.get('run') ?? 'by-hand';
/** Events that have been; a page may be hidden and shown before it goes. */
const over = new Set<string>();
const cases = SELF_TEST_CASES.filter((testCase) => testCase.leave?.way === query.get('way'));

for (const event of ['beforeunload', 'pagehide', 'unload'] as const) addEventListener(event, () => sendAt(event));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') sendAt('hidden');
});
document.title = TITLES.ready;

function sendAt(event: string): void {
  if (over.has(event)) return;
  over.add(event);
  for (const testCase of cases) if (testCase.leave?.moment.startsWith(`${event}-`)) sendNow(testCase);
}

/** Nothing here may wait: the page is gone at the end of the event. */
function sendNow(testCase: SelfTestCase): void {
  const url = addressOf(testCase, run, targets);
  const text = envelopeOf(testCase, run);
  const body = testCase.body === 'blob' ? new Blob([text], { type: 'text/plain' }) : text;
  if (testCase.transport === 'beacon') navigator.sendBeacon(url, body);
  else void fetch(url, { method: 'POST', body, keepalive: true }).catch(() => undefined);
}
