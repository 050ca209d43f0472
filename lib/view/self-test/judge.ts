import { encodeForm } from '../../domain/multipart-holes.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import type { Body, CapturedRequest } from '../../domain/request.ts';
import { deliveryOf } from '../delivery.ts';
import { formatCount } from '../format.ts';
import { t, tn } from '../messages/translate.ts';
import { limitSentences } from '../rate-limits.ts';
import { hopsOf, type SelfTestCase } from './cases.ts';
import { envelopeOf, fieldsOf } from './payload.ts';
import { whyHidden, whyLess, whyNotSent, whyTabless, type BrowserKind } from './reasons.ts';

/** A request of a case as it was recorded. */
export type Seen = Pick<CapturedRequest, 'tabId' | 'documentId' | 'witnesses' | 'headers' | 'body' | 'outcome'>;
/** A request of a case as the server got it. */
export type Arrived = { readonly size: number; equals(bytes: Uint8Array): boolean };

export type Facts = {
  /** What the sender said of it; absent where it could not say. */
  readonly sent: string | undefined;
  readonly arrived: readonly Arrived[];
  readonly seen: readonly Seen[];
};

/** `explained`: not exact, for a reason that the browser gives. `by`: whose word the body is. */
export type Verdict = { readonly kind: 'exact' | 'explained' | 'unexplained'; readonly text: string; readonly by: 'network' | 'pageTap' | 'devtools' | null };

const exact = (text: string, by: Verdict['by']): Verdict => ({ kind: 'exact', text, by });
const explained = (text: string): Verdict => ({ kind: 'explained', text, by: null });
const unexplained = (text: string): Verdict => ({ kind: 'unexplained', text, by: null });

/** Compares what arrived with what was recorded. Silence is never an answer: what is not exact has a known reason, or it is a defect. */
export function judge(testCase: SelfTestCase, browser: BrowserKind, run: string, facts: Facts): Verdict {
  const { arrived, seen } = facts;
  const [first] = seen;
  if (arrived.length === 0) return judgeUnsent(testCase, browser, run, facts);
  if (first === undefined) return unexplained(t('selfTest_said_notRecorded', times(arrived.length)));
  if (seen.length * hopsOf(testCase) !== arrived.length) return unexplained(t('selfTest_said_otherCount', times(arrived.length), times(seen.length)));

  const left = [...arrived];
  let sorted = false;
  for (const request of seen) {
    const bytes = bytesOf(request);
    const at = bytes === null ? -1 : left.findIndex((arrival) => arrival.equals(bytes));
    if (at >= 0) left.splice(at, 1);
    else if (isSorted(request.body, bytesOf(inOrder(request, fieldsOf(testCase, run))), left)) sorted = true;
    else return whyNot(testCase, browser, request, bytes, left[0]?.size ?? 0);
  }
  const hop = wrongHop(testCase, first, left);
  if (hop !== null) return unexplained(hop);
  const tab = wrongTab(testCase, browser, first);
  if (tab !== null) return tab;
  const verdict = judgeOutcome(testCase, browser, first);
  if (verdict.kind !== 'exact') return verdict;
  const less = whyLess(testCase, first.body);
  if (less !== null) return explained(less);
  return sorted ? explained(t('selfTest_said_sorted')) : verdict;
}

/** What is sent on is sent whole, but by a 302, which makes a GET of it. */
function wrongHop({ ending }: SelfTestCase, first: Seen, left: readonly Arrived[]): string | null {
  if (!ending?.startsWith('redirect')) return null;
  const bytes = ending === 'redirect302' ? new Uint8Array() : bytesOf(first);
  const isRight = left.length === 1 && bytes !== null && left[0]?.equals(bytes) === true;
  return isRight ? null : t('selfTest_said_otherHop', left.map(({ size }) => bytesOfSize(size)).join(', '), describe(first.body));
}

