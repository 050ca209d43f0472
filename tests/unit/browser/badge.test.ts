import { expect, it, vi } from 'vitest';

const calls: string[] = [];
const note = (what: string) => async (details: { readonly tabId: number; readonly text?: string }): Promise<void> => {
  if (details.tabId === 99) throw new Error('No tab with id: 99.');
  calls.push(`${what} ${details.tabId} ${details.text ?? ''}`.trim());
};
vi.mock('wxt/browser', () => ({ browser: { action: { setTitle: note('title'), setBadgeBackgroundColor: note('colour'), setBadgeText: note('text') } } }));
const { createBadges } = await import('../../../lib/browser/badge.ts');

const badge = (text: string) => ({ text, look: 'live', title: `${text} sessions` }) as const;

it('shows a badge again only where it is another, and whenever the browser may have taken it away', async () => {
  let at = 0;
  const badges = createBadges(() => at);
  const shown = async (tabId: number, text: string): Promise<boolean> => {
    calls.length = 0;
    await badges.show(tabId, badge(text));
    return calls.length > 0;
  };
  expect([await shown(1, '1'), await shown(1, '1'), await shown(2, '1'), await shown(1, '2')]).toEqual([true, false, true, true]);
  expect(calls).toEqual(['title 1', 'colour 1', 'text 1 2']);
  badges.left(1);
  at = 1_000;
  expect([await shown(1, '2'), await shown(1, '2'), await shown(2, '1')]).toEqual([true, true, false]);
  at = 4_000;
  expect([await shown(1, '2'), await shown(1, '3')]).toEqual([false, true]);
});

it('takes a tab that is gone for no error, and tries again', async () => {
  const badges = createBadges(() => 0);
  await badges.show(99, badge('1'));
  await expect(badges.show(99, badge('1'))).resolves.toBeUndefined();
});
