import { isForm, addressOf, envelopeOf, fieldsOf } from '../../../../../lib/view/self-test/payload.ts';
import { makeBody } from './bodies.ts';
import { sendByFetch, type Order } from './by-fetch.ts';

/** An API that this browser has not. */
export const ABSENT = 'absent';

const QUOTA_TRIES = 40;
const QUOTA_PAUSE_MS = 50;
const FORM_TIMEOUT_MS = 5_000;

type WithFetchLater = { fetchLater?(url: string, options: RequestInit & { readonly activateAfter?: number }): unknown };

/** Sends a case from this document. Resolves with what the document learnt of it, and never rejects. */
export async function sendFromDocument(order: Order): Promise<string> {
  try {
    return await send(order);
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function send(order: Order): Promise<string> {
  const { testCase, run, targets } = order;
  const url = addressOf(testCase, run, targets);
  switch (testCase.transport) {
    case 'fetch':
      return sendByFetch(order);
    case 'keepalive':
      return sendByFetch(order, true);
    case 'xhr':
      return sendByXhr(url, await makeBody(testCase, run));
    case 'beacon':
      return sendByBeacon(url, await makeBody(testCase, run));
    case 'fetchLater': {
      const { fetchLater } = window as WithFetchLater;
      if (fetchLater === undefined) return ABSENT;
      const body = await makeBody(testCase, run);
      fetchLater.call(window, url, { method: body === null ? 'GET' : 'POST', body, activateAfter: 0 });
      return 'queued';
    }
    case 'image':
      return new Promise((resolve) => {
        const image = new Image();
        image.addEventListener('load', () => resolve('loaded'));
        // What the collector answers is no picture.
        image.addEventListener('error', () => resolve('no picture'));
        image.src = url;
      });
    case 'ping': {
      const link = Object.assign(document.createElement('a'), { href: '#pinged', ping: url });
      document.body.append(link);
      link.click();
      return 'clicked';
    }
    case 'form':
      return sendByForm(order, url);
    default:
      throw new Error(`${testCase.transport} is no document's way of sending`);
  }
}

function sendByXhr(url: string, body: BodyInit | null): Promise<string> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(body === null ? 'GET' : 'POST', url);
    request.addEventListener('loadend', () => resolve(request.status === 0 ? 'failed' : `answered ${request.status}`));
    request.send(body as XMLHttpRequestBodyInit | null);
  });
}

/** The quota of beacons under way is shared with those before. */
async function sendByBeacon(url: string, body: BodyInit | null): Promise<string> {
  for (let tries = 0; tries < QUOTA_TRIES; tries++) {
    if (navigator.sendBeacon(url, body)) return 'queued';
    await new Promise((resolve) => setTimeout(resolve, QUOTA_PAUSE_MS));
  }
  return 'refused';
}

/** The form's own navigation ends in a hidden frame; where its answer cannot be seen, time has to do. */
function sendByForm({ testCase, run }: Order, url: string): Promise<string> {
  const frame = document.createElement('iframe');
  frame.name = `form-${testCase.id}`;
  frame.hidden = true;
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: url, target: frame.name, enctype: ENCODINGS[testCase.body] ?? ENCODINGS['params'] });
  const fields = isForm(testCase) && testCase.body !== 'string' ? fieldsOf(testCase, run) : [['envelope', envelopeOf(testCase, run)] as const];
  for (const [name, value] of fields) {
    const field = document.createElement('textarea');
    Object.assign(field, { name, value });
    form.append(field);
  }
  document.body.append(frame, form);
  const over = new Promise<string>((resolve) => {
    frame.addEventListener('load', () => frame.contentWindow !== null && resolve('loaded'));
    setTimeout(() => resolve('timed out'), FORM_TIMEOUT_MS);
  });
  form.submit();
  return over;
}

const ENCODINGS: Readonly<Record<string, string>> = { string: 'text/plain', params: 'application/x-www-form-urlencoded', formData: 'multipart/form-data' };
