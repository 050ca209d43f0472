/**
 * The page of the self-test: `self-test.html?run=NAME` sends every case that a page can send while it stays, `&short=1` a part of them;
 * `&inspected=1` those that need DevTools, once its button says that it is open; `&report=1` asks the server what has arrived of the run, and
 * sends that on as a request for the extension to see. The title says when it is over.
 */
import { casesOf, type SelfTestCase } from '../../../../../lib/view/self-test/cases.ts';
import { TITLES, reportAddress, reportEnvelope, type Report, type Targets } from '../../../../../lib/view/self-test/payload.ts';
import { openFrame, type Sender } from './frames.ts';
import { sendFromDocument } from './send.ts';
import { openServiceWorker, openSharedWorker, openWorker } from './workers.ts';

const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
const targets: Targets = { collector: meta('collector'), secure: meta('secure'), closed: meta('closed') };
const query = new URL(location.href).searchParams;
const run = query.get('run') ?? 'by-hand';
/** Three times this without an arrival, and nothing is under way any more. */
const QUIET_MS = 250;
const memory = `self-test-${run}`;

try {
  if (query.get('report') !== null) await sendReport();
  else if (query.get('inspected') !== null) await sendInspected();
  else await sendAll(casesOf({ short: query.get('short') !== null, devtools: false }).filter((testCase) => testCase.group !== 'leave'));
  say((document.title = TITLES.done));
} catch (error) {
  say((document.title = `${TITLES.failed}${error instanceof Error ? error.message : String(error)}`));
}

async function sendInspected(): Promise<void> {
  const button = document.querySelector('button');
  if (button === null) throw new Error('the page has no button');
  button.hidden = false;
  say((document.title = TITLES.waiting));
  await new Promise((resolve) => button.addEventListener('click', resolve, { once: true }));
  button.hidden = true;
  await sendAll(casesOf({ short: true, devtools: true }).filter((testCase) => testCase.place === 'inspected'));
}

async function sendAll(cases: readonly SelfTestCase[]): Promise<void> {
  const serviceWorker = await openServiceWorker();
  const senders = new Map<string, Sender>([['top', sendFromDocument], ['serviceWorker', serviceWorker.send]]);
  const results: Record<string, string> = {};
  for (const testCase of cases) {
    const name = senderOf(testCase);
    const sender = senders.get(name) ?? (await open(name));
    senders.set(name, sender);
    results[testCase.id] = await sender({ testCase, run, targets });
    say(`${Object.keys(results).length} of ${cases.length}: ${testCase.id}`);
  }
  await serviceWorker.close();
  localStorage.setItem(memory, JSON.stringify({ ...remembered(), ...results }));
}

function senderOf({ transport, place, ending }: SelfTestCase): string {
  if (transport === 'worker' || transport === 'sharedWorker' || transport === 'serviceWorker') return transport;
  return ending?.startsWith('policy') ? 'policy' : place === 'inspected' ? 'top' : place;
}

async function open(name: string): Promise<Sender> {
  if (name === 'worker') return openWorker();
  if (name === 'sharedWorker') return openSharedWorker();
  return openFrame(name as Parameters<typeof openFrame>[0]);
}

async function sendReport(): Promise<void> {
  const arrived = await allArrived();
  await fetch(reportAddress(run, targets), { method: 'POST', body: reportEnvelope(run, { sent: remembered(), arrived }) });
  localStorage.removeItem(memory);
}

function remembered(): Report['sent'] {
  return JSON.parse(localStorage.getItem(memory) ?? '{}') as Report['sent'];
}

/** What a page sends as it goes may still be under way: asked until nothing more comes. */
async function allArrived(): Promise<Report['arrived']> {
  let before = '';
  for (let same = 0; same < 3; ) {
    const now = await (await fetch(`/control/arrived?run=${encodeURIComponent(run)}`)).text();
    same = now === before ? same + 1 : 0;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
  return JSON.parse(before) as Report['arrived'];
}

function say(text: string): void {
  document.querySelector('[role="status"]')?.replaceChildren(text);
}
