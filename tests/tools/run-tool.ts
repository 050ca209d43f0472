import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Path of the script behind a command of an installed package, to be run by the Node that runs us: the shell shims in
 * `node_modules/.bin` do not exist in this form on Windows, and take whatever Node stands first in PATH.
 */
export function toolScript(packageName: string, command: string = packageName): string {
  const manifestPath = path.join(PROJECT_ROOT, 'node_modules', packageName, 'package.json');
  const manifest: unknown = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const bin = typeof manifest === 'object' && manifest !== null && 'bin' in manifest ? manifest.bin : undefined;
  const script = typeof bin === 'string' ? bin : typeof bin === 'object' && bin !== null ? (bin as Record<string, unknown>)[command] : undefined;
  if (typeof script !== 'string') throw new Error(`the package ${packageName} has no command "${command}"`);
  return createRequire(import.meta.url).resolve(path.join(path.dirname(manifestPath), script));
}

/** Runs a script with our own Node from the project's root, its output passed through; resolves with its exit code. */
export function runNode(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: PROJECT_ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
