import { expect, it } from 'vitest';
import { captureView } from '../../../lib/view/capture.ts';

it('tells all requests and what became of those that were telemetry', () => {
  const view = captureView({ seen: 312, candidates: 96, decoded: 93, partly: 1, 'bodyUnavailable.blob': 2 });
  expect(view.sentence).toBe('96 telemetry requests: 93 read completely, 1 read in part, 2 with a hidden body.');
  expect(view.brief).toBe('93 of 96 read');
  expect(view.complete).toBe(false);
  expect(view.lines.map((line) => [line.label, line.count])).toEqual([
    ['read completely', 93], ['read in part', 1], ['body hidden by the browser', 2], ['body hidden by the browser: a Blob body', 2],
  ]);
});

it('shows what was dropped even where only the reason was counted', () => {
  const view = captureView({ seen: 3, candidates: 3, decoded: 2, 'dropped.tooLarge': 1 });
  expect(view.lines.map((line) => line.label)).toContain('dropped: too large');
  expect(view.complete).toBe(false);
});

it('is complete where all was read, and says so where nothing was', () => {
  expect(captureView({ seen: 5, candidates: 1, decoded: 1 })).toMatchObject({ complete: true, sentence: '1 telemetry request: all read completely.' });
  expect(captureView({ seen: 5 }).sentence).toBe('No telemetry yet among 5 requests looked at.');
  expect(captureView({}).sentence).toBe('No request has been looked at yet.');
});

it('tells what page taps said that was not taken', () => {
  const { lines } = captureView({ seen: 2, candidates: 1, decoded: 1, 'pageTap.overRate': 5 });
  expect(lines.at(-1)).toEqual({ key: 'pageTap.overRate', label: 'told by a page tap faster than any SDK sends', count: 5, tone: 'warn' });
});

it('tells what was dropped beside requests', () => {
  expect(captureView({ seen: 1, 'tabMoments.dropped': 100, 'pageTap.overRate': 2 }).lines.map(({ label, count }) => [label, count])).toEqual([['told by a page tap faster than any SDK sends', 2], ['changes of tabs, the oldest, dropped', 100]]);
});
