import type { SelfTestCase } from '../../../../../lib/view/self-test/cases.ts';
import { addressOf, type Targets } from '../../../../../lib/view/self-test/payload.ts';
import { makeBody } from './bodies.ts';

/** What a frame or worker is asked to send. */
export type Order = { readonly testCase: SelfTestCase; readonly run: string; readonly targets: Targets };

/** How long the aborted request may be under way. */
const ABORT_MS = 150;

/** Sends a case by fetch, in a document or a worker. Resolves with what the sender learnt of it, and never rejects. */
export async function sendByFetch({ testCase, run, targets }: Order, keepalive = false): Promise<string> {
  try {
    const body = await makeBody(testCase, run);
    const response = await fetch(addressOf(testCase, run, targets), {
      ...(body === null ? { method: 'GET' } : { method: 'POST', body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      ...(testCase.ending === 'aborted' ? { signal: AbortSignal.timeout(ABORT_MS) } : {}),
      keepalive,
    });
    await response.arrayBuffer();
    return `answered ${response.status}`;
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
