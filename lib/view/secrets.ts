import { isSecretName } from '../base/secret-names.ts';

/** Stands for a secret until it is shown. Its length tells nothing. */
export const MASK = '••••••••';

/** A URL's text with the values of secret parameters, and the key or password of its user (a DSN), masked. */
export const maskUrl = (url: string): string => maskUserInfo(url).replace(/([?&#;]|&amp;)([^=&#?]{1,200})=([^&#]*)/g, (whole, before: string, name: string) => (isSecretName(decoded(name)) ? `${before}${name}=${MASK}` : whole));

const maskUserInfo = (text: string): string => text.replace(/(\b[a-z][a-z0-9+.-]{0,20}:(?:\\?\/){2})[^\s/@"'\\<>]{1,500}@/gi, `$1${MASK}@`);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * A text from a body with what is secret in it masked: values of secret keys in JSON (also where JSON stands in a string of JSON) and in
 * parameters, keys in addresses (DSN), bearer tokens, JSON web tokens. Works on the text, as broken JSON has secrets too.
 */
export function maskText(text: string): string {
  return maskUserInfo(text)
    .replace(/"([^"\\]{1,200})"(\s{0,20}:\s{0,20})(?:"(?:[^"\\]|\\[\s\S])*(?:"|$)|-?\d[\d.eE+-]*)/g, (whole, name: string, between: string) => (isSecretName(name) ? `"${name}"${between}"${MASK}"` : whole))
    .replace(/\\"([^"\\]{1,200})\\"(\s{0,20}:\s{0,20})\\"[^"\\]*\\"/g, (whole, name: string, between: string) => (isSecretName(name) ? `\\"${name}\\"${between}\\"${MASK}\\"` : whole))
    .replace(/(^|[?&\s;"'])([\w.[\]%-]{1,200})=([^&\s"';<>\\]*)/g, (whole, before: string, name: string) => (isSecretName(decoded(name)) ? `${before}${name}=${MASK}` : whole))
    .replace(/\b(bearer|basic)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK);
}

/** A value as it may be seen: whole if its name is a secret's, else what is secret inside it. */
export const maskValue = (name: string, value: string): string => (isSecretName(name) && value !== '' ? MASK : maskText(value));

/** Whether an id of a project is in truth the key that lets others send to it: long, of letters and digits mixed. */
export const looksLikeKey = (text: string): boolean => /^[\w-]{20,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text);
