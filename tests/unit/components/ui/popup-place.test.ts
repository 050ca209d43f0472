import fc from 'fast-check';
import { expect, it } from 'vitest';
import { popupPlace } from '../../../../components/ui/popup-place.ts';

const ROOM = { width: 400, height: 300 };
const button = (left: number, top: number) => ({ left, top, right: left + 60, bottom: top + 22 });

it('is under the button, ending with it', () => {
  expect(popupPlace(button(300, 10), { width: 200, height: 100 }, ROOM)).toEqual({ left: 160, top: 34, maxHeight: 262 });
});

it('moves into the window, and above the button where it has more room there', () => {
  expect(popupPlace(button(10, 10), { width: 200, height: 100 }, ROOM).left).toBe(4);
  expect(popupPlace(button(300, 250), { width: 200, height: 100 }, ROOM)).toEqual({ left: 160, top: 148, maxHeight: 244 });
});

it('is never outside, however large it is and wherever the button', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 340 }), fc.integer({ min: 10, max: 260 }), fc.integer({ min: 1, max: 390 }), fc.integer({ min: 1, max: 2000 }), (x, y, width, height) => {
    const { left, top, maxHeight } = popupPlace(button(x, y), { width, height }, ROOM);
    expect([left >= 4, left + width <= 396, top >= 4, top + Math.min(height, maxHeight) <= 296]).toEqual([true, true, true, true]);
  }));
});
