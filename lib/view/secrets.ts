/** Names of headers and query parameters whose values let somebody else send or read as you. */
const SECRET = /^(authorization|proxy-authorization|cookie|set-cookie|x-sentry-auth|x-api-key|api[-_]?key|apikey|access[-_]?token|auth|token|secret|password|sentry_key|sentry_secret|write[-_]?key|sig|signature)$/i;
const SECRET_PART = /(^|[-_])(token|secret|password|apikey)([-_]|$)/i;

export const isSecretName = (name: string): boolean => SECRET.test(name) || SECRET_PART.test(name);

/** Stands for a secret until it is shown. Its length tells nothing. */
export const MASK = '••••••••';

/** A URL's text with the values of secret parameters, and the password of its user, masked. */
export function maskUrl(url: string): string {
  return url
    .replace(/([?&]|&amp;)([^=&#]+)=([^&#]*)/g, (whole, before: string, name: string) => (isSecretName(name) ? `${before}${name}=${MASK}` : whole))
    .replace(/^(\w+:\/\/[^/:@]*:)[^/@]+@/, `$1${MASK}@`);
}
