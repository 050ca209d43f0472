import { browser } from 'wxt/browser';
import { fromBase64, toBase64 } from '../base/bytes.ts';
import type { Live } from '../base/observable.ts';
import type { PrivateRecording, PrivateView } from '../domain/private-view.ts';
import type { Body, RequestId } from '../domain/request.ts';

/**
 * Private windows are in the background's memory alone, so pages read them over a port: the whole view at each change, and all that is held
 * for an export. What goes over it is told to no other page.
 */
const NAME = 'private-window ';
/** Views follow one another no faster. */
const EVERY_MS = 200;
const AGAIN_MS = 500;

type SentBody = readonly [id: RequestId, body: Exclude<Body, { kind: 'bytes' }> | { readonly kind: 'bytes'; readonly base64: string; readonly encoding: string | null }];
type Answer = { readonly view: PrivateView } | { readonly recording: (Omit<PrivateRecording, 'bodies'> & { readonly bodies: readonly SentBody[] }) | null };

export type PrivateSource = {
  readonly view: (tabId: number) => PrivateView;
  readonly recording: (tabId: number) => PrivateRecording | null;
  readonly delay: (run: () => void, ms: number) => void;
};

/** The background's end. Call it in the first turn of the worker. Gives what to call when something has changed. */
export function listenToPrivatePages({ view, recording, delay }: PrivateSource): () => void {
  const looking = new Set<() => void>();
  browser.runtime.onConnect.addListener((port) => {
    const isOwn = port.sender?.id === browser.runtime.id && (port.sender.url?.startsWith(`${location.origin}/`) ?? false);
    const tabId = Number(port.name.slice(NAME.length));
    if (!isOwn || !port.name.startsWith(NAME) || !Number.isInteger(tabId)) return;
    let isDue = false;
    const send = (): void => {
      isDue = false;
      if (looking.has(tell)) port.postMessage({ view: view(tabId) } satisfies Answer);
    };
    const tell = (): void => {
      if (!isDue) delay(send, EVERY_MS);
      isDue = true;
    };
    looking.add(tell);
    port.onDisconnect.addListener(() => looking.delete(tell));
    port.onMessage.addListener(() => {
      const held = recording(tabId);
      port.postMessage({ recording: held && { ...held, bodies: [...held.bodies].map(([id, body]) => [id, toSent(body)] as const) } } satisfies Answer);
    });
    send();
  });
  return () => {
    for (const tell of looking) tell();
  };
}

const toSent = (body: Body): SentBody[1] => (body.kind === 'bytes' ? { kind: 'bytes', base64: toBase64(body.bytes), encoding: body.encoding } : body);
const fromSent = (body: SentBody[1]): Body => (body.kind === 'bytes' ? { kind: 'bytes', bytes: fromBase64(body.base64) ?? new Uint8Array(), encoding: body.encoding } : body);

/** A page's end: connected while somebody looks, and again when the background was stopped, which loses what it held. */
export function privatePage(tabId: number): { readonly view: Live<PrivateView>; recording(): Promise<PrivateRecording | null> } {
  const connect = () => browser.runtime.connect({ name: `${NAME}${tabId}` });
  const listeners = new Set<(view: PrivateView) => void>();
  let open: ReturnType<typeof connect> | null = null;
  let last: PrivateView | null = null;

  function look(): void {
    if (open || listeners.size === 0) return;
    open = connect();
    open.onMessage.addListener((message: unknown) => {
      const answer = message as Answer;
      if (!('view' in answer)) return;
      last = answer.view;
      for (const listener of listeners) listener(answer.view);
    });
    open.onDisconnect.addListener(() => {
      open = null;
      setTimeout(look, AGAIN_MS);
    });
  }

  return {
    view: {
      subscribe(next) {
        listeners.add(next);
        if (last) next(last);
        look();
        return () => {
          listeners.delete(next);
        };
      },
    },
    recording: () =>
      new Promise((resolve, reject) => {
        const port = connect();
        port.onMessage.addListener((message: unknown) => {
          const answer = message as Answer;
          if (!('recording' in answer)) return;
          port.disconnect();
          resolve(answer.recording && { ...answer.recording, bodies: new Map(answer.recording.bodies.map(([id, body]) => [id, fromSent(body)])) });
        });
        port.onDisconnect.addListener(() => reject(new Error('The background did not answer.')));
        port.postMessage({ ask: 'recording' });
      }),
  };
}
