/** Loaded before every test file: texts are English where no browser gives them. */
import { english } from '../../lib/view/messages/english.ts';
import { setMessages } from '../../lib/view/messages/translate.ts';

setMessages(english, 'en');
