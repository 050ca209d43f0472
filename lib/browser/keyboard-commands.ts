import { browser } from 'wxt/browser';
import type { KeyboardCommand } from '../domain/options-views.ts';

/** Firefox's own way to its page of keyboard commands (since 137); Chromium has an address for it. */
type WithShortcutPage = { openShortcutSettings?(): Promise<void> };

/** The extension's keyboard commands, with the keys that the person has set. */
export async function keyboardCommands(): Promise<readonly KeyboardCommand[]> {
  return (await browser.commands.getAll()).map(({ name = '', description = '', shortcut = '' }) => ({ name, description, shortcut }));
}

/** Opens the browser's page where keys are set. */
export async function openKeyboardCommands(): Promise<void> {
  const commands = browser.commands as WithShortcutPage;
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
