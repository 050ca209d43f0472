import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { compareWithExpectation } from '../../../lib/archive/expectation-diff.ts';
import { expectationText, observe, parseExpectation, type Expectation } from '../../../lib/archive/expectation.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { readRequests } from '../../../lib/app/read-requests.ts';
import { archive, event, finding, request, session, T } from '../../fakes/archive.ts';
import { recordings, type Recording } from '../../tools/corpus.ts';
import { recordedArchive } from '../../tools/recorded-archive.ts';

const textOf = async (of: Archive): Promise<string> => (await collect(expectationText(partsOf(of)))).join('');

function parsed(text: string): Expectation {
  const read = parseExpectation(text);
  if (!read.ok) throw new Error(`${read.error.place}: ${read.error.message}`);
  return read.value;
}

async function archiveOf(recording: Recording): Promise<Archive> {
  const read = parseArchive(recordedArchive(recording));
  if (!read.ok) throw new Error(read.error.message);
  const recorded = await readRequests(toCapturedRequests(read.value.archive.requests), { now: recording.startedAt + 3_600_000 });
  return buildArchive(recorded, { exporter: { name: 'Footsteps', version: '0.1.0' }, createdAt: recording.startedAt });
}

const step = (kind: string, name: string, at: number, extra: object = {}) => event(`e${at}`, { kind, name, occurredAt: T + at, isError: false, ...extra });

describe('a recording as expectation', () => {
  it.each(recordings())('of $vendor $name is what the recording itself fulfils', async ({ recording }) => {
    const whole = await archiveOf(recording);
    const expectation = parsed(await textOf(whole));
    expect(expectation.sessions).toHaveLength(whole.sessions.length);
    expect(compareWithExpectation(expectation, await observe(partsOf(whole)))).toEqual({ differences: 0, lines: [] });
  });

  it('has sessions and footsteps in their order, without what differs from run to run', async () => {
    const text = await textOf(archive({
      requests: [request('r1'), request('r2', { outcome: { kind: 'failed', error: 'x', endedAt: T } })],
      sessions: [session('s2', { startedAt: T + 9000 }), session('s1', { end: { cause: 'reset', confidence: 'certain', evidence: '', nextKey: null }, endpoint: { collector: 'x', project: null } })],
      events: [
        step('track', 'Order 12345 of 7d444840-9dc0-11d1-b245-5ffdce74fad2', 5, { page: 'https://staging.example.test/order/deadbeef01/3?x=1' }), step('heartbeat', 'Beat', 6), step('page', 'Cart', 1), step('replay', 'Segment', 7),
        step('error', 'Boom', 8, { isError: true, requestId: 'r2', page: null }), step('track', 'Lost', 3, { sessionKey: null }),
      ],
      findings: [finding(), finding(), finding({ severity: 'info', code: 'quiet' })],
    }));
    expect(text).toBe(`{
  "format": "footsteps-expectation",
  "version": 1,
  "sessions": [
    {
      "protocol": "sentry",
      "began": "declaredStart",
      "ended": "reset",
      "findings": ["session.sample"],
      "footsteps": [
        {"kind":"page","name":"Cart","page":"/"},
        {"kind":"track","name":{"like":"Order * of *"},"page":{"like":"/order/*/3"}},
        {"kind":"error","name":"Boom","isError":true,"delivered":false}
      ]
    },
    {
      "protocol": "sentry",
      "project": "42",
      "began": "declaredStart",
      "findings": [],
      "footsteps": []
    }
  ],
  "withoutSession": [
    {"kind":"track","name":"Lost","page":"/"}
  ]
}
`);
    expect(parsed(await textOf(archive({ sessions: [], events: [] })))).toMatchObject({ sessions: [], withoutSession: [] });
  });

  it('is equal for two runs whose ids and times differ', async () => {
    const run = (id: string, from: number): Promise<string> => textOf(archive({ createdAt: from, sessions: [session(id, { sessionId: id, startedAt: from })], events: [event(id, { sessionKey: id, occurredAt: from, name: `Order ${from}` })], findings: [] }));
    expect(await run('a', T)).toBe(await run('b', T + 86_400_000));
  });

  it('keeps footsteps of one moment in the order in which they were sent', async () => {
    const { sessions } = await observe(partsOf(archive({ events: [step('track', 'second', 1, { id: 'b', index: 1 }), step('track', 'third', 1, { id: 'c', receivedAt: T + 50 }), step('track', 'first', 1, { id: 'a', index: 0 })] })));
    expect(sessions[0]?.footsteps.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });
});

describe('a file of expectations', () => {
  const base = { format: 'footsteps-expectation', version: 1, sessions: [{ protocol: 'sentry', footsteps: [{ kind: 'page' }] }] };

  it('may leave out all but the vendor and the kinds', () => {
    expect(parsed(JSON.stringify(base))).toEqual(base);
  });

  it.each<[string, unknown, string]>([
    ['an archive', { format: 'footsteps-archive', version: 1 }, 'format'],
    ['a newer version', { ...base, version: 2 }, 'version'],
    ['a misspelt key', { ...base, sessions: [{ protocol: 'sentry', footstep: [] }] }, 'sessions[0].footstep'],
    ['a prototype key', JSON.parse('{"format":"footsteps-expectation","version":1,"sessions":[{"protocol":"sentry","__proto__":{"began":"x"}}]}'), 'sessions[0].__proto__'],
    ['an unknown cause', { ...base, sessions: [{ protocol: 'sentry', began: 'whim' }] }, 'sessions[0].began'],
    ['an unknown kind', { ...base, sessions: [{ protocol: 'sentry', footsteps: [{ kind: 'dance' }] }] }, 'sessions[0].footsteps[0].kind'],
    ['a name that is a number', { ...base, sessions: [{ protocol: 'sentry', footsteps: [{ kind: 'page', name: 5 }] }] }, 'sessions[0].footsteps[0].name'],
    ['a list', [], 'format'],
  ])('that is %s is refused by its place', (_what, value, place) => {
    const read = parseExpectation(JSON.stringify(value));
    expect(read).toMatchObject({ ok: false, error: { place, message: expect.stringContaining('expected ') as string } });
  });

  it.each(['', '{', 'null', '[[[['.repeat(10_000), '{"format":1e999}'])('that is %.20s is refused', (text) => {
    expect(parseExpectation(text).ok).toBe(false);
  });
});
