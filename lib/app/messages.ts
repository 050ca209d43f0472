import { browserMessage, messageLocale } from '../browser/messages.ts';
import { setMessages } from '../view/messages/translate.ts';

/** Lets everything that draws speak the user's language. Call it before anything is drawn. */
export const speakUsersLanguage = (): void => setMessages(browserMessage, messageLocale());
