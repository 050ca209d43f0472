import { messages } from './catalog.ts';
import type { MessageSource } from './translate.ts';

const byKey: { readonly [key: string]: string | undefined } = messages;

/** English without a browser: for the command line, tests and pictures. Puts in substitutions as `i18n.getMessage` does. */
export const english: MessageSource = (key, substitutions) => (Object.hasOwn(byKey, key) ? (byKey[key] ?? '').replace(/\$(\d)|\$\$/g, (found, place?: string) => (place === undefined ? '$' : (substitutions[Number(place) - 1] ?? found.slice(2)))) : '');
