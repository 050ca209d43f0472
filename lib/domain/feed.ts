import type { EpochMs } from '../base/time.ts';
import type { Counters } from './ports.ts';
import type { CapturedRequest, Header, Outcome, RequestId } from './request.ts';
import type { EnvironmentChange } from './session-machine.ts';

/** What a feed tells, piece by piece. A request may be told again, with more. */
export type FeedItem =
  | {
      readonly type: 'request';
      readonly request: CapturedRequest;
      /** Its headers have come, or none will: it can be read. */
      readonly complete: boolean;
    }
  /** Headers of a request that was told before, perhaps by a worker that is gone. */
  | { readonly type: 'headers'; readonly id: RequestId; readonly headers: readonly Header[]; readonly unseenAt?: EpochMs }
  /** `unseenAt`: this worker did not see the request begin, and the one before may have died of it; if it is not stored, it is lost. */
  | { readonly type: 'outcome'; readonly id: RequestId; readonly outcome: Outcome; readonly unseenAt?: EpochMs }
  | { readonly type: 'environment'; readonly change: EnvironmentChange }
  | { readonly type: 'count'; readonly counters: Counters };

export type Tell = (item: FeedItem) => void;
