/** The themes that a host such as DevTools can ask for; null leaves it to the system. */
export type Theme = 'light' | 'dark' | null;

export function applyTheme(root: HTMLElement, theme: Theme): void {
  if (theme === null) delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
