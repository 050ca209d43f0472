import { describe, expect, it } from 'vitest';
import { describeLane } from '../../lib/domain/describe-session.ts';
import type { Event, EventId } from '../../lib/domain/event.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Lane } from '../../lib/domain/lane.ts';
import type { IngestTransaction, Repository, RequestRecord, SessionRecord } from '../../lib/domain/ports.ts';
import { asRequestId, type Body, type RequestId } from '../../lib/domain/request.ts';
import type { SessionKey } from '../../lib/domain/session.ts';
import { applySignals } from '../../lib/domain/session-machine.ts';
import { testRules } from './rules.ts';
import { emptyLane, sighting, T0 } from './sightings.ts';

const rules = testRules({});
const MIN = 60_000;

const record = (id: string, change: Partial<RequestRecord> = {}): RequestRecord => ({
  id: asRequestId(id), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: null, pageUrl: null, initiator: null, resourceType: null, method: 'POST',
  url: 'https://c.test/', headers: [], startedAt: T0, outcome: { kind: 'pending' }, bodyKind: 'none', bodySize: null, protocol: 'test' as RequestRecord['protocol'],
  revision: 1, endpoint: { collector: 'https://c.test', project: null }, endpointKey: 'key', result: 'decoded', diagnostics: [], ...change,
});

const event = (id: string, change: Partial<Event> = {}): Event => ({
  id: id as EventId, requestId: asRequestId('r1'), index: 0, protocol: 'test' as Event['protocol'], endpoint: { collector: 'https://c.test', project: null }, kind: 'track',
  name: id, occurredAt: T0, sentAt: null, receivedAt: T0, sessionKey: null, identity: {}, page: null, isError: false, data: null, tabId: 1, dedupeKey: null,
  repeats: 0, repeatedBy: [], ...change,
});

/** A lane with one session a sighting, and all of its records as of `now`. */
function lived(now: number, ...sessions: { id: string; at: number; tabId?: number }[]): { lane: Lane; records: SessionRecord[] } {
  const sightings = sessions.map(({ id, at, tabId }) => sighting(at, { sessionId: id }, { tabId: tabId ?? null }));
  const { lane } = applySignals(emptyLane(), sightings, () => rules);
  return { lane, records: describeLane(lane, lane.sessions.keys(), () => rules, T0 + now) };
}

const finding = (sessionKey: SessionKey, code: string): Finding => ({ code, severity: 'info', message: code, sessionKey, eventId: null, requestId: null });
const write = (tx: IngestTransaction, { lane, records }: ReturnType<typeof lived>) => tx.putLane(lane).then(() => tx.putSessions(records, new Map()));

