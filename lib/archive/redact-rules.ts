import type { RedactionReason } from '../domain/export-format.ts';
import type { Settings } from '../domain/settings.ts';

/** What the user chose of what leaves; secrets leave in no case. */
export type RedactionRules = Settings['redaction'];

export type RedactionCounts = { readonly [reason in RedactionReason]: number };

/** Control characters that no text has, whatever its charset: white space aside, and what windows-1252 uses otherwise. */
export const NO_TEXT = /[^\P{Cc}\s\x80-\x9f]/u;

/** Names as they compare: `Access-Token`, `access_token` and `accessToken` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const SECRET_NAMES = new Set([
  'password', 'passwd', 'pwd', 'pass', 'passphrase', 'secret', 'auth', 'authorization', 'proxyauthorization', 'xsentryauth', 'cookie', 'cookies', 'setcookie', 'credential', 'credentials', 'bearer', 'jwt', 'otp', 'pin',
  'cvv', 'cvc', 'cardnumber', 'creditcard', 'ssn', 'iban', 'xapikey', 'apikey', 'writekey', 'privatekey', 'secretkey', 'accesskey', 'signature', 'sig',
]);
const SECRET_ENDS = /(?:password|passwd|secret|token|apikey|writekey|privatekey|secretkey|accesskey|credentials?)$/;

/** Whether what stands under a name is a secret. Sentry's public key, which stands in every page, is none. */
export const isSecretName = (name: string): boolean => SECRET_NAMES.has(name) || SECRET_ENDS.test(name);

export const COOKIE_NAMES = new Set(['cookie', 'cookies', 'setcookie']);
export const IP_NAMES = new Set(['ip', 'ipaddress', 'clientip', 'remoteip', 'remoteaddr', 'userip', 'xforwardedfor', 'xrealip', 'trueclientip', 'cfconnectingip']);
export const EMAIL_NAMES = new Set(['email', 'emailaddress', 'mail', 'useremail']);
export const USER_NAMES = new Set([
  'userid', 'uid', 'username', 'login', 'firstname', 'lastname', 'fullname', 'displayname', 'phone', 'phonenumber', 'address', 'street', 'birthday', 'birthdate',
]);

/** Secrets that are known by their shape; the first group is the secret where there is one. */
export const TOKENS: readonly RegExp[] = [
  /eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g,
  /\bBearer(?:\s|%20|\+)+([A-Za-z0-9._~+/=-]{6,})/gi,
  /\bBasic(?:\s|%20|\+)+([A-Za-z0-9+/]{8,}={0,2})/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{8,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=:\/\/[^/\s:@"]{1,256}:)[^/\s@"]{1,256}(?=@)/g,
];
export const EMAIL = /[A-Z0-9._%+-]{1,64}(?:@|%40)[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63})*\.[A-Z]{2,24}/gi;
const V4 = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
/** Not what follows a slash, as versions of programs look the same. */
export const IP = new RegExp(
  String.raw`(?<![\w.\/-])${V4}(?:\.${V4}){3}(?![\w.-])|(?<=:\/\/)${V4}(?:\.${V4}){3}(?![\w.-])|(?<![\w:.])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:.])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])`, 'gi');
