import { readFileSync } from 'node:fs';
import { recordingFile, runInspect } from '../inspect-run.ts';
import { figure, processorTime, type Figure } from '../measure.ts';

/** `inspect` of a long archive to NDJSON, with its start, beside `JSON.parse` of the archive's requests. */
export function inspected(mb: number): Figure[] {
  const path = recordingFile(mb, 'archive');
  // One a line, behind the archive's own two.
  const entries = readFileSync(path, 'utf8').split('\n').slice(2).map((line) => line.replace(/,$|\]\}$/, ''));
  const { status, cpu, events, errors } = runInspect(path, 'ndjson');
  if (status !== 0 || !events) throw new Error(`inspect failed: ${errors.slice(0, 500)}`);
  const parseMs = processorTime(() => entries.forEach((entry) => entry && JSON.parse(entry)));
  return [figure('inspect.rate', `\`inspect\` of ${mb} MB to NDJSON`, 'events/s', [events / cpu], { what: '`JSON.parse` of the same requests', value: (events / parseMs) * 1000 })];
}
