import { expect, it } from 'vitest';
import { endpointFileProblem, endpointTestLine } from '../../../lib/view/endpoint-words.ts';
import { DEMO_TEST } from '../../fakes/options-services.ts';

it('says how many requests match, and what it means where none does', () => {
  expect(endpointTestLine(DEMO_TEST)).toBe('3 recorded requests match, of 1,240.');
  expect(endpointTestLine({ ...DEMO_TEST, matched: 1, all: false })).toBe('1 recorded request matches, of the newest 1,240.');
  expect(endpointTestLine({ ...DEMO_TEST, matched: 0 })).toMatch(/none of the 1,240 .* for those to come\.$/);
});

it('says what is wrong with a file', () => {
  expect(endpointFileProblem({ kind: 'notJson' })).toMatch(/no JSON/);
  expect(endpointFileProblem({ kind: 'entry', entry: 3, what: 'vendor', said: '"x"' })).toBe('Entry 3 names no vendor that there is ("x"); nothing was changed.');
});
