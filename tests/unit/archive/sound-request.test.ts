import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/base/json.ts';
import { firstIssue, requestSchema } from '../../../lib/archive/schema.ts';
import { isSoundRequest } from '../../../lib/archive/sound-request.ts';
import { request } from '../../fakes/archive.ts';

it('knows what writers write', () => {
  for (const extra of [{}, { body: { kind: 'none' } }, { tabId: null, pageUrl: null, later: 1 }]) expect(isSoundRequest(request('r1', extra) as JsonObject)).toBe(true);
});

const ODD = [undefined, null, true, -1, 0, 1.5, 8.64e15, 8.65e15, Infinity, '', 'webRequest', 'bytes', [], ['webRequest'], ['x'], [{}], [{ name: 'a', value: 'b' }], [{ name: 'a', value: 1 }], {}, { kind: 'none' }, { kind: 'bytes' }, { kind: 'unknown' }];
const odd = fc.constantFrom<unknown>(...ODD);

it('takes nothing that the schema would refuse, whatever stands in any place', () => {
  const whole = request('r1') as Record<string, unknown>;
  const key = fc.constantFrom(...Object.keys(whole), 'body.kind', 'body.base64', 'body.encoding', 'outcome.kind', 'outcome.status', 'outcome.endedAt', 'outcome.limits');
  let taken = 0;
  fc.assert(fc.property(fc.array(fc.tuple(key, odd), { minLength: 1, maxLength: 2 }), (changes) => {
    const entry = structuredClone(whole);
    for (const [path, value] of changes) {
      const [outer = '', inner] = path.split('.');
      const place = inner === undefined ? entry : entry[outer];
      const name = inner ?? outer;
      if (typeof place !== 'object' || place === null) continue;
      // JSON has no undefined: the key is not there then.
      if (value === undefined) Reflect.deleteProperty(place, name);
      else Reflect.set(place, name, structuredClone(value));
    }
    if (!isSoundRequest(entry as JsonObject)) return;
    taken++;
    expect(firstIssue(requestSchema, entry)).toBeNull();
  }), { numRuns: 5_000, seed: 7 });
  expect(taken).toBeGreaterThan(50);
});
