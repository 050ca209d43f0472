/**
 * Sends recorded requests again, for SDKs that are on no registry. The host becomes the collector's; path and query stay.
 *
 * `replay.html?recording=NAME&transport=fetch|xhr|beacon&body=string|blob|buffer|params&pause=MS` plays `/recordings/NAME` by itself; a test may
 * also call `window.replay(recording, how)`.
 */
import type { BodyKind, RecordedRequest, Recording, ReplayApi, ReplayOptions, Transport } from '../replay-api.ts';

declare global {
  interface Window {
    replay: ReplayApi;
  }
}

/** The browser sets these itself and refuses to be told. */
const FORBIDDEN = /^(host|origin|referer|connection|content-length|cookie|user-agent|accept-encoding|dnt|sec-.*|proxy-.*|access-control-.*)$/i;

const collector = document.querySelector<HTMLMetaElement>('meta[name="collector"]')?.content ?? location.origin;

window.replay = async (recording, options) => {
  const wanted = recording.requests.filter((request) => request.method !== 'OPTIONS');
  let last: number | undefined;
  for (const request of wanted) {
    const pause = Math.min(options.longestPause ?? 0, (request.t ?? 0) - (last ?? request.t ?? 0));
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    last = request.t;
    await sendOne(request, options);
  }
  return wanted.length;
};

const query = new URL(location.href).searchParams;
const name = query.get('recording');
if (name !== null) {
  const recording = (await (await fetch(`/recordings/${encodeURIComponent(name)}`)).json()) as Recording;
  const sent = await window.replay(recording, {
    transport: (query.get('transport') ?? 'fetch') as Transport,
    body: (query.get('body') ?? 'string') as BodyKind,
    longestPause: Number(query.get('pause') ?? 0),
  });
  document.documentElement.dataset['replay'] = 'done';
  document.getElementById('status')?.replaceChildren(`Sent ${sent} requests`);
}

async function sendOne(request: RecordedRequest, { transport, body }: ReplayOptions): Promise<void> {
  const from = new URL(request.url);
  const url = `${collector}${from.pathname}${from.search}`;
  const bytes = Uint8Array.from(atob(request.bodyBase64), (character) => character.charCodeAt(0));
  const type = request.headers['content-type'];
  const payload = bytes.length === 0 ? null : bodyAs(body, bytes, type);
  if (transport === 'beacon' && request.method === 'POST') {
    if (!navigator.sendBeacon(url, payload)) throw new Error(`the browser refused a beacon of ${bytes.length} bytes`);
    return;
  }
  const headers = Object.entries(request.headers).filter(([header]) => !FORBIDDEN.test(header));
  if (transport === 'xhr') return sendByXhr(request.method, url, headers, payload);
  // A refusal by the collector is part of what is tested.
  await fetch(url, { method: request.method, headers, body: request.method === 'GET' ? null : payload }).catch(() => undefined);
}

function bodyAs(kind: BodyKind, bytes: Uint8Array<ArrayBuffer>, type: string | undefined): string | Blob | ArrayBuffer | URLSearchParams {
  switch (kind) {
    case 'string':
      return new TextDecoder().decode(bytes);
    case 'blob':
      return new Blob([bytes], { type: type ?? 'text/plain' });
    case 'buffer':
      return bytes.buffer;
    case 'params':
      return new URLSearchParams(new TextDecoder().decode(bytes));
  }
}

function sendByXhr(method: string, url: string, headers: readonly [string, string][], payload: XMLHttpRequestBodyInit | null): Promise<void> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [header, value] of headers) request.setRequestHeader(header, value);
    request.addEventListener('loadend', () => resolve());
    request.send(payload);
  });
}
