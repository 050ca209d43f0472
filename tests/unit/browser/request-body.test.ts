import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, readBody } from '../../../lib/browser/request-body.ts';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;

describe('a body as the browser shows it', () => {
  it('is none where there is none', () => {
    expect(readBody(undefined)).toEqual({ kind: 'none' });
    expect(readBody(null)).toEqual({ kind: 'none' });
    expect(readBody({})).toEqual({ kind: 'none' });
    expect(readBody({ raw: [] })).toEqual({ kind: 'none' });
  });

  it('is all of its chunks', () => {
    expect(readBody({ raw: [{ bytes: bytes(1, 2) }] })).toEqual({ kind: 'bytes', bytes: new Uint8Array([1, 2]), encoding: null });
    expect(readBody({ raw: [{ bytes: bytes(1, 2) }, { bytes: bytes() }, { bytes: bytes(3) }] })).toMatchObject({ bytes: new Uint8Array([1, 2, 3]) });
  });

  it('is entries where the browser parsed a form, each value of a name one', () => {
    expect(readBody({ formData: { a: ['1', '2'], b: [new TextEncoder().encode('ü').buffer] } })).toEqual({ kind: 'form', entries: [['a', '1'], ['a', '2'], ['b', 'ü']] });
  });

  it('never names a file of the disk', () => {
    const body = readBody({ raw: [{ bytes: bytes(45) }, { file: '/home/user/secret.pdf' }, { bytes: bytes(46) }] });
    expect(body).toEqual({ kind: 'bytes', bytes: new Uint8Array([45, 46]), encoding: null });
    expect(readBody({ raw: [{ file: '/home/user/secret.pdf' }] })).toEqual({ kind: 'unavailable', reason: 'blob', size: null });
  });

  it('is unavailable where the browser hides it, cuts it, or it is too large, with the size as far as known', () => {
    expect(readBody({ error: 'Unknown error.' })).toEqual({ kind: 'unavailable', reason: 'blob', size: null });
    expect(readBody({ raw: [{ bytes: bytes(1), truncated: true, originalSize: 20_000_000 }] })).toEqual({ kind: 'unavailable', reason: 'tooLarge', size: 20_000_000 });
    expect(readBody({ raw: [{ bytes: bytes(1, 2, 3) }] }, 2)).toEqual({ kind: 'unavailable', reason: 'tooLarge', size: 3 });
    expect(readBody({ formData: { a: ['12345'] } }, 5)).toEqual({ kind: 'unavailable', reason: 'tooLarge', size: 6 });
    expect(MAX_BODY_BYTES).toBe(8_388_608);
  });
});
