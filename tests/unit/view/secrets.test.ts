import { expect, it } from 'vitest';
import { MASK, maskUrl } from '../../../lib/view/secrets.ts';

it('masks keys in a URL and nothing else', () => {
  expect(maskUrl('https://c.example/p?sentry_key=abc&v=7&access_token=x#y')).toBe(`https://c.example/p?sentry_key=${MASK}&v=7&access_token=${MASK}#y`);
  expect(maskUrl('https://user:secret@c.example/')).toBe(`https://user:${MASK}@c.example/`);
  expect(maskUrl('https://c.example/token?monkey=1')).toBe('https://c.example/token?monkey=1');
});
