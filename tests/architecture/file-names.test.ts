import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { misnamed } from './file-names.ts';
import { ROOT } from './source-files.ts';

let planted: string | null = null;

/** What is told of a tree: path -> its count of lines. */
function told(tree: Record<string, number>): string[] {
  planted = mkdtempSync(join(tmpdir(), 'file-names-'));
  for (const [path, lines] of Object.entries(tree)) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), 'x\n'.repeat(lines));
  }
  return misnamed(planted);
}

afterEach(() => {
  if (planted) rmSync(planted, { recursive: true });
  planted = null;
});

describe('the canary', () => {
  it.each([
    ['lib/base/twoWords.ts', 'files are named in kebab-case'],
    ['lib/base/Two.ts', 'files are named in kebab-case'],
    ['lib/base/two_words.ts', 'files are named in kebab-case'],
    ['lib/twoWords/a.ts', 'the folder twoWords is not in kebab-case'],
    ['components/useLive.ts', 'files are named in kebab-case'],
    ['components/ui/button.tsx', "a component's file is named as the component, in PascalCase"],
    ['components/theme/Tokens.css', 'files are named in kebab-case'],
    ['components/ui/Button.module.css', 'X.module.css stands beside its X.tsx'],
    ['entrypoints/popup/Main.tsx', 'files are named in kebab-case'],
    ['tests/tools/newVendor.ts', 'files are named in kebab-case'],
    ['tests/unit/base/gone.test.ts', 'it mirrors no source, as there is no lib/base/gone.ts'],
    ['tests/unit/gone.test.ts', 'it mirrors no source, as there is no lib/gone.ts'],
    ['tests/unit/components/ui/Gone.test.tsx', 'it mirrors no source, as there is no components/ui/Gone.ts'],
    ['tests/unit/tests-tools/gone.test.ts', 'it mirrors no source, as there is no tests/tools/gone.ts'],
    ['tests/unit/base/helper.ts', 'tests/unit holds tests only; what tests share stands in tests/fakes or tests/tools'],
  ])('%s: %s', (path, why) => {
    expect(told({ [path]: 1 })).toEqual([`${path}: ${why}`]);
  });

  it('counts lines', () => {
    expect(told({ 'lib/base/a.ts': 401, 'lib/base/b.ts': 400, 'components/A.tsx': 401, 'entrypoints/background.ts': 40, 'entrypoints/popup/main.tsx': 39 })).toEqual([
      'components/A.tsx: 401 lines, where a file has at most 400',
      'entrypoints/background.ts: 40 lines, where an entrypoint has less than 40',
      'lib/base/a.ts: 401 lines, where a file has at most 400',
    ]);
  });

  it('looks over what Chromium puts beside an extension that it has loaded', () => {
    expect(told({ 'tests/e2e/support/blocker/_metadata/generated_indexed_rulesets/_ruleset1': 1 })).toEqual([]);
  });

  it('lets good names pass', () => {
    const good = [
      'lib/base/lossless-json.ts', 'lib/protocols/vendors/acme.ts', 'lib/protocols/vendors/other/index.ts', 'lib/store/migrations/1.ts', 'components/use-live.ts',
      'components/ui/VirtualList.tsx', 'components/ui/VirtualList.module.css', 'components/theme/tokens.css', 'entrypoints/page-tap.content.ts', 'entrypoints/popup/index.html',
      'entrypoints/popup/main.tsx', 'tests/tools/new-vendor.ts', 'tests/fixtures/Acme/acme-1.2.3--Odd_Name.json', 'tests/unit/base/lossless-json.test.ts',
      'tests/unit/base/lossless-json.numbers.test.ts', 'tests/unit/protocols/vendors/acme.test.ts', 'tests/unit/protocols/vendors/other.test.ts',
      'tests/unit/components/use-live.test.ts', 'tests/unit/components/ui/VirtualList.test.tsx', 'tests/unit/tests-tools/new-vendor.test.ts',
    ];
    expect(told(Object.fromEntries(good.map((path) => [path, 1])))).toEqual([]);
  });
});

describe('this checkout', () => {
  it('keeps the rules of names and sizes', () => {
    expect(misnamed(ROOT)).toEqual([]);
  });
});
