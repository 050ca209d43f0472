import { describe, expect, it, vi } from 'vitest';
import { catalog } from '../../lib/protocols/catalog.ts';
import { dissect, positives } from './support/subjects.ts';

/*
 * Every code that a dissector declares must be reached, or nobody knows whether it ever can be. Most are about broken requests, which no
 * real SDK sends: those are made in the vendor's unit tests. So the unit tests run here once more, and what the recorder said is noted.
 */
const reached = vi.hoisted(() => new Set<string>());
vi.mock('../../lib/protocols/recorder.ts', async (original) => {
  const real = await original<typeof import('../../lib/protocols/recorder.ts')>();
  const runDissector: typeof real.runDissector = (...args) => {
    const dissection = real.runDissector(...args);
    for (const { code } of dissection.diagnostics) reached.add(code);
    return dissection;
  };
  return { ...real, runDissector };
});

for (const load of Object.values(import.meta.glob('../unit/protocols/{vendors,families}/**/*.test.ts'))) await load();

describe('diagnostics that are declared', () => {
  it('are all reached by a recording or a unit test', () => {
    for (const { captured } of positives) for (const request of captured) dissect(request);
    const declared = catalog.flatMap((d) => d.diagnostics.map((spec) => spec.code));
    expect(declared.filter((code) => !reached.has(code))).toEqual([]);
  });
});
