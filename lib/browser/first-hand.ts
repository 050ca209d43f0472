import type { Body, Header, Outcome } from '../domain/request.ts';
import { readBody } from './request-body.ts';
import { answerOf, endOf, failureOf, headersOf, type RequestLog, type SeenRequest } from './request-log.ts';

/** Which run of the browser gave a request its number; null where that was not known yet. */
type OfBoot = { readonly bootId: string | null };
/** A request as the browser told of it as it began. */
export type FirstHand = OfBoot & { readonly seen: SeenRequest; readonly body: Body };
/** How the one with that number ended. */
export type FirstHandEnd = OfBoot & { readonly number: number; readonly outcome: Outcome };
/** The stages that are written down in the turn in which they are told. */
export type FirstStages = Pick<RequestLog, 'began' | 'sentHeaders' | 'answered' | 'completed' | 'failed'>;

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
  readonly addEnd: (number: number, end: FirstHandEnd) => void;
};

/** Requests of which more is to come: what comes of the oldest beyond that is not written at once. */
const MAX_GOING = 2_000;

/**
 * Writes each request, its headers and how it ended down in the very turn in which the browser tells of it, so that a stop of the worker costs none that it was told of.
 * What it takes to know whether a request is wanted is often not there yet when the worker has just come up; then it is written all the
 * same, and dropped as it is read if it is not wanted. But nothing of a private window is ever written: in Firefox the request says whether it is
 * one's, in Chromium it waits until it is known, if there can be any.
 *
 * A redirect goes on as the same request, of which only the first address counts.
 */
export function writeFirstHand({ isCandidate, isUnwanted, seesPrivate, ready, bootId, add, addHeaders, addEnd }: FirstHandDeps): FirstStages {
  const going = new Map<number, 'began' | 'sent' | 'answered'>();
  const end = (number: number, outcome: Outcome): void => addEnd(number, { number, bootId: bootId(), outcome });
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
      if (!Number.isSafeInteger(number) || going.has(number) || d.incognito === true || !isCandidate(d.method, d.url, Boolean(d.requestBody))) return;
      const write = (): void => {
        if (knows && isUnwanted(d)) return;
        add(number, { seen: seenOf(d), body: readBody(d.requestBody), bootId: bootId() });
        going.set(number, 'began');
        const [oldest] = going.keys();
        if (going.size > MAX_GOING && oldest !== undefined) going.delete(oldest);
      };
      if (knows || !maybePrivate || d.incognito === false) write();
      else waiting.push(write);
    },
    sentHeaders(d) {
      const number = Number(d.requestId);
      if (going.get(number) !== 'began') return;
      going.set(number, 'sent');
      addHeaders(number, headersOf(d.requestHeaders ?? []));
    },
    answered(d) {
      const number = Number(d.requestId);
      const outcome = going.has(number) ? answerOf(d) : null;
      if (!outcome) return;
      going.set(number, 'answered');
      end(number, outcome);
    },
    completed(d) {
      const number = Number(d.requestId);
      const stage = going.get(number);
      going.delete(number);
      if (stage && stage !== 'answered') end(number, endOf(d));
    },
    failed(d) {
      const number = Number(d.requestId);
      if (going.delete(number)) end(number, failureOf(d));
    },
  };
}

/** No more of it than is read later: the rest may be large, or nobody's business. */
function seenOf({ requestId, method, url, type, tabId, frameId, documentId, frameType, initiator, originUrl, documentUrl, incognito, timeStamp }: SeenRequest): SeenRequest {
  return { requestId, method, url, type, tabId, frameId, documentId, frameType, initiator, originUrl, documentUrl, incognito, timeStamp };
}
