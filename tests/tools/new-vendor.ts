/**
 * `npm run new:vendor acme`: writes what a new vendor begins with (a dissector that reads a made-up protocol, a placeholder of a recording, the
 * line of the catalogue, the row of the table in `lib/README.md`) and says what to do next.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { dissectorText, placeholderText } from './new-vendor-text.ts';
import { PROJECT_ROOT } from './run-tool.ts';

/** What was written, or why nothing was. */
export type NewVendor = { readonly ok: true; readonly written: readonly string[] } | { readonly ok: false; readonly why: string };

const CATALOG = 'lib/protocols/catalog.ts';

/** @param root a checkout of this project */
export async function newVendor(root: string, id: string): Promise<NewVendor> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return { ok: false, why: `"${id}" is no id: lower-case letters, digits and single dashes, a letter first` };
  const dissector = `lib/protocols/vendors/${id}.ts`;
  for (const taken of [dissector, `lib/protocols/vendors/${id}`, `tests/fixtures/${id}`]) {
    if (await exists(path.join(root, taken))) return { ok: false, why: `${taken} is there already` };
  }
  const catalog = withLine(await readFile(path.join(root, CATALOG), 'utf8'), id);
  if (catalog === null) return { ok: false, why: `${CATALOG} has no list of the form "catalog: readonly Dissector[] = […];"` };
  const recording = `tests/fixtures/${id}/${id}-sdk-0.0.0--placeholder.json`;
  await write(root, dissector, dissectorText(id, constantOf(id)));
  await write(root, recording, placeholderText(id));
  await write(root, CATALOG, catalog);
  await promisify(execFile)(process.execPath, [path.join(root, 'tests/tools/vendor-table.ts')], { cwd: root });
  return { ok: true, written: [dissector, recording, CATALOG, 'lib/README.md'] };
}

/** `app-insights` -> `appInsights`. */
const constantOf = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The catalogue with one more import and name, both in alphabetical order of the ids. */
function withLine(text: string, id: string): string | null {
  const list = /^(export const catalog: readonly Dissector\[\] = \[)([^\]]*)(\];)$/m.exec(text);
  if (!list) return null;
  const importLine = `import { ${constantOf(id)} } from './vendors/${id}.ts';`;
  const lines = text.split('\n');
  const imports = lines.filter((line) => line.includes("from './vendors/"));
  const idOf = (line: string) => /'\.\/vendors\/([^/']+?)(?:\.ts|\/)/.exec(line)?.[1] ?? '';
  const sorted = [...imports, importLine].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const names = sorted.map((line) => constantOf(idOf(line))).join(', ');
  const others = lines.filter((line) => !imports.includes(line));
  const after = others.findLastIndex((line) => line.startsWith('import ')) + 1;
  return others.toSpliced(after, 0, ...sorted).join('\n').replace(list[0], `${list[1]}${names}${list[3]}`);
}

async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

const exists = (file: string): Promise<boolean> => stat(file).then(() => true, () => false);

if (import.meta.main) {
  const [id, ...rest] = process.argv.slice(2);
  if (id === undefined || rest.length > 0) {
    console.error('usage: npm run new:vendor <id>');
    process.exitCode = 2;
  } else {
    const result = await newVendor(PROJECT_ROOT, id);
    if (result.ok) {
      console.log(`written:\n${result.written.map((file) => `  ${file}`).join('\n')}\n`);
      console.log('next: replace the placeholder by a real, scrubbed recording (tests/fixtures/README.md), then the dissector\'s made-up protocol by the');
      console.log(`vendor's; \`npm run unit -- tests/conformance -t ${id} -u\` writes the goldens: read them line by line.`);
    } else {
      console.error(result.why);
      process.exitCode = 1;
    }
  }
}
