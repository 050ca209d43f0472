import { expect, it } from 'vitest';
import { isSecretName } from '../../../lib/base/secret-names.ts';

it('knows secrets by their names, however those are written', () => {
  const secrets = [
    'authorization', 'Proxy-Authorization', 'Cookie', 'set-cookie', 'X-Sentry-Auth', 'x-api-key', 'api_key', 'apiKey', 'APIKEY', 'access_token', 'accessToken', 'auth', 'token', 'secret', 'password',
    'sentry_key', 'sentry_secret', 'writeKey', 'write_key', 'sig', 'signature', 'user.refreshToken', 'data[csrf-token]', 'client_secret', 'dsn', 'instrumentationKey', 'public_key',
  ];
  expect(secrets.filter((name) => !isSecretName(name))).toEqual([]);
});

it('leaves alone what only looks so', () => {
  const others = ['key', 'monkey', 'keyboard', 'tokens_used', 'author', 'authorName', 'cookies_enabled', 'key_code', 'designature', 'session_id', 'user', 'project', 'x'.repeat(5000), ''];
  expect(others.filter((name) => isSecretName(name))).toEqual([]);
});
