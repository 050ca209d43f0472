import { expect, it } from 'vitest';
import { bySeverity } from '../../../lib/view/severity.ts';

it('puts the worst first and keeps the order of equals', () => {
  const findings = [['info', 1], ['error', 2], ['warning', 3], ['error', 4]].map(([severity, n]) => ({ severity: severity as 'info', n }));
  expect(bySeverity(findings).map((f) => f.n)).toEqual([2, 4, 3, 1]);
});
