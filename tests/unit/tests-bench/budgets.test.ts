import { describe, expect, it } from 'vitest';
import { BUDGETS, complaint } from '../../bench/budgets.ts';
import { figure } from '../../bench/measure.ts';
import { core } from '../../bench/parts/core.ts';

describe('budgets', () => {
  it('judge the ratio to the control, and counts, never times', () => {
    const control = { what: 'empty store', value: 2 };
    expect(complaint(figure('growth.stored', '', 'ms/event', [3, 3, 90], control))).toBeNull();
    expect(complaint(figure('growth.stored', '', 'ms/event', [9, 9, 9], control))).toBe('growth.stored: ratio 4.50 is above 1.6');
    expect(complaint(figure('panel.elements', '', '', [2_001]))).toBe('panel.elements: value 2001.00 is above 2000');
    expect(complaint(figure('panel.first', '', 'ms', [99_999]))).toBeNull();
    expect(complaint(figure('growth.stored', '', 'ms/event', [3]))).toMatch(/^growth\.stored: ratio NaN/);
  });

  it('stand for the figures of the pure core, which reads each vendor', () => {
    const figures = core(1, 1, 0);
    expect(figures.filter(({ name }) => !(name in BUDGETS))).toEqual([]);
    expect(figures.filter(({ value }) => !(value > 0))).toEqual([]);
  });
});
