import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkExpectation, readExpectation } from '../../../lib/app/inspect-expect.ts';
import { expectationText } from '../../../lib/archive/expectation.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { archive, event, T } from '../../fakes/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'footsteps-expect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('--expect', () => {
  it('compares a recording with a file that another wrote', async () => {
    const before = partsOf(archive());
    const path = saved('good.json', (await collect(expectationText(before))).join(''));
    const read = await readExpectation(path);
    if (!read.ok) throw new Error(read.error);
    expect(await checkExpectation('good.json', read.value, before)).toEqual({ matches: true, text: 'As expected in good.json: 1 session, 1 footstep.\n' });
    const after = partsOf(archive({ events: [event('e1'), event('e2', { name: 'RangeError: late', occurredAt: T + 5 })] }));
    expect(await checkExpectation('good.json', read.value, after)).toEqual({
      matches: false,
      text: '1 difference from good.json (- is missing, + is not expected, ! is otherwise):\nsentry, session 1 (00ff00ff00ff00ff00ff00ff00ff00ff)\n    error TypeError: x is not a function on / (an error)\n  + error RangeError: late on / (an error)\n',
    });
  });

  it.each<[string, () => string, string]>([
    ['is not there', () => join(folder, 'none.json'), 'found no such file'],
    ['is a directory', () => folder, 'found a directory'],
    ['is empty', () => saved('empty.json', ''), 'found no sound JSON'],
    ['is binary', () => saved('binary.json', Uint8Array.of(0x1f, 0x8b, 0, 255)), 'found no sound JSON'],
    ['is an archive', () => saved('archive.json', '{"format":"footsteps-archive","version":1}'), 'format: expected "footsteps-expectation"'],
  ])('refuses a file that %s with one sentence that names it', async (_what, path, sentence) => {
    const read = await readExpectation(path());
    expect(read.ok ? '' : read.error).toContain(`${path()}: `);
    expect(read.ok ? '' : read.error).toContain(sentence);
    expect(read.ok ? '' : read.error).not.toContain('\n');
  });
});
