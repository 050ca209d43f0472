import type { EpochMs } from '../base/time.ts';
import type { Tell } from '../domain/feed.ts';
import { APART_MS, pairWitnesses } from '../domain/pair-witnesses.ts';
import type { Gap, RequestRecord } from '../domain/ports.ts';
import { concerns, siteOf } from '../domain/recording.ts';
import type { Body, CapturedRequest, RequestId } from '../domain/request.ts';

export type DevtoolsJoinDeps = {
  /** To the recorder. */
  readonly tell: Tell;
  /** Requests that are stored: of that tab or of none, begun within a stretch of time. */
  readonly stored: (tabId: number, from: EpochMs, to: EpochMs) => Promise<readonly RequestRecord[]>;
  readonly gaps: () => Promise<readonly Gap[]>;
  /** When this run of the browser, or of the extension in it, began. */
  readonly beganAt: () => Promise<EpochMs>;
  /** An id for a request of which the browser gave us none; the same for the same request. */
  readonly idOf: (tabId: number, request: CapturedRequest) => RequestId;
};

/**
 * Takes what DevTools saw of a tab's requests. A request that is stored without its body gets it; one that is not stored is stored only if
 * nothing could be recorded as it was sent. All others were seen and are none of ours, or were not to be recorded, or were cleared.
 */
export async function joinDevtools(deps: DevtoolsJoinDeps, tabId: number, seen: readonly CapturedRequest[]): Promise<void> {
  if (!seen.length) return;
  const times = seen.map((request) => request.startedAt);
  const stored = await deps.stored(tabId, Math.min(...times) - APART_MS, Math.max(...times) + APART_MS);
  const { pairs, unpaired } = pairWitnesses(stored, seen);
  for (const [record, { body, headers }] of pairs) {
    if (record.result !== 'bodyUnavailable' || !isKnown(body)) continue;
    deps.tell({ type: 'request', request: { ...capturedOf(record, body), headers: record.headers.length ? record.headers : headers }, complete: true });
  }
  if (!unpaired.length) return;
  const [gaps, beganAt] = await Promise.all([deps.gaps(), deps.beganAt()]);
  for (const request of unpaired) {
    const its = gaps.filter(({ scope }) => concerns(scope ?? null, { tabIds: [tabId], hosts: [siteOf({ ...request, tabId, topUrl: null }) ?? ''] }));
    if (!wasBlind(request.startedAt, its, beganAt)) continue;
    deps.tell({ type: 'request', request: { ...request, id: deps.idOf(tabId, request), tabId }, complete: true });
  }
}

const isKnown = (body: Body): boolean => body.kind === 'bytes' || body.kind === 'form';

/** Paused is the user's wish, which no other witness goes round. */
function wasBlind(at: EpochMs, gaps: readonly Gap[], beganAt: EpochMs): boolean {
  const during = gaps.filter(({ from, to }) => from <= at && (to === null || at < to));
  return (at < beganAt || during.length > 0) && during.every(({ why }) => why !== 'paused');
}

function capturedOf(record: RequestRecord, body: Body): CapturedRequest {
  const { bodyKind: _kind, bodySize: _size, protocol: _protocol, revision: _revision, endpoint: _endpoint, endpointKey: _key, result: _result, hiddenBy: _why, diagnostics: _diagnostics, ...request } = record;
  return { ...request, body, witnesses: request.witnesses.includes('devtools') ? request.witnesses : [...request.witnesses, 'devtools'] };
}
