import { expect, it } from 'vitest';
import { handOver, takeOver } from '../../../lib/app/popup-handover.ts';
import type { PopupStart } from '../../../lib/app/popup-start.ts';
import { liveOf } from '../../../lib/base/observable.ts';

it('gives the script that draws what the first one has begun, and says where that has not run', () => {
  expect(() => takeOver()).toThrow('has not run');
  const start: PopupStart = { theme: liveOf(null), about: Promise.resolve({ privateTab: 3 }) };
  handOver(start);
  expect(takeOver()).toBe(start);
});
