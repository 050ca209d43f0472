import type { Place } from '../../../../../lib/view/self-test/cases.ts';
import type { Order } from './by-fetch.ts';

/** Sends an order from somewhere else and resolves with what was learnt there. */
export type Sender = (order: Order) => Promise<string>;

const FRAME = '/self-test-frame.html';
/** Under this policy nothing may be fetched. */
const POLICY_FRAME = '/self-test-policy.html';
export const CONTROLLED_FRAME = `${FRAME}?controlled`;
const ANSWER_MS = 20_000;

/** A frame of the given kind, ready to send. */
export async function openFrame(kind: Exclude<Place, 'top' | 'inspected'> | 'policy'): Promise<Sender> {
  const frame = document.createElement('iframe');
  frame.title = kind;
  if (kind === 'srcdoc') frame.srcdoc = await (await fetch(FRAME)).text();
  else frame.src = SOURCES[kind]();
  if (kind === 'sandbox') frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  document.body.append(frame);
  const said = (): Promise<string> => answered((resolve) => {
    const hear = (event: MessageEvent<unknown>): void => {
      if (event.source !== frame.contentWindow) return;
      removeEventListener('message', hear);
      resolve(String(event.data));
    };
    addEventListener('message', hear);
  }, `the frame ${kind}`);
  await said();
  return (order) => {
    const answer = said();
    frame.contentWindow?.postMessage(order, '*');
    return answer;
  };
}

const SOURCES: Readonly<Record<Exclude<Place, 'top' | 'inspected' | 'srcdoc'> | 'policy', () => string>> = {
  sameOrigin: () => FRAME,
  // Another site, so that the browser gives it a process of its own.
  crossOrigin: () => `${otherSite()}${FRAME}`,
  sandbox: () => FRAME,
  controlled: () => CONTROLLED_FRAME,
  policy: () => POLICY_FRAME,
};

/** This server under the loopback interface's other name. */
export function otherSite(): string {
  const url = new URL(location.origin);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return url.origin;
}

/** Resolves with the answer, or with a sentence where none comes: a case must not hold up the others. */
export function answered(listen: (resolve: (answer: string) => void) => void, who: string): Promise<string> {
  return new Promise((resolve) => {
    listen(resolve);
    setTimeout(() => resolve(`failed: no answer from ${who}`), ANSWER_MS);
  });
}