/** A form's fields in the order in which the page gave them, where they are the same ones. */
function inOrder(request: Seen, fields: readonly (readonly [string, string])[]): Seen {
  const { body } = request;
  if (body.kind !== 'form') return request;
  const rank = new Map(fields.map(([name], i) => [name, i]));
  return { ...request, body: { kind: 'form', entries: body.entries.toSorted(([a], [b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)) } };
}

const isSorted = (body: Body, bytes: Uint8Array | null, arrived: readonly Arrived[]): boolean => body.kind === 'form' && bytes !== null && arrived.some((arrival) => arrival.equals(bytes));

function judgeUnsent(testCase: SelfTestCase, browser: BrowserKind, run: string, { sent, seen }: Facts): Verdict {
  const [first] = seen;
  const { ending } = testCase;
  if (ending?.startsWith('policy')) {
    if (first === undefined) return unexplained(t('selfTest_said_policySilent'));
    return first.outcome.kind === 'failed' ? exact(t('selfTest_said_policy', first.outcome.error), null) : unexplained(t('selfTest_said_policyOther', first.outcome.kind));
  }
  if (ending === 'blocked') {
    const isWhole = first?.body.kind === 'bytes' && decodeUtf8(first.body.bytes).text === envelopeOf(testCase, run);
    if (first?.outcome.kind !== 'failed' || deliveryOf(first.outcome).kind !== 'blocked') return unexplained(t('selfTest_said_notBlocked', first?.outcome.kind ?? '—'));
    return isWhole ? exact(t('selfTest_said_blocked', first.outcome.error), 'network') : unexplained(t('selfTest_said_blockedBody', describe(first.body)));
  }
  if (ending === 'refused') return first?.outcome.kind === 'failed' ? exact(t('selfTest_said_failed', first.outcome.error), null) : unexplained(t('selfTest_said_refusedOther', first?.outcome.kind ?? '—'));
  if (first?.outcome.kind === 'responded') return unexplained(t('selfTest_said_answered', first.outcome.status));
  const why = whyNotSent(testCase, browser, sent);
  return why === null ? unexplained(t('selfTest_said_notSent', sent ?? '—')) : explained(why);
}

function whyNot(testCase: SelfTestCase, browser: BrowserKind, { body, documentId }: Seen, bytes: Uint8Array | null, size: number): Verdict {
  const why = whyHidden(testCase, browser, { body, documentId, size });
  if (why !== null) return explained(why);
  return unexplained(t('selfTest_said_otherBody', bytesOfSize(size), bytes === null ? describe(body) : bytesOfSize(bytes.length)));
}

const bytesOfSize = (size: number): string => tn('selfTest_said_bytes', size, formatCount(size));

const describe = (body: Body): string => (body.kind === 'unavailable' ? t('selfTest_said_hidden', body.reason) : body.kind === 'form' ? t('selfTest_said_form', body.entries.length) : body.kind);

/** Shared and service workers belong to no tab, and no guess is made. */
function wrongTab(testCase: SelfTestCase, browser: BrowserKind, { tabId, documentId }: Seen): Verdict | null {
  const { transport, place, leave } = testCase;
  const tabless = transport === 'sharedWorker' || transport === 'serviceWorker';
  if (tabless) return tabId === null ? null : unexplained(t('selfTest_said_tabless'));
  // What a service worker forwards is the worker's; what Firefox shows of it may be the page's. A tab that closes may be gone already there.
  if (tabId !== null || place === 'controlled' || (browser === 'firefox' && leave !== undefined)) return null;
  const why = whyTabless(testCase, browser, documentId);
  return why === null ? unexplained(t('selfTest_said_noTab')) : explained(why);
}

function judgeOutcome({ ending, leave }: SelfTestCase, browser: BrowserKind, { outcome, witnesses }: Seen): Verdict {
  const by = witnesses.includes('devtools') ? 'devtools' : witnesses.includes('pageTap') ? 'pageTap' : 'network';
  if (ending === 'aborted') return outcome.kind === 'failed' ? exact(t('selfTest_said_failed', outcome.error), by) : unexplained(t('selfTest_said_abortedOther', outcome.kind));
  if (ending === 'status429' && outcome.kind === 'responded' && outcome.status === 429 && limitSentences(outcome).length < 2) return unexplained(t('selfTest_said_noLimits'));
  const status = Number(/^status(\d+)$/.exec(ending ?? '')?.[1] ?? 200);
  if (outcome.kind === 'responded') {
    return outcome.status === status || (ending === undefined && outcome.status < 300) ? exact([outcome.status, ...limitSentences(outcome)].join(' '), by) : unexplained(t('selfTest_said_otherStatus', status, outcome.status));
  }
  const told = outcome.kind === 'failed' ? outcome.error : outcome.kind;
  // Measured: at the closing of a tab Firefox ends beacons with this error although the server has them.
  if (leave !== undefined && browser === 'firefox' && told.startsWith('NS_')) return explained(t('selfTest_said_closing', told));
  return unexplained(t('selfTest_said_otherOutcome', told));
}

/** The bytes that a recorded body stands for; a form is encoded as browsers do, by its own content type. */
function bytesOf({ body, headers }: Seen): Uint8Array | null {
  switch (body.kind) {
    case 'none':
      return new Uint8Array();
    case 'bytes':
      return body.bytes;
    case 'form': {
      const type = headers.find((header) => header.name === 'content-type')?.value ?? '';
      const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
      if (boundary !== undefined) return encodeForm(`--${boundary}`, body.entries.map(([name, value]) => ({ name, value })));
      return encodeUtf8(new URLSearchParams(body.entries.map(([name, value]): [string, string] => [name, value])).toString());
    }
    case 'unavailable':
      return null;
  }
}

const times = (count: number): string => tn('selfTest_said_times', count, formatCount(count));
