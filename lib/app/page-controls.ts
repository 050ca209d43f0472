import { askPage, listenToPageControls } from '../browser/page-controls.ts';
import { compareWithWire, mismatchFinding } from '../domain/page-controls.ts';
import type { Database } from '../store/db.ts';
import { openSessionsOf, replaceSdkFindings, sessionKeysOf } from '../store/sdk-findings.ts';

/** Answers pages of ours that ask what the SDKs in a tab say, and that have them called. What disagrees with the wire becomes a finding. */
export function startPageControls(db: Database): void {
  listenToPageControls(async (request) => {
    const { sdks, answer } = await askPage(request);
    const open = await openSessionsOf(db, request.tabId);
    const compared = sdks.map((sdk) => ({ sdk, comparison: compareWithWire(sdk, open) }));
    // What a call makes an SDK send is still under way: whether they agree shows at a later look.
    if (!request.order) await replaceSdkFindings(db, await sessionKeysOf(db, request.tabId), compared.flatMap(({ sdk, comparison }) => mismatchFinding(sdk, comparison) ?? []));
    return { sdks: compared, done: answer?.done ?? null, error: request.order && !answer ? 'The page did not answer.' : (answer?.error ?? null) };
  });
}
