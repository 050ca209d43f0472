// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { applyTheme } from '../../../../components/theme/apply-theme.ts';

it('sets the host\'s theme, and leaves it to the system where there is none', () => {
  const root = document.documentElement;
  applyTheme(root, 'dark');
  expect(root.dataset['theme']).toBe('dark');
  applyTheme(root, null);
  expect(root.hasAttribute('data-theme')).toBe(false);
});
