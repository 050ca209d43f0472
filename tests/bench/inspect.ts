/**
 * `node tests/bench/inspect.ts [MB] [archive|har|gz] [format]`: time, processor time, events per second of it and largest resident memory of
 * `inspect` over a generated file of so many MB (default 200).
 */
import { recordingFile, runInspect } from './inspect-run.ts';

const [mb = '200', kind = 'archive', format = 'ndjson'] = process.argv.slice(2);
const path = recordingFile(Number(mb), kind);
const { status, seconds, cpu, rss, events, mb: size, errors } = runInspect(path, format);
console.log(`${path} ${size.toFixed(0)} MB as ${format}: status ${status}, ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time${events === null ? '' : `, ${events} events, ${Math.round(events / cpu)} events/s of it`}, max RSS ${Math.round(rss)} MB`);
if (status !== 0) console.log(errors.slice(0, 500));
