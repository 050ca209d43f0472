import type { Live } from '../base/observable.ts';
import { storedSettings } from './stored-settings.ts';

type Theme = 'light' | 'dark' | null;

/** Without the schema of all settings, as every page asks for it before its first picture: what is none counts as none. */
function themeIn(stored: unknown): Theme {
  const { version, theme } = typeof stored === 'object' && stored !== null ? (stored as { readonly version?: unknown; readonly theme?: unknown }) : {};
  return version === 1 && (theme === 'light' || theme === 'dark') ? theme : null;
}

/** The theme in stored settings. */
export const themeOf = (settings: Live<unknown>): Live<Theme> => ({ subscribe: (next, failed) => settings.subscribe((stored) => next(themeIn(stored)), failed) });

/** The theme that the user chose, at once when another page changes it; null: none, so the host's or the system's holds. */
export const chosenTheme: Live<Theme> = themeOf(storedSettings);