/** What every repository does, whatever it keeps things in. `findings` looks past the contract, as ingest only writes them. */
export function repositoryContract(name: string, create: () => { repository: Repository; findings: (key: SessionKey) => Promise<readonly Finding[]>; body: (id: RequestId) => Promise<Body | undefined> }): void {
  describe(`the repository ${name}`, () => {
    it('stores requests with their bodies, and outcomes later', async () => {
      const { repository, body } = create();
      const bytes: Body = { kind: 'bytes', bytes: new Uint8Array([1, 2]), encoding: 'gzip' };
      await repository.transact((tx) => tx.putRequests([record('r1'), record('r2')], new Map([[asRequestId('r1'), bytes]])));
      await repository.transact(async (tx) => {
        await tx.putOutcomes([{ ...(await tx.requests([asRequestId('r1')]))[0]!, outcome: { kind: 'responded', status: 204, endedAt: T0 } }]);
        expect(await tx.requests([asRequestId('r1')])).toEqual([record('r1', { outcome: { kind: 'responded', status: 204, endedAt: T0 } })]);
        expect(await tx.requests([asRequestId('r2')])).toEqual([record('r2')]);
        expect(await tx.requests([asRequestId('unknown')])).toEqual([]);
      });
      expect(await body(asRequestId('r1'))).toEqual(bytes);
    });

    it('stores all of a transaction or nothing', async () => {
      const { repository } = create();
      await repository.transact((tx) => tx.putRequests([record('r0')], new Map()));
      const failed = repository.transact(async (tx) => {
        await tx.putRequests([record('r0', { method: 'GET' }), record('r1')], new Map());
        await tx.putEvents([event('e1', { dedupeKey: 'k' })]);
        await tx.count({ candidates: 1 });
        await write(tx, lived(0, { id: 'a', at: 0 }));
        throw new Error('killed');
      });
      await expect(failed).rejects.toThrow('killed');
      await repository.transact(async (tx) => {
        expect(await tx.requests([asRequestId('r0')])).toEqual([record('r0')]);
        expect(await tx.requests([asRequestId('r1')])).toEqual([]);
        expect(await tx.eventsByDedupeKey(['k'])).toEqual([]);
        expect(await tx.loadLane(emptyLane().key, T0, [])).toBeNull();
        expect(await tx.openSessions(null)).toEqual([]);
      });
    });

    it('finds events by their dedupe key, and moves them between sessions', async () => {
      const { repository } = create();
      const { records: [session] } = lived(0, { id: 'a', at: 0 });
      await repository.transact((tx) => tx.putEvents([event('e1', { dedupeKey: 'k1' }), event('e2', { dedupeKey: 'k2', sessionKey: session?.key ?? null }), event('e3')]));
      await repository.transact((tx) => tx.assignEvents(new Map([['e1' as EventId, session?.key ?? null], ['e2' as EventId, null], ['gone' as EventId, null]])));
      await repository.transact(async (tx) => {
        const found = await tx.eventsByDedupeKey(['k1', 'k2', 'k3']);
        expect(found.map((e) => [e.id, e.sessionKey]).toSorted()).toEqual([['e1', session?.key], ['e2', null]]);
      });
    });

    it('gives back a lane as it was put, and null for a new one', async () => {
      const { repository } = create();
      const { lane, records } = lived(0, { id: 'a', at: 0 }, { id: 'b', at: 10 * MIN });
      const waiting = [sighting(5, { byTime: true })];
      await repository.transact((tx) => write(tx, { lane: { ...lane, waiting }, records }));
      await repository.transact(async (tx) => {
        expect(await tx.loadLane(lane.key, T0, [])).toEqual({ ...lane, waiting });
        expect(await tx.loadLane('other', T0, [])).toBeNull();
      });
    });

    it('gives of a long lane at least what input of a moment, and named sessions, can concern', async () => {
      const { repository } = create();
      const past = lived(1000 * MIN, ...Array.from({ length: 150 }, (_, i) => ({ id: `s${i}`, at: i * MIN })));
      const keys = [...past.lane.sessions.keys()];
      await repository.transact((tx) => write(tx, past));
      await repository.transact(async (tx) => {
        const newest = await tx.loadLane(past.lane.key, T0 + 140 * MIN, []);
        expect([...(newest?.sessions.keys() ?? [])].slice(-34)).toEqual(keys.slice(-34));
        const named = await tx.loadLane(past.lane.key, T0 + 200 * MIN, [keys[20] as SessionKey]);
        for (const i of [18, 19, 20, 21, 22, 149]) expect(named?.sessions.has(keys[i] as SessionKey), `session ${i}`).toBe(true);
        const described = describeLane(named as Lane, [keys[20] as SessionKey], () => rules, T0 + 1000 * MIN);
        expect(described.toSorted((a, b) => a.startedAt - b.startedAt)).toEqual(past.records.slice(19, 22));
      });
    });

    it('tells open sessions by tab, and those that are due', async () => {
      const { repository } = create();
      const past = lived(40 * MIN, { id: 'over', at: 0, tabId: 1 }, { id: 'here', at: 30 * MIN, tabId: 1 }, { id: 'there', at: 35 * MIN, tabId: 2 });
      const ids = (refs: readonly { key: SessionKey }[]) => refs.map((r) => past.records.find((s) => s.key === r.key)?.sessionId).toSorted();
      await repository.transact((tx) => write(tx, past));
      await repository.transact(async (tx) => {
        expect(ids(await tx.openSessions(1))).toEqual(['here']);
        expect(ids(await tx.openSessions(3))).toEqual([]);
        expect(ids(await tx.openSessions(null))).toEqual(['here', 'there']);
        expect(ids(await tx.dueSessions(T0 + 60 * MIN - 1, 9))).toEqual([]);
        expect(ids(await tx.dueSessions(T0 + 60 * MIN, 9))).toEqual(['here']);
        expect(ids(await tx.dueSessions(T0 + 65 * MIN, 1))).toEqual(['here']);
        expect(await tx.factsOf([past.records[2]?.key as SessionKey, 'none' as SessionKey])).toEqual([past.records[2]?.facts]);
      });
    });

    it('replaces the findings of a session, and removes sessions with theirs', async () => {
      const { repository, findings } = create();
      const past = lived(0, { id: 'a', at: 0 }, { id: 'b', at: 1 });
      const [a, b] = past.records.map((r) => r.key) as [SessionKey, SessionKey];
      const codes = async (key: SessionKey) => (await findings(key)).map((f) => f.code);
      await repository.transact(async (tx) => {
        await tx.putLane(past.lane);
        await tx.putSessions(past.records, new Map([[a, [finding(a, 'one'), finding(a, 'two')]], [b, [finding(b, 'one')]]]));
      });
      await repository.transact((tx) => tx.putSessions(past.records, new Map([[a, [finding(a, 'two')]], [b, []]])));
      expect([await codes(a), await codes(b)]).toEqual([['two'], []]);
      await repository.transact((tx) => tx.removeSessions([a]));
      expect(await codes(a)).toEqual([]);
      await repository.transact(async (tx) => {
        expect([...((await tx.loadLane(past.lane.key, T0, []))?.sessions.keys() ?? [])]).toEqual([b]);
      });
    });
  });
}
