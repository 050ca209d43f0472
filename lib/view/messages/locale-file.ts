import { messages } from './catalog.ts';

/** The text of `_locales/en/messages.json`. */
export const localeFile = (): string => JSON.stringify(Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, { message }])), null, 1);
