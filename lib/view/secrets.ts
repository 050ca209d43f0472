import { isSecretName } from '../base/secret-names.ts';
import { replaceBase64 } from './base64-text.ts';

/** Stands for a secret until it is shown. Its length tells nothing. */
export const MASK = '••••••••';

/** A URL's text with the values of secret parameters, base64 that says a secret, and the key or password of its user (a DSN), masked. */
export const maskUrl = (url: string): string =>
  maskUserInfo(url).replace(/([?&#;]|&amp;)([^=&#?]{1,200})=([^&#]*)/g, (_whole, before: string, name: string, value: string) => `${before}${name}=${isSecretName(decoded(name)) ? MASK : maskBase64(value)}`);

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
 * parameters, keys in addresses (DSN), bearer tokens, JSON web tokens, base64 that says any of these. Works on the text, as broken JSON has
 * secrets too.
 */
export function maskText(text: string): string {
  return maskUserInfo(maskBase64(text))
    .replace(/"([^"\\]{1,200})"(\s{0,20}:\s{0,20})(?:"(?:[^"\\]|\\[\s\S])*(?:"|$)|-?\d[\d.eE+-]*)/g, (whole, name: string, between: string) => (isSecretName(name) ? `"${name}"${between}"${MASK}"` : whole))
    .replace(/\\"([^"\\]{1,200})\\"(\s{0,20}:\s{0,20})\\"[^"\\]*\\"/g, (whole, name: string, between: string) => (isSecretName(name) ? `\\"${name}\\"${between}\\"${MASK}\\"` : whole))
    .replace(/(^|[?&\s;"'])([\w.[\]%-]{1,200})=([^&\s"';<>\\]*)/g, (whole, before: string, name: string) => (isSecretName(decoded(name)) ? `${before}${name}=${MASK}` : whole))
    .replace(/\b(bearer|basic)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK);
}

/** Base64 that says a secret is hidden whole: with a part of it changed it would be base64 of something that was never sent. */
const maskBase64 = (text: string): string => replaceBase64(text, (said) => (maskText(said) === said ? null : MASK));

/** A value as it may be seen: whole if its name is a secret's, else what is secret inside it. */
export const maskValue = (name: string, value: string): string => (isSecretName(name) && value !== '' ? MASK : maskText(value));

/** Whether an id of a project is in truth the key that lets others send to it: long, of letters and digits mixed. */
export const looksLikeKey = (text: string): boolean => /^[\w-]{20,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text);
