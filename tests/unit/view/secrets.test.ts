import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeKey, MASK, maskText, maskUrl, maskValue } from '../../../lib/view/secrets.ts';
import { cpuMs } from '../../fakes/cpu-time.ts';

it('masks keys in a URL and nothing else', () => {
  expect(maskUrl('https://c.example/p?sentry_key=abc&v=7&access_token=x#y')).toBe(`https://c.example/p?sentry_key=${MASK}&v=7&access_token=${MASK}#y`);
  expect(maskUrl('https://user:secret@c.example/')).toBe(`https://${MASK}@c.example/`);
  expect(maskUrl('https://0123456789abcdef@o1.ingest.example/42')).toBe(`https://${MASK}@o1.ingest.example/42`);
  expect(maskUrl('https://c.example/p?data%5Btoken%5D=x')).toBe(`https://c.example/p?data%5Btoken%5D=${MASK}`);
  expect(maskUrl('https://c.example/token?monkey=1&mail=a@b.example')).toBe('https://c.example/token?monkey=1&mail=a@b.example');
});

describe('in a text', () => {
  const masked = [
    ['{"token":"abc","n":1}', `{"token":"${MASK}","n":1}`],
    ['{"apiKey" : 4711}', `{"apiKey" : "${MASK}"}`],
    ['{"password":"a\\"b"}', `{"password":"${MASK}"}`],
    ['{"token":"cut of', `{"token":"${MASK}"`],
    ['{"dsn":"https://0123@o1.example/1"}', `{"dsn":"${MASK}"}`],
    ['{"message":"{\\"token\\":\\"abc\\"}"}', `{"message":"{\\"token\\":\\"${MASK}\\"}"}`],
    ['{"url":"https:\\/\\/k@h.example\\/1"}', `{"url":"https:\\/\\/${MASK}@h.example\\/1"}`],
    ['event=page&writeKey=abc&x=1', `event=page&writeKey=${MASK}&x=1`],
    ['Authorization: Bearer abcdefgh12345', `Authorization: Bearer ${MASK}`],
    ['see eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def', `see ${MASK}`],
  ] as const;
  it.each(masked)('%s', (text, expected) => expect(maskText(text)).toBe(expected));
  it('masks base64 that says a secret, however it is written down, and leaves other base64', () => {
    const secret = btoa('{"token":"zq93?>~~","id":12}');
    const url = secret.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    expect([secret, url].map(maskText)).toEqual([MASK, MASK]);
    expect(secret).toMatch(/[/+].*=$/);
    expect(maskText(JSON.stringify({ cx: secret, note: `line\n${secret}` }))).toBe(JSON.stringify({ cx: MASK, note: `line\n${MASK}` }));
    expect(maskText(`{"cx":"${secret.replaceAll('/', '\\/')}"}`)).toBe(`{"cx":"${MASK}"}`);
    expect(maskText(`e=ue&cx=${encodeURIComponent(secret)}&x=a%3D${url}`)).toBe(`e=ue&cx=${MASK}&x=a%3D${MASK}`);
    expect(maskUrl(`https://c.example/i?e=pv&cx=${url}#z`)).toBe(`https://c.example/i?e=pv&cx=${MASK}#z`);
    expect(maskText(btoa(`again ${url}`))).toBe(MASK);
    for (const text of [btoa('{"name":"nothing to hide"}'), 'c.example/walking/boots/for/bad/weather', '9f3c51d07be44a1c8a5d20f7c1b9e3aa']) expect(maskText(text)).toBe(text);
  });
  it('leaves what is no secret', () => {
    for (const text of ['{"user":"ada@example.com","key_code":65}', 'a = b', 'https://x.example/?q=1', '']) expect(maskText(text)).toBe(text);
  });
  it('ends soon on any text, and hides the secret wherever it stands', () => {
    const hostile = ['"token":"'.repeat(20_000), '\\"'.repeat(50_000), `https://${'a'.repeat(100_000)}`, `${'x='.repeat(50_000)}`, `${'aGVsbG8%2F'.repeat(20_000)}!`, 'eyJ0b2tlbiI6ImEi'.repeat(20_000)];
    const start = cpuMs();
    for (const text of hostile) maskText(text);
    expect(cpuMs() - start).toBeLessThan(2_000);
    fc.assert(fc.property(fc.json(), fc.json(), (a, b) => !maskText(JSON.stringify([a, { access_token: 'zq93-secret' }, b])).includes('zq93-secret')));
  });
});

it('hides the whole value of a secret name, and secrets inside others', () => {
  expect([maskValue('authorization', 'x'), maskValue('authorization', ''), maskValue('referer', 'https://k@h.example/')]).toEqual([MASK, '', `https://${MASK}@h.example/`]);
});

it('knows a key where a project stands', () => {
  expect(['LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw', '4507', 'shop-web', 'o42.ingest.example.com'].map(looksLikeKey)).toEqual([true, false, false, false]);
});
