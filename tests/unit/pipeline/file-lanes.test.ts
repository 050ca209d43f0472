import { describe, expect, it } from 'vitest';
import { asProtocolId, type Event } from '../../../lib/domain/event.ts';
import { newLane, type Lane } from '../../../lib/domain/lane.ts';
import type { RequestRecord } from '../../../lib/domain/ports.ts';
import { asSessionKey } from '../../../lib/domain/session.ts';
import type { SessionFacts } from '../../../lib/domain/session-facts.ts';
import { createFileLanes } from '../../../lib/pipeline/file-lanes.ts';
import { createFileReading, type ReadingStore } from '../../../lib/pipeline/file-reading.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { traffic } from '../../bench/traffic.ts';

/** Remembers what the reading asks for again. */
function memory(): ReadingStore {
  const requests = new Map<string, RequestRecord>();
  const events = new Map<string, Event>();
  return {
    putRequest: (record) => void requests.set(record.id, record), request: (id) => requests.get(id), setOutcome: () => undefined, assignEvent: () => undefined,
    putEvent: (event) => void (event.dedupeKey !== null && events.set(event.dedupeKey, event)), eventOfDedupeKey: (key) => events.get(key),
  };
}
const START = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;

describe('what is laid aside', () => {
  /** Hours of visits, one a minute: many more sessions than are kept at hand. */
  it.each(['exceptionless', 'sentry'])('changes no session of %s', async (vendor) => {
    const requests = traffic([vendor], 140, START).toSorted((a, b) => a.startedAt - b.startedAt);
    const now = (requests.at(-1)?.startedAt ?? 0) + MINUTE;
    const atOnce = createFileReading({ dissectors: catalog }, memory());
    await atOnce.add(requests);
    const inPieces = createFileReading({ dissectors: catalog }, memory());
    for (let i = 0; i < requests.length; i += 100) await inPieces.add(requests.slice(i, i + 100));
    const shown = ({ sessions, findings }: ReturnType<typeof atOnce.sessions>) => ({ sessions: sessions.map((session) => ({ ...session, facts: { ...session.facts, recent: [] } })), findings });
    const [whole, pieces] = [shown(atOnce.sessions(now)), shown(inPieces.sessions(now))];
    expect(whole.sessions.length).toBeGreaterThan(128);
    expect(pieces).toEqual(whole);
  });
});

const facts = (n: number): SessionFacts => ({ key: asSessionKey(`s${n}`), startedAt: START + n * MINUTE, lastReceivedAt: START + n * MINUTE, recent: [{ at: 0, sighting: {} }] }) as unknown as SessionFacts;
const lane = (of: readonly SessionFacts[]): Lane => ({ ...newLane(asProtocolId('acme'), 'p', { collector: 'https://c.example.test', project: null }), sessions: new Map(of.map((f) => [f.key, f])) });

it('old sessions are laid aside, come back by their name, and are there in the end', () => {
  const lanes = createFileLanes();
  const all = Array.from({ length: 1_000 }, (_, n) => facts(n));
  const { key } = lane([]);
  expect(lanes.get(key, [])).toBeNull();
  for (const one of all) {
    const before = lanes.get(key, []);
    lanes.put({ ...lane([]), sessions: new Map([...(before?.sessions ?? []), [one.key, one]]) }, [one.key]);
  }
  expect(lanes.get(key, [])?.sessions.size).toBeLessThan(450);
  expect(lanes.get(key, [])?.sessions.has(asSessionKey('s5'))).toBe(false);
  expect(lanes.get(key, [asSessionKey('s5')])?.sessions.get(asSessionKey('s5'))?.recent).toEqual([{ at: 0, sighting: null }]);
  expect(new Set(lanes.whole().flatMap(({ sessions }) => [...sessions.keys()]))).toEqual(new Set(all.map((one) => one.key)));
});

it('sessions that overlap stay at hand, however many', () => {
  const lanes = createFileLanes();
  const { key } = lane([]);
  const all = Array.from({ length: 1_000 }, (_, n) => ({ ...facts(n), lastReceivedAt: START + 1_000 * MINUTE }));
  lanes.put(lane(all), all.map((one) => one.key));
  expect(lanes.get(key, [])?.sessions.size).toBe(1_000);
});
