import { expect, it } from 'vitest';
import { comparedLines, redactionCounts } from '../../../lib/view/redaction-preview.ts';
import { DEMO_SAMPLE } from '../../fakes/options-services.ts';

it('compares line by line, and says what was taken out', () => {
  expect(comparedLines(DEMO_SAMPLE).filter(({ differs }) => differs).map(({ before, after }) => [before.trim(), after.trim()])).toEqual([
    ['authorization: Bearer c2VjcmV0', 'authorization: redacted-1'], ['"email": "ada@example.com",', '"email": "redacted",'],
  ]);
  expect(redactionCounts(DEMO_SAMPLE)).toBe('Taken out: 1 × secret header, 1 × e-mail address.');
  expect(redactionCounts({ counts: [] })).toMatch(/Nothing/);
  expect(redactionCounts({ counts: [{ reason: 'new', count: 2 }] })).toBe('Taken out: 2 × new.');
});
