import { describe, expect, test } from 'vitest';
import { reasonsOf, tallyOf } from '../../lib/view/self-test/results.ts';
import { agreesWithPage, playMatrix } from '../tools/matrix/play.ts';

/** What is explained where a person runs it must be exact here: this browser is told to trust the demo, has a blocker, and sends pings. */
const MUST_BE_EXACT = ['ping.none.top', 'outcome.blocked', 'outcome.redirect302', 'outcome.redirect307', 'outcome.redirect308', 'outcome.status429', 'outcome.policyBeacon'];
const IN_CHROMIUM = ['fetch.stream.top', 'fetch.stream.controlled', 'fetch.blob.sandbox', 'worker.blob.inspected', 'worker.file.inspected', 'serviceWorker.blob.inspected'];

/** A part of `npm run matrix`, by the extension's own self-test page: all ends of a page and all outcomes, every transport, body and place. */
describe.each(['chromium', 'firefox'] as const)('the capture in %s', (browser) => {
  test('records every request byte for byte, or the browser gives the reason', { timeout: 400_000 }, async () => {
    const played = await playMatrix({ browser, short: true, say: () => undefined });
    expect(reasonsOf(played.results, 'unexplained')).toEqual([]);
    expect(played.onPage).toMatch(/ 0 unexplained$/);
    expect(agreesWithPage(played)).toBe(true);
    const exact = new Set(played.results.filter(({ verdict }) => verdict.kind === 'exact').map(({ testCase }) => testCase.id));
    expect([...MUST_BE_EXACT, ...(browser === 'chromium' ? IN_CHROMIUM : [])].filter((id) => !exact.has(id))).toEqual([]);
    // Were nearly all explained away, this would test nothing.
    expect(tallyOf(played.results).exact).toBeGreaterThan(130);
  });
});
