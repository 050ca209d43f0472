import { expect, it } from 'vitest';
import { settingsProblem } from '../../../lib/view/settings-problem.ts';

it('says what cannot be read, and what holds', () => {
  expect(settingsProblem({ kind: 'damaged' })).toBe('The stored settings cannot be read, so the defaults hold.');
  expect(settingsProblem({ kind: 'damagedParts', parts: ['sites', 'theme'] })).toBe('Some stored settings cannot be read (sites to record, theme), so their defaults hold.');
  expect(settingsProblem({ kind: 'newer', version: 3 })).toContain('(format 3)');
});
