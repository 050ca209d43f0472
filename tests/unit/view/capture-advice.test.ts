import { describe, expect, it } from 'vitest';
import { captureAdvice } from '../../../lib/view/capture-advice.ts';

const on = { on: true, offSites: [] };

describe('what to do about hidden bodies', () => {
  it('is nothing where none was hidden', () => {
    expect(captureAdvice({ candidates: 9, decoded: 9 }, { on: false, offSites: [] })).toEqual([]);
    expect(captureAdvice({ 'bodyUnavailable.tooLarge': 3 }, on)).toEqual([]);
  });
  it('is to turn the page tap on where it is off, and to open DevTools for workers', () => {
    const counters = { 'bodyUnavailable.blob': 2, 'bodyUnavailable.stream': 1 };
    expect(captureAdvice(counters, { on: false, offSites: ['a.test'] }).join(' ')).toMatch(/^Of 3 requests .*missed\. The page tap.* is off\. Turn it on in the options.*DevTools/);
    expect(captureAdvice(counters, { on: true, offSites: ['a.test', 'b.test'] }).join(' ')).toMatch(/is off for a\.test, b\.test\./);
    expect(captureAdvice({ 'bodyUnavailable.blob': 1 }, on)).toEqual(['Of 1 request the browser hid the body, a Blob or a stream, so its events were missed.', 'What workers send in Blobs is seen while DevTools is open on their page.']);
  });
});
