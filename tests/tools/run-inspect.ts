#!/usr/bin/env node
/** The command `npm run -s inspect`: gives `lib/app/inspect.ts` this process's files, terminal and clockless surroundings. */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

// Without it, half the time of a small file goes into stripping types.
enableCompileCache();
const [{ inspect }, { startReading }] = await Promise.all([import('../../lib/app/inspect.ts'), import('../../lib/app/read-requests.ts')]);

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
const { stdin, stdout, stderr, env } = process;

// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await inspect(process.argv.slice(2), {
  stdin,
  out: (text) => new Promise((taken) => void stdout.write(text, () => taken())),
  error: (text) => void stderr.write(text),
  width: stdout.isTTY ? Math.max(60, stdout.columns) : 100,
  color: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  version,
  startReading,
});
