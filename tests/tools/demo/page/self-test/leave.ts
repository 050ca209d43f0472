/** `self-test-leave.html?run=NAME&way=WAY`: sends at its end, in each of the events that browsers give a page then. */
import { SELF_TEST_CASES } from '../../../../../lib/view/self-test/cases.ts';
import { addressOf, envelopeOf, TITLES, type Targets } from '../../../../../lib/view/self-test/payload.ts';

const collector = document.querySelector<HTMLMetaElement>('meta[name="collector"]')?.content ?? location.origin;
const targets: Targets = { collector, secure: collector, closed: collector };
const query = new URL(location.href).searchParams;
const run = query.get('run') ?? 'by-hand';
/** Events that have been; a page may be hidden and shown before it goes. */
const over = new Set<string>();
/** Made ready before: at its end a page has no time to lose. */
const ready = SELF_TEST_CASES.filter((testCase) => testCase.leave?.way === query.get('way')).map((testCase) => ({ testCase, url: addressOf(testCase, run, targets), text: envelopeOf(testCase, run) }));

for (const event of ['beforeunload', 'pagehide', 'unload'] as const) addEventListener(event, () => sendAt(event));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') sendAt('hidden');
});
document.title = TITLES.ready;

function sendAt(event: string): void {
  if (over.has(event)) return;
  over.add(event);
  for (const one of ready) if (one.testCase.leave?.moment.startsWith(`${event}-`)) sendNow(one);
}

/** Nothing here may wait: the page is gone at the end of the event. */
function sendNow({ testCase, url, text }: (typeof ready)[number]): void {
  const body = testCase.body === 'blob' ? new Blob([text], { type: 'text/plain' }) : text;
  if (testCase.transport === 'beacon') navigator.sendBeacon(url, body);
  else void fetch(url, { method: 'POST', body, keepalive: true }).catch(() => undefined);
}
