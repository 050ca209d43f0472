import { describe, expect, it } from 'vitest';
import { cpuMs } from '../fakes/cpu-time.ts';
import { TARGETS, type Target } from '../fuzz/targets.ts';
import { targetOf, tryInput } from '../fuzz/try-input.ts';

const INPUTS = 3_000;

/** The short form of `npm run fuzz -- --inputs 1000000`. */
describe(`${INPUTS} damaged and hostile inputs`, () => {
  it('are survived in time, and what they cost is told', { timeout: 120_000 }, async () => {
    const faults: string[] = [];
    for (let index = 0; index < INPUTS; index++) {
      const fault = await tryInput(TARGETS, 'short', index);
      if (fault) faults.push(`${fault.target}: ${fault.said}; alone: npm run fuzz -- --seed short --only ${index}`);
    }
    expect(faults).toEqual([]);
  });

  it('go to every place where text comes in, the same in every run', () => {
    const names = Array.from({ length: INPUTS }, (_, index) => targetOf(TARGETS, 'short', index).name);
    expect(new Set(names)).toEqual(new Set(TARGETS.map(({ name }) => name)));
    expect(names).toEqual(Array.from({ length: INPUTS }, (_, index) => targetOf(TARGETS, 'short', index).name));
  });
});

describe('a fault is found that', () => {
  const found = async (make: Target['make']): Promise<string | undefined> => (await tryInput([{ name: 'canary', share: 1, make }], 'canary', 7))?.said;

  it('is none: nothing', async () => expect(await found(() => () => null)).toBeUndefined());
  it('is said', async () => expect(await found(() => () => 'lost 3 bytes')).toBe('lost 3 bytes'));
  it('throws', async () => expect(await found(() => () => { throw new RangeError('too deep'); })).toMatch(/^threw RangeError: too deep/));
  it('throws later', async () => expect(await found(() => () => Promise.reject(new Error('later')))).toMatch(/later/));
  it('writes into the prototype of all', async () => {
    const target: Target['make'] = () => () => {
      Object.assign(Object.prototype, { polluted: 1 });
      return null;
    };
    try {
      expect(await found(target)).toMatch(/polluted/);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
  });
  it('takes its time', async () => {
    expect(await found(() => () => {
      const until = cpuMs() + 1600;
      while (cpuMs() < until);
      return null;
    })).toMatch(/^took \d+ ms/);
  });
});
