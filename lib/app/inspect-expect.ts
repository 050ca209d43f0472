import { readFile } from 'node:fs/promises';
import { compareWithExpectation } from '../archive/expectation-diff.ts';
import { observe, parseExpectation, type Expectation } from '../archive/expectation.ts';
import type { ArchiveParts } from '../archive/parts.ts';
import { sentenceOf } from '../archive/problem.ts';
import { decodeUtf8 } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';

/** No fixture is larger. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads the file of `--expect`; fails with one sentence that names the file, the place in it and what was expected. */
export async function readExpectation(name: string): Promise<Result<Expectation>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return err(`${name}: expected a readable file of expectations, found ${code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a directory' : code}`);
  }
  if (bytes.length > MAX_BYTES) return err(`${name}: expected at most ${MAX_BYTES / 1024 / 1024} MB of expectations, found more`);
  const parsed = parseExpectation(decodeUtf8(bytes).text);
  return parsed.ok ? ok(parsed.value) : err(`${name}: ${sentenceOf(parsed.error)}`);
}

/** How a recording compares with what `--expect` names, as text for a person. */
export async function checkExpectation(name: string, expectation: Expectation, parts: ArchiveParts): Promise<{ readonly matches: boolean; readonly text: string }> {
  const observed = await observe(parts);
  const { differences, lines } = compareWithExpectation(expectation, observed);
  const footsteps = observed.sessions.reduce((n, session) => n + session.footsteps.length, observed.withoutSession.length);
  if (!differences) return { matches: true, text: `As expected in ${name}: ${count(observed.sessions.length, 'session')}, ${count(footsteps, 'footstep')}.\n` };
  return { matches: false, text: `${count(differences, 'difference')} from ${name} (- is missing, + is not expected, ! is otherwise):\n${lines.map((line) => `${line}\n`).join('')}` };
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
