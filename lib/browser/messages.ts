import { browser } from 'wxt/browser';

/** WXT types the names by files that it knows; ours are written when the extension is built. */
const getMessage = browser.i18n.getMessage as (key: string, substitutions: string[]) => string;

/** The text of a message in the user's language, `$1`…`$9` replaced; empty where there is none of that name. */
export const browserMessage = (key: string, substitutions: readonly string[]): string => getMessage(key, [...substitutions]);

/** The language whose messages are shown, as a BCP 47 tag. */
export const messageLocale = (): string => browser.i18n.getUILanguage();
