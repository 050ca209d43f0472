import type { Boot } from '../browser/boot.ts';
import type { FirstHand, FirstHandEnd } from '../browser/first-hand.ts';
import { keepLastSign, type Missing, type Numbered } from '../browser/last-sign.ts';
import type { RequestLog } from '../browser/request-log.ts';
import type { EpochMs } from '../base/time.ts';
import { laterOutcome } from '../domain/outcome.ts';
import { asRequestId, type Header, type Outcome, type RequestId } from '../domain/request.ts';
import type { LostRequest } from '../pipeline/capture.ts';
import type { Delay } from '../pipeline/group-commit.ts';
import type { Recorder } from '../pipeline/recorder.ts';
import type { Arrivals } from '../store/arrivals.ts';
import type { Upkeep } from '../store/upkeep.ts';
import type { RequestIds } from './request-ids.ts';

/** What a worker before this one left behind is read first, but for no longer than this: more than `mayRead` takes to make way at the most. */
const RECALL_MS = 3_000;
/** Rows that are read together: few at first, as this worker too may have little time, and while they are read nothing is written down. */
const FIRST_ROWS = 150;
const MAX_ROWS = 2_400;

export type TakeoverDeps = {
  /** This life's name. */
  readonly life: string;
  readonly boot: Promise<Boot>;
  readonly ids: RequestIds;
  readonly arrivals: Arrivals<FirstHand, readonly Header[], FirstHandEnd>;
  readonly recorder: Pick<Recorder, 'kept' | 'recall' | 'mayBeLost'>;
  readonly recalled: RequestLog['recalled'];
  readonly noteLost: Upkeep['noteLost'];
  /** Resolves when there is time to read. */
  readonly mayRead: () => Promise<void>;
  /** Whether the user wants anything recorded at all. */
  readonly isRecording: () => Promise<boolean>;
  readonly now: () => EpochMs;
  readonly delay: Delay;
};

/** What a worker takes over from the one before: it goes on with what that one wrote down as it began, and tells what that one took with it. */
export type Takeover = {
  /** Resolves when it is known which requests were judged by a worker before. */
  readonly ready: Promise<void>;
  /** A request began. */
  saw(browserId: string, at: EpochMs): void;
  /** Whether a request that this worker did not see begin may have begun while the one before was dying. */
  mayBeLost(browserId: string): boolean;
  /** Reads what was left behind, once all is known that this needs. Resolves when it is told, or when that takes too long. */
  recall(ready: Promise<unknown>): Promise<void>;
  noteLost(requests: readonly LostRequest[]): Promise<void>;
};

/** Call it in the first turn of the worker. */
export function createTakeover({ life, boot, ids, arrivals, recorder, recalled, noteLost, mayRead, isRecording, now, delay }: TakeoverDeps): Takeover {
  const { promise: leftBehind, resolve: seeLeft } = Promise.withResolvers<readonly Numbered[]>();
  // No newer sign before what is missing since the older one is told: this worker may die soon too.
  const sign = keepLastSign(now, delay, kept, (request) => arrivals.forget(request, keptEnds));
  /** So many ends of this life are stored. */
  let keptEnds = 0;
  /** Requests up to this one were judged by a worker before. */
  let judged = -1;
  /** Since when the worker before may have lost something; null until that is known. */
  let lostSince: EpochMs | null = null;
  const ready = sign.before.then((left) => {
    judged = left?.request ?? -1;
  });
  const told = leftBehind.then(sign.missing).then(tellMissing).then(sign.told);

  async function kept(): Promise<void> {
    const ends = arrivals.ends();
    await Promise.all([recorder.kept(), told]);
    keptEnds = Math.max(keptEnds, ends);
  }

  /** Gives the numbers of this run of the browser. What is told is forgotten before more is read: a worker after this one goes on there. */
  async function recallLeft(): Promise<readonly Numbered[]> {
    const { id, isNew } = await boot;
    const bootOf = ({ bootId: of }: Pick<FirstHand, 'bootId'>) => of ?? (isNew ? life : id);
    const idOf = (of: Pick<FirstHand, 'bootId'>, number: string | number) => asRequestId(`${bootOf(of)}-${number}`);
    const numbers: Numbered[] = [];
    for (let rows = FIRST_ROWS; ; rows = Math.min(2 * rows, MAX_ROWS)) {
      await mayRead();
      const left = await arrivals.left(rows);
      if (!left) return numbers;
      const { items, ends, forget } = left;
      const outcomes = new Map<RequestId, Outcome>();
      for (const end of ends) {
        const of = idOf(end, end.number);
        outcomes.set(of, laterOutcome(outcomes.get(of) ?? { kind: 'pending' }, end.outcome));
      }
      await recorder.recall(items.flatMap(({ item, more }) => recalled(item.seen, item.body, idOf(item, item.seen.requestId), more) ?? []), outcomes);
      for (const { item } of items) if (bootOf(item) === id) numbers.push({ number: Number(item.seen.requestId), at: item.seen.timeStamp });
      await recorder.kept();
      forget();
    }
  }

  async function tellMissing(missing: Missing | null): Promise<void> {
    if (!missing) return;
    lostSince = missing.from;
    if (missing.more > 0) await noteGap(missing.from, missing.to, missing.more);
    await recorder.mayBeLost(missing.numbers.map((number) => ({ id: ids.of(number), at: missing.to })));
  }

  async function noteGap(from: EpochMs, to: EpochMs, lost: number): Promise<void> {
    const [{ isNew }, wanted] = await Promise.all([boot, isRecording()]);
    if (wanted) await noteLost(isNew ? 'browserClosed' : 'workerLost', from, to, lost);
  }

  return {
    ready,
    saw: sign.saw,
    mayBeLost: (browserId) => Number(browserId) > judged,
    recall(known) {
      const { promise: over, resolve: seeOver } = Promise.withResolvers<void>();
      void known.then(recallLeft).then(seeLeft, () => seeLeft([])).then(seeOver);
      // A store that cannot be opened must not hold up what comes.
      delay(seeOver, RECALL_MS);
      return over;
    },
    /** A request of which only a later stage was seen began after the last sign of the worker before: that one took it with it. */
    async noteLost(requests) {
      const last = await sign.before;
      const times = requests.map(({ at }) => at);
      const since = lostSince ?? (last && !last.atRest ? last.at : Infinity);
      await noteGap(Math.min(...times, since), Math.max(...times), requests.length);
    },
  };
}
