import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { writeOut } from '../../../lib/app/inspect-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'footsteps-out-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('takes the place of what was there, compressed where the name says so', async () => {
  const [plain, packed] = [join(folder, 'a.json'), join(folder, 'a.json.gz')];
  writeFileSync(plain, 'old');
  for (const path of [plain, packed]) {
    expect(await writeOut(path, async (out) => {
      await out('new ');
      expect(readFileSync(plain, 'utf8')).toBe(path === plain ? 'old' : 'new text');
      await out('text');
    })).toEqual({ ok: true, value: null });
  }
  expect(readFileSync(plain, 'utf8')).toBe('new text');
  expect(gunzipSync(readFileSync(packed)).toString()).toBe('new text');
  expect(readdirSync(folder).toSorted()).toEqual(['a.json', 'a.json.gz']);
});

it('leaves what was there, and nothing beside it, where the writing fails', async () => {
  const path = join(folder, 'good.json');
  writeFileSync(path, 'good');
  const failed = await writeOut(path, async (out) => {
    await out('half of');
    throw new Error('the input broke');
  });
  expect(failed).toEqual({ ok: false, error: expect.stringContaining('the input broke') as string });
  expect(readFileSync(path, 'utf8')).toBe('good');
  expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
});

it('says which file cannot be written', async () => {
  const path = join(folder, 'no-such-folder', 'a.json');
  expect(await writeOut(path, async (out) => out('text'))).toEqual({ ok: false, error: `--out: expected a file that can be written, found ENOENT for ${path}` });
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  expect((await writeOut(directory, async (out) => out('text'))).ok).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
});
