import { describe, expect, it } from 'vitest';
import type { ImportId } from '../../../../lib/domain/import.ts';
import { asRequestId } from '../../../../lib/domain/request.ts';
import type { Session } from '../../../../lib/domain/session.ts';
import type { Footstep } from '../../../../lib/domain/views.ts';
import { compileFilter, isTimed } from '../../../../lib/view/filter/evaluate.ts';
import { parseFilter } from '../../../../lib/view/filter/parse.ts';
import { shownSessions } from '../../../../lib/view/filter/select.ts';
import { demoFootstep } from '../../../fakes/demo-footsteps.ts';
import { demoSession, NOW } from '../../../fakes/demo-sessions.ts';

const MIN = 60_000;
const ada = demoSession('9f3c', {
  identity: { userId: 'u-1', name: 'Ada Lovelace' }, attributes: { release: 'shop@3.14' }, counts: { events: 12, errors: 2, heartbeats: 5, requests: 9 },
  state: 'live', upcoming: [{ at: NOW - 1, state: 'late' }], start: { cause: 'idleTimeout', confidence: 'certain', evidence: '', previousKey: null },
  heartbeat: { periodMs: 30_000, periodFrom: 'observed', seen: [NOW - 4 * MIN, NOW - 3 * MIN], nextDueAt: NOW - 2 * MIN, suspended: false },
});
const bob = demoSession('77aa', {
  protocol: 'snowplow' as Session['protocol'], sessionId: 'AB-77', identity: { anonymousId: 'anon-7' }, state: 'expired', startedAt: NOW - 90 * MIN, lastActivityAt: NOW - 50 * MIN, endedAt: NOW - 20 * MIN,
  counts: { events: 2, errors: 0, heartbeats: 0, requests: 2 }, site: 'https://blog.example', end: { cause: 'maxDuration', confidence: 'likely', evidence: '', nextKey: null },
  heartbeat: { periodMs: null, periodFrom: null, seen: [], nextDueAt: null, suspended: true },
});
const page = demoFootstep(ada, 1, 0, { name: 'Front page' });
const error = demoFootstep(ada, 2, 2 * MIN, { kind: 'error', name: 'TypeError: x', isError: true, outcome: { kind: 'responded', status: 429, endedAt: NOW }, data: { level: 'fatal', exception: { values: [{ type: 'TypeError', line: 12 }] }, 'app.version': { minor: 3 } } });
const start = demoFootstep(bob, 3, 0, { kind: 'sessionStart', name: 'Session start', outcome: { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT', endedAt: NOW }, repeats: 2 });
const basket = demoFootstep(bob, 4, 40 * MIN, { kind: 'track', name: 'Add to basket', page: 'https://blog.example/p/1', outcome: { kind: 'pending' } });
const stray = demoFootstep(ada, 5, 9, { name: 'Stray', sessionKey: null, identity: {}, requestId: asRequestId('r-stray') });
const footsteps: readonly Footstep[] = [page, error, start, basket, stray];
const findings = [
  { code: 'heartbeat.missed', severity: 'warning' as const, sessionKey: bob.key, eventId: null, requestId: null },
  { code: 'error.lost', severity: 'error' as const, sessionKey: ada.key, eventId: error.id, requestId: null },
  { code: 'clock.skew', severity: 'info' as const, sessionKey: null, eventId: null, requestId: stray.requestId },
];
const sessions = [ada, bob];
const context = { now: NOW, vendorName: (id: string) => (id === 'sentry' ? 'Sentry' : 'Snow Plow'), fields: [{ name: 'sentry.event.level', label: 'Level', path: 'level' }, { name: 'sentry.error.type', label: 'Type', path: 'exception/values/*/type' }], findings, footsteps };

/** Letters of the footsteps and sessions that are shown: page, error, start, basket, "x" for the one without a session | Ada, Bob. */
function shown(text: string): string {
  const filter = parseFilter(text);
  expect(filter.problem).toBeNull();
  const matcher = compileFilter(filter, context);
  const of = (f: Footstep): Session | undefined => sessions.find((s) => s.key === f.sessionKey);
  const letters = footsteps.filter((f) => matcher.footstep(f, of(f))).map((f) => 'pesbx'[footsteps.indexOf(f)]).join('');
  return `${letters}|${shownSessions(matcher, sessions, footsteps).map((s) => (s === ada ? 'A' : 'B')).join('')}`;
}

describe('each term', () => {
  it.each([
    ['', 'pesbx|AB'],
    ['BASKET add', 'b|B'], ['"add to"', 'b|B'], ['/p/1', 'b|B'], ['lovelace', 'pe|A'], ['lovelace front', 'p|A'], ['shop@3.14', 'pe|A'], ['nothing', '|'],
    ['/^type/i', 'e|A'], ['/^type/', '|'], ['/a.*basket$/i', 'b|B'],
    ['vendor:sentry', 'pex|A'], ['vendor:"snow p"', 'sb|B'], ['vendor:s', 'pesbx|AB'], ['vendor:=sentry', 'pex|A'],
    ['kind:error', 'e|A'], ['kind:session', 's|B'], ['kind:session-start', 's|B'],
    ['state:late', 'pe|A'], ['state:live', '|'], ['state:e', 'sb|B'],
    ['user:ada', 'pe|A'], ['user:anon', 'sb|B'], ['user:=u-1', 'pe|A'], ['user:=u', '|'],
    ['session:9f', 'pe|A'], ['session:ab-', 'sb|B'], ['session:f3c', '|'], ['session:=ab', '|'], ['session:=ab-77', 'sb|B'],
    ['status:429', 'e|A'], ['status:>=400', 'e|A'], ['status:<400', 'px|A'], ['status:<=200', 'px|A'], ['status:200-428', 'px|A'], ['status:>429', '|'],
    ['delivery:blocked', 's|B'], ['delivery:failed', '|'], ['delivery:pending', 'b|B'], ['delivery:limited', 'e|A'], ['delivery:delivered', 'px|A'],
    ['rotated:idle', 'pe|A'], ['rotated:max', 'sb|B'], ['rotated:server', '|'],
    ['beats:missed', 'pesb|AB'], ['beats:late', 'pe|A'], ['beats:suspended', 'sb|B'],
    ['gap:>30m', 'sb|B'], ['gap:2m', 'pe|A'], ['gap:1-3m', 'pe|A'],
    ['has:finding', 'esbx|AB'], ['has:error', 'pe|A'], ['has:user', 'pe|A'], ['has:heartbeat', 'pe|A'], ['has:repeat', 's|B'],
    ['finding:heartbeat', 'sb|B'], ['finding:error', 'e|A'], ['finding:=clock.skew', 'x|'], ['finding:error.lost', 'e|A'],
    ['errors:>0', 'pe|A'], ['errors:=0', 'sb|B'], ['events:>10', 'pe|A'],
    ['duration:>30m', 'sb|B'], ['duration:<10m', 'pe|A'],
    ['page:blog', 'b|B'], ['page:shop', 'pesx|AB'],
    ['sentry.event.level:fatal', 'e|A'], ['sentry.error.type:=typeerror', 'e|A'], ['exception.values.line:>10', 'e|A'], ['exception.values.line:<12', '|'], ['level:fat', 'e|A'], ['data.level:=fatal', 'e|A'],
    ['app.version.minor:3', 'e|A'], ['exception:TypeError', 'e|A'], ['release:3.14', 'pe|A'], ['level.deeper:x', '|'],
    ['-lovelace', 'sbx|B'], ['lovelace -kind:error', 'p|A'], ['-kind:error', 'psbx|AB'], ['kind:error OR kind:track', 'eb|AB'], ['(front OR basket) -state:expired', 'p|A'], ['-(kind:error OR state:expired)', 'px|A'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));
});

it('changes with time alone only where it asks for time', () => {
  expect(['state:live', 'a OR -beats:late', 'duration:>5m'].every((text) => isTimed(parseFilter(text).root))).toBe(true);
  expect(['', 'a', 'kind:error gap:>5m'].some((text) => isTimed(parseFilter(text).root))).toBe(false);
});

it('finds what is from a file, by its name', () => {
  const mark = { id: 'i0011223344556677' as ImportId, fileName: 'Shop.har', asOf: NOW };
  const ofFile = { ...ada, imported: mark };
  const test = (text: string, session: Session): boolean => compileFilter(parseFilter(text), { now: NOW, vendorName: (id) => id, fields: [], findings: [], footsteps: [] }).footstep(page, session);
  expect([test('imported:shop', ofFile), test('imported:=shop.har', ofFile), test('imported:other', ofFile), test('imported:shop', ada), test('-imported:shop', ada)]).toEqual([true, true, false, false, true]);
});
