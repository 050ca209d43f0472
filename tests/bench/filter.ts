/**
 * `node tests/bench/filter.ts`: how long filters take over 100 000 footsteps of 1 000 sessions, beside a plain loop that asks each name for a
 * word with `includes`. A keystroke compiles the filter and asks every footstep; texts of rows are made once, so the first run is apart.
 * Seen with Node 24 on a busy machine of two cores: terms 3 to 11 times the plain loop, words 16 to 21 times, a regular expression and a field
 * inside the data about 30 times, which is 60 ms; the first run, once for each footstep that arrives, 145 ms for all.
 */
import { compileFilter } from '../../lib/view/filter/evaluate.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import { shownSessions } from '../../lib/view/filter/select.ts';
import { demoFootstep } from '../fakes/demo-footsteps.ts';
import { manySessions, NOW } from '../fakes/demo-sessions.ts';

const RUNS = 15;
const sessions = manySessions(1000);
const byKey = new Map(sessions.map((session) => [session.key, session]));
const footsteps = sessions.flatMap((session, s) => Array.from({ length: 100 }, (_, n) =>
  demoFootstep(session, n, n * 1000, { kind: n % 9 === 0 ? 'error' : 'track', name: `${n % 7 === 0 ? 'add to basket' : 'page view'} ${s}-${n}`, data: { level: n % 5 ? 'info' : 'fatal', tags: [{ key: 'a', value: String(n) }] } })));
const context = { now: NOW, vendorName: (id: string) => id, fields: [], findings: [], footsteps };

/** Milliseconds of the middle run. */
function median(work: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return times.toSorted((a, b) => a - b)[RUNS >> 1] as number;
}

let kept = 0;
function keystroke(text: string): void {
  const matcher = compileFilter(parseFilter(text), context);
  kept = footsteps.filter((f) => matcher.footstep(f, f.sessionKey === null ? undefined : byKey.get(f.sessionKey))).length;
}

const lower = footsteps.map((f) => f.name.toLowerCase());
const plain = median(() => void lower.filter((name) => name.includes('basket')));
const from = performance.now();
keystroke('basket');
console.log(`plain includes over the names: ${plain.toFixed(1)} ms; first filter, which makes the texts: ${(performance.now() - from).toFixed(0)} ms`);
for (const text of ['basket', 'basket -kind:error', '/add.*9$/', 'vendor:sentry status:>=400', 'state:live OR kind:error', 'errors:>0 page:shop', 'level:fatal', 'gap:>30m', 'basket (kind:error OR state:expired) -user:ada']) {
  const ms = median(() => keystroke(text));
  console.log(`${text.padEnd(48)} ${ms.toFixed(1).padStart(6)} ms  ${(ms / plain).toFixed(1).padStart(5)} x  ${kept} kept`);
}
const matcher = compileFilter(parseFilter('basket'), context);
console.log(`sessions shown for "basket": ${median(() => void shownSessions(matcher, sessions, footsteps)).toFixed(1)} ms`);
