import { describe, expect, it } from 'vitest';
import { filterParts, readFilter } from '../../../lib/app/inspect-filter.ts';
import type { Archive } from '../../../lib/archive/archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import type { ArchiveParts } from '../../../lib/archive/parts.ts';
import { stateAt } from '../../../lib/domain/session.ts';
import { archive, event, finding, request, session, T } from '../../fakes/archive.ts';
import { DEMO_FINDINGS, DEMO_SESSIONS, NOW } from '../../fakes/demo-sessions.ts';
import { FILTER_CASES, FILTER_FOOTSTEPS, lettersOf } from '../../fakes/filter-cases.ts';

const whole = archive({
  requests: [request('r1'), request('r2', { outcome: { kind: 'responded', status: 500, endedAt: T + 5 } }), request('r3'), request('r4')],
  events: [event('e1'), event('e2', { requestId: 'r2', kind: 'page', name: 'Front page', occurredAt: T + 3_600_000 }), event('e3', { requestId: 'r3', sessionKey: 's2', repeats: 1, repeatedBy: ['r4'], data: { level: 'fatal' } }), event('e4', { requestId: 'gone', sessionKey: null, name: 'Stray' })],
  sessions: [
    session('s1', { heartbeat: { periodMs: 10, nextDueAt: null, seen: [T, T + 100], suspended: false, periodFrom: 'observed' }, site: 'https://shop.example.test' }),
    session('s2', { state: 'expired', end: { cause: 'idleTimeout', confidence: 'certain', evidence: '', nextKey: null }, identity: { userId: 'u-2' }, heartbeat: 'none', site: 5 }),
  ],
  findings: [finding(), finding({ code: 'of.request', sessionKey: null, requestId: 'r2' }), finding({ code: 'of.event', sessionKey: 's2', eventId: 'e3' }), finding({ code: 'of.all', sessionKey: null })],
});

const kept = async (text: string): Promise<Archive> => {
  const filter = readFilter(text);
  if (!filter.ok) throw new Error(filter.error);
  const { parts } = await filterParts(partsOf(whole), filter.value);
  return { ...parts, sessions: await collect(parts.sessions()), requests: await collect(parts.requests()), events: (await collect(parts.events())).map(({ event: one }) => one), findings: await collect(parts.findings()) };
};
const ids = ({ sessions, events, requests, findings }: Archive) => [sessions.map((s) => s.key), events.map((e) => e.id), requests.map((r) => r.id), findings.map((f) => f.code)].map((list) => list.join(' '));

describe('an archive through a filter', () => {
  it.each([
    ['state:expired rotated:idle', ['s2', 'e3', 'r3 r4', 'of.event of.all']],
    ['status:>=500', ['s1', 'e2', 'r2', 'session.sample of.request of.all']],
    ['gap:>30m', ['s1', 'e1 e2', 'r1 r2', 'session.sample of.request of.all']],
    ['beats:missed', ['s1', 'e1 e2', 'r1 r2', 'session.sample of.request of.all']],
    ['has:repeat', ['s2', 'e3', 'r3 r4', 'of.event of.all']],
    ['sentry.event.level:fatal', ['s2', 'e3', 'r3 r4', 'of.event of.all']],
    ['stray', ['', 'e4', '', 'of.all']],
    ['u-2 -kind:error', ['s2', '', '', 'of.all']],
    ['-kind:error', ['s1 s2', 'e2', 'r2', 'session.sample of.request of.all']],
    ['nothing', ['', '', '', 'of.all']],
  ])('%s', async (text, expected) => expect(ids(await kept(text))).toEqual(expected));

  it('keeps what it says of the whole recording, and changes nothing of its input', async () => {
    const before = JSON.stringify(whole);
    expect(await kept('stray')).toMatchObject({ createdAt: whole.createdAt, exporter: whole.exporter, captureLedger: whole.captureLedger });
    expect(JSON.stringify(whole)).toBe(before);
  });
});

describe('a filter that does not parse', () => {
  it('is told with its sentence and carets under the place', () => {
    expect(readFilter('state:expired kind:eror x')).toMatchObject({ ok: false, error: expect.stringMatching(/^--filter: "kind:" knows no "eror".*\n {2}state:expired kind:eror x\n {21}\^{4}$/) as string });
  });
  it('stands over its carets with wide letters, and moves no cursor', () => {
    const told = readFilter('日本\t\u001b[2J status:x');
    expect(told.ok ? '' : told.error.split('\n').slice(1)).toEqual(['  日本 ·[2J status:x', `${' '.repeat(2 + 4 + 1 + 4 + 1 + 7)}^`]);
  });
  it('may be only unfinished, which here is wrong too', () => expect(readFilter('kind:')).toMatchObject({ ok: false }));
});

describe('the language of the panel', () => {
  /** What the panel's test has on screen, as an archive of that moment has it. */
  const written: unknown = {
    ...partsOf(archive({})), createdAt: NOW,
    sessions: () => DEMO_SESSIONS.map(({ upcoming: _, ...one }) => ({ ...one, state: stateAt({ ...one, upcoming: _ }, NOW) })),
    events: () => FILTER_FOOTSTEPS.map((footstep) => ({ event: footstep, request: { outcome: footstep.outcome }, lastOutcome: footstep.outcome })),
    findings: () => DEMO_FINDINGS,
  };
  it.each(FILTER_CASES)('says the same here: %s', async (text, left) => {
    const filter = readFilter(text);
    if (!filter.ok) throw new Error(filter.error);
    const { parts } = await filterParts(written as ArchiveParts, filter.value);
    const [sessions, events] = [await collect(parts.sessions()), await collect(parts.events())];
    expect(`${lettersOf(sessions.map(({ key }) => key))} ${events.length}`).toBe(left);
  });
});
