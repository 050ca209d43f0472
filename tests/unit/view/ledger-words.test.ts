import { expect, it } from 'vitest';
import { CAUSES } from '../../../lib/domain/session.ts';
import { endWords, startWords } from '../../../lib/view/ledger-words.ts';

it('has words for every cause, both ways, and says how sure it is', () => {
  for (const cause of CAUSES) {
    expect(startWords({ cause, confidence: 'guess', evidence: 'E.', previousKey: null })).toEqual({ cause: expect.stringMatching(/^[A-Z]/), evidence: 'E.', sure: 'a guess' });
    expect(endWords({ cause, confidence: 'certain', evidence: 'E.', nextKey: null })).toEqual({ cause: expect.stringMatching(/^[A-Z]/), evidence: 'E.', sure: 'certain' });
  }
});
