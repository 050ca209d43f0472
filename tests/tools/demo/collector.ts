import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { MOVED } from '../../../lib/view/self-test/payload.ts';
import { answerOf } from './vendor-answers.ts';

/** One request as it arrived, preflights included. */
export type CollectedRequest = {
  readonly method: string;
  /** Path and query, without the prefix of a proxy. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as sent, never decompressed. */
  readonly body: Buffer;
  /** Epoch milliseconds of arrival. */
  readonly at: number;
};

/** How to treat requests other than the vendor would. */
export type Treatment = {
  readonly status?: number;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** The answer waits for this. */
  readonly until?: Promise<void>;
  /** Cuts the connection, as a dead network does. */
  readonly refuse?: boolean;
};

/** Plays all the vendors' servers at once, and remembers what it was sent. */
export class Collector {
  readonly requests: CollectedRequest[] = [];
  readonly #treatments: { readonly path: RegExp; readonly treatment: Treatment }[] = [];
  #offline = false;

  /** Treats requests whose path matches in another way; the latest call wins. Preflights are always allowed through. */
  treat(path: RegExp, treatment: Treatment): void {
    this.#treatments.unshift({ path, treatment });
  }

  /** While offline every connection is cut, preflights too. */
  setOffline(offline: boolean): void {
    this.#offline = offline;
  }

  /** Forgets requests and treatments, and goes online. */
  reset(): void {
    this.requests.length = 0;
    this.#treatments.length = 0;
    this.#offline = false;
  }

  /** Requests with a payload or purpose: everything but preflights. */
  sent(path: RegExp = /./): CollectedRequest[] {
    return this.requests.filter((request) => request.method !== 'OPTIONS' && path.test(request.url));
  }

  /** @param url path and query without a proxy's prefix */
  async handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    if (this.#offline) return cut(request);
    const body = await bodyOf(request);
    if (body === undefined) return;
    this.requests.push({ method: request.method ?? '', url, headers: request.headers, body, at: Date.now() });
    const path = new URL(url, 'http://collector').pathname;
    const answer = answerOf(path);
    const cors = answer.sameOriginOnly === true ? {} : corsHeaders(request);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, cors).end();
      return;
    }
    const [, status, to] = MOVED.exec(url) ?? [];
    if (status !== undefined && to !== undefined) {
      response.writeHead(Number(status), { ...cors, location: to }).end();
      return;
    }
    const treatment = this.#treatments.find((entry) => entry.path.test(path))?.treatment ?? {};
    const delay = treatment.delay ?? answer.delay;
    if (delay) await pause(delay);
    await treatment.until;
    if (treatment.refuse) return cut(request);
    response.writeHead(treatment.status ?? answer.status, { ...cors, 'content-type': answer.type, 'cache-control': 'no-store', ...answer.headers });
    response.end(answer.body);
  }
}

function cut(request: IncomingMessage): void {
  request.socket.destroy();
}

/** Undefined when the sender went away in the middle. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

function corsHeaders(request: IncomingMessage): Record<string, string> {
  const origin = request.headers.origin;
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,POST,PUT,OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-expose-headers': 'x-exceptionless-configversion',
    vary: 'origin',
  };
}
