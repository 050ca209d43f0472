import { describe, expect, it } from 'vitest';
import type { Body } from '../../../lib/domain/request.ts';
import { MASK } from '../../../lib/view/secrets.ts';
import { bodyView, headerRows, SHOWN_CHARS, urlView } from '../../../lib/view/request-view.ts';

const bytes = (...all: number[]): Body => ({ kind: 'bytes', bytes: Uint8Array.from(all), encoding: null });
const text = (value: string): Body => ({ kind: 'bytes', bytes: new TextEncoder().encode(value), encoding: null });

describe('URL', () => {
  it('comes apart, with parameters decoded and keys marked as secret', () => {
    expect(urlView('https://c.example:8443/a/b?sentry_key=k&q=a%20b&q=2#frag')).toEqual({
      origin: 'https://c.example:8443', path: '/a/b', fragment: 'frag',
      query: [{ name: 'sentry_key', value: 'k', masked: MASK }, { name: 'q', value: 'a b', masked: 'a b' }, { name: 'q', value: '2', masked: '2' }],
    });
  });
  it('that is none stays whole elsewhere', () => expect(urlView('not a url')).toBeNull());
});

it('marks headers that let others in', () => {
  const secret = headerRows(['authorization', 'cookie', 'x-sentry-auth', 'x-api-key', 'x-csrf-token', 'content-type', 'anonymousid'].map((name) => ({ name, value: 'v' }))).filter((h) => h.masked === MASK);
  expect(secret.map((h) => h.name)).toEqual(['authorization', 'cookie', 'x-sentry-auth', 'x-api-key', 'x-csrf-token']);
});

describe('body', () => {
  it('is text where it is', () => expect(bodyView(text('{"ä":1}'), text('{"ä":1}'))).toEqual({ kind: 'text', text: '{"ä":1}', masked: '{"ä":1}', note: '8 B' }));
  it('tells how it was sent where it was compressed', () => {
    expect(bodyView({ kind: 'bytes', bytes: new Uint8Array(2), encoding: 'gzip' }, text('abc'))).toMatchObject({ note: '3 B, sent as 2 B of gzip' });
  });
  it('is hex where it is no text', () => {
    expect(bodyView(bytes(0xff, 0x41), bytes(0xff, 0x41))).toMatchObject({ kind: 'binary' });
    expect(bodyView(bytes(0x41, 0), bytes(0x41, 0))).toMatchObject({ kind: 'binary' });
  });
  it('says why there is none', () => {
    expect(bodyView({ kind: 'none' }, { kind: 'none' })).toEqual({ kind: 'nothing', note: 'This request has no body.' });
    const hidden: Body = { kind: 'unavailable', reason: 'blob', size: 2048 };
    expect(bodyView(hidden, hidden)).toEqual({ kind: 'nothing', note: expect.stringMatching(/^The browser does not show Blob bodies to extensions\..*Its size: 2\.0 kB\.$/) as string });
  });
  it('is cut where a page could not bear it, and says so', () => {
    const view = bodyView(text('x'.repeat(SHOWN_CHARS + 1)), text('x'.repeat(SHOWN_CHARS + 1)));
    expect(view).toMatchObject({ kind: 'text', note: '200 kB; its beginning' });
    expect(view.kind === 'text' && view.text.length).toBe(SHOWN_CHARS);
  });
});
