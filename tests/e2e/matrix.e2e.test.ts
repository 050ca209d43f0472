import { describe, expect, test } from 'vitest';
import { reasonsOf, tallyOf } from '../../lib/view/self-test/results.ts';
import { agreesWithPage, playMatrix } from '../tools/matrix/play.ts';

/** A part of `npm run matrix`, by the extension's own self-test page: all ends of a page and all outcomes, every transport, body and place. */
describe.each(['chromium', 'firefox'] as const)('the capture in %s', (browser) => {
  test('records every request byte for byte, or the browser gives the reason', { timeout: 400_000 }, async () => {
    const played = await playMatrix({ browser, short: true, say: () => undefined });
    expect(reasonsOf(played.results, 'unexplained')).toEqual([]);
    expect(played.onPage).toMatch(/ 0 unexplained$/);
    expect(agreesWithPage(played)).toBe(true);
    // Were nearly all explained away, this would test nothing.
    expect(tallyOf(played.results).exact).toBeGreaterThan(130);
  });
});
