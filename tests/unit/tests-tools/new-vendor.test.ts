import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVendor } from '../../tools/new-vendor.ts';
import { PROJECT_ROOT, toolScript } from '../../tools/run-tool.ts';

const FIXTURES = path.join(PROJECT_ROOT, 'tests/fixtures');
const COPIED = [
  'package.json', 'tsconfig.json', 'vitest.config.ts', 'lib/README.md', 'lib/base', 'lib/domain', 'lib/protocols', 'lib/archive', 'lib/view/messages', 'tests/conformance',
  'tests/fakes/cpu-time.ts', 'tests/fakes/english.ts', 'tests/fakes/patience.ts',
  'tests/tools/corpus.ts', 'tests/tools/run-tool.ts', 'tests/tools/vendor-table.ts',
];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'new-vendor-'));
  for (const part of COPIED) await cp(path.join(PROJECT_ROOT, part), path.join(root, part), { recursive: true });
  // It runs the vendors' unit tests once more, of which nothing concerns a vendor that declares no codes.
  await rm(path.join(root, 'tests/conformance/codes.test.ts'));
  // One recording a vendor is enough to have neighbours.
  for (const vendor of await readdir(FIXTURES, { withFileTypes: true })) {
    if (!vendor.isDirectory()) continue;
    const [first = ''] = (await readdir(path.join(FIXTURES, vendor.name))).filter((file) => !file.endsWith('.golden.json')).toSorted();
    for (const file of [first, first.replace(/json$/, 'golden.json')]) {
      await cp(path.join(FIXTURES, vendor.name, file), path.join(root, 'tests/fixtures', vendor.name, file)).catch(() => undefined);
    }
  }
  await symlink(path.join(PROJECT_ROOT, 'node_modules'), path.join(root, 'node_modules'), 'junction');
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs an installed tool in the copy; a nested run must not take itself for the outer one's worker. */
function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; output: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|CI$|TINYPOOL)/.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { ...clean, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output }));
  });
}

type Report = { readonly numTotalTests: number; readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[] };

/** The names of the conformance tests that fail in the copy. */
async function failing(tests = 'tests/conformance'): Promise<{ total: number; names: string[] }> {
  const report = path.join(root, 'report.json');
  await run(toolScript('vitest'), ['run', tests, '--reporter=json', `--outputFile=${report}`], { FUZZ_RUNS: '20' });
  const { numTotalTests, testResults } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const names = testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === 'failed').map((test) => test.fullName);
  return { total: numTotalTests, names };
}

describe('npm run new:vendor', () => {
  it.each(['', 'Acme', '1acme', 'a--b', '../x', 'acme.', 'sentry', 'krenalis'])('writes nothing for "%s"', async (id) => {
    const catalog = await readFile(path.join(root, 'lib/protocols/catalog.ts'), 'utf8');
    expect(await newVendor(root, id)).toMatchObject({ ok: false, why: expect.stringMatching(/is no id|is there already/) });
    expect(await readFile(path.join(root, 'lib/protocols/catalog.ts'), 'utf8')).toBe(catalog);
  });

  it('writes a vendor that compiles, and that conformance takes once its recording is real', { timeout: 300_000 }, async () => {
    const written = await newVendor(root, 'm-acme');
    expect(written).toEqual({
      ok: true, written: ['lib/protocols/vendors/m-acme.ts', 'tests/fixtures/m-acme/m-acme-sdk-0.0.0--placeholder.json', 'lib/protocols/catalog.ts', 'lib/README.md'],
    });
    expect(await readFile(path.join(root, 'lib/protocols/catalog.ts'), 'utf8')).toMatch(/\bkrenalis, mAcme, rudderstack\b/);
    expect(await readFile(path.join(root, 'lib/README.md'), 'utf8')).toMatch(/^\| `m-acme` \| m-acme \| analytics \| track \| declared \|/m);

    await writeFile(path.join(root, 'tsconfig.copy.json'), JSON.stringify({ extends: './tsconfig.json', include: ['lib/protocols'] }));
    expect(await run(toolScript('typescript', 'tsc'), ['--noEmit', '-p', 'tsconfig.copy.json'])).toEqual({ code: 0, output: '' });

    expect((await failing('tests/conformance/docs.test.ts')).names).toEqual([expect.stringMatching(/m-acme.* is a recording of the real SDK/)]);

    const recording = path.join(root, 'tests/fixtures/m-acme/m-acme-sdk-0.0.0--placeholder.json');
    await writeFile(recording, (await readFile(recording, 'utf8')).replace(/\s*"placeholder": true\s*/, ''));
    const real = await failing();
    expect(real.names).toEqual([]);
    expect(real.total).toBeGreaterThan(100);
    expect(await readFile(recording.replace(/json$/, 'golden.json'), 'utf8')).toContain('"name": "clicked"');
  });
});
