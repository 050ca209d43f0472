/** Words that, alone or among others, name what lets somebody else send or read as you. */
const WORDS = new Set(['token', 'secret', 'password', 'passwd', 'pwd', 'passphrase', 'apikey', 'writekey', 'authorization', 'cookie', 'credential', 'credentials', 'dsn', 'jwt', 'bearer']);
/** Whole names: as parts of others they mean something else. */
const NAMES = new Set(['auth', 'x-sentry-auth', 'sig', 'signature', 'sentry-key', 'project-key', 'client-key', 'public-key']);
/** What makes a key of another word. */
const KEYS = new Set(['api', 'write', 'access', 'private', 'source', 'license', 'instrumentation']);
const MAX_NAME = 200;

/**
 * Whether a header, a parameter, a form entry or a field of that name holds a secret: an authorization, a password, a token, a vendor's key.
 * However it is written: `api_key`, `x-api-key`, `apiKey`, `user.access_token`, `data[token]`.
 */
export function isSecretName(name: string): boolean {
  if (name.length > MAX_NAME) return false;
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  return NAMES.has(words.join('-')) || words.some((word, i) => WORDS.has(word) || (word === 'key' && KEYS.has(words[i - 1] ?? '')));
}
