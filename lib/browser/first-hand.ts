import type { Body, Header } from '../domain/request.ts';
import { readBody } from './request-body.ts';
import { headersOf, type RequestLog, type SeenRequest } from './request-log.ts';

/** A request as the browser told of it as it began. */
export type FirstHand = { readonly seen: SeenRequest; readonly body: Body; /** Which run of the browser gave it its number; null where that was not known yet. */ readonly bootId: string | null };

export type FirstHandDeps = {
  readonly isCandidate: (method: string, url: string, hasBody: boolean) => boolean;
  /** Whether it is surely not wanted: paused, private. Asked once what that depends on is known. */
  readonly isUnwanted: (seen: SeenRequest) => boolean;
  /** Whether any private window can be seen at all, which is asked once. */
  readonly seesPrivate: Promise<boolean>;
  /** Resolves when `isUnwanted` knows. */
  readonly ready: Promise<unknown>;
  readonly bootId: () => string | null;
  /** Starts to write. */
  readonly add: (number: number, item: FirstHand) => void;
  readonly addHeaders: (number: number, headers: readonly Header[]) => void;
};

/** Requests whose headers are still to come; those of more are not written at once. */
const MAX_AWAITED = 500;

/**
 * Writes each request and its headers down in the very turn in which the browser tells of it, so that a stop of the worker costs none that it was told of.
 * What it takes to know whether a request is wanted is often not there yet when the worker has just come up; then it is written all the
 * same, and dropped as it is read if it is not wanted. But nothing of a private window is ever written: in Firefox the request says whether it is
 * one's, in Chromium it waits until it is known, if there can be any.
 *
 * @returns for each request that begins, and for its headers
 */
export function writeFirstHand({ isCandidate, isUnwanted, seesPrivate, ready, bootId, add, addHeaders }: FirstHandDeps): Pick<RequestLog, 'began' | 'sentHeaders'> {
  const awaited = new Set<number>();
  let knows = false;
  let maybePrivate = true;
  let waiting: (() => void)[] = [];
  const go = (): void => {
    for (const run of waiting) run();
    waiting = [];
  };
  void seesPrivate.then((sees) => {
    maybePrivate = sees;
    if (!sees) go();
  }, () => undefined);
  const known = (): void => {
    knows = true;
    go();
  };
  ready.then(known, known);

  return {
    began(d) {
      const number = Number(d.requestId);
      if (!Number.isSafeInteger(number) || d.incognito === true || !isCandidate(d.method, d.url, Boolean(d.requestBody))) return;
      const write = (): void => {
        if (knows && isUnwanted(d)) return;
        add(number, { seen: seenOf(d), body: readBody(d.requestBody), bootId: bootId() });
        if (awaited.size < MAX_AWAITED) awaited.add(number);
      };
      if (knows || !maybePrivate || d.incognito === false) write();
      else waiting.push(write);
    },
    sentHeaders(d) {
      const number = Number(d.requestId);
      if (awaited.delete(number)) addHeaders(number, headersOf(d.requestHeaders ?? []));
    },
  };
}

/** No more of it than is read later: the rest may be large, or nobody's business. */
function seenOf({ requestId, method, url, type, tabId, frameId, documentId, frameType, initiator, originUrl, documentUrl, incognito, timeStamp }: SeenRequest): SeenRequest {
  return { requestId, method, url, type, tabId, frameId, documentId, frameType, initiator, originUrl, documentUrl, incognito, timeStamp };
}
