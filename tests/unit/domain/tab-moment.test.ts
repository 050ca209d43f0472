import { expect, it } from 'vitest';
import { momentOf } from '../../../lib/domain/tab-moment.ts';

it('is what concerns a living tab, without its address', () => {
  expect(momentOf({ type: 'navigated', tabId: 3, documentId: 'd', at: 5 })).toEqual({ tabId: 3, at: 5, what: 'navigated' });
  expect([momentOf({ type: 'navigated', tabId: 3, documentId: 'd', at: 5 }, new Set([3])), momentOf({ type: 'navigated', tabId: 3, documentId: 'd', at: 5 }, new Set([4]))]).toMatchObject([{ offScreen: false }, { offScreen: true }]);
  expect(momentOf({ type: 'visibility', tabId: 3, hidden: true, at: 5 })).toEqual({ tabId: 3, at: 5, what: 'hidden' });
  expect(momentOf({ type: 'visibility', tabId: 3, hidden: false, at: 5 })).toEqual({ tabId: 3, at: 5, what: 'shown' });
  expect(momentOf({ type: 'tabClosed', tabId: 3, at: 5 })).toBeNull();
});
