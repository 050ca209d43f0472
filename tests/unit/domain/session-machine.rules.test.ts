import { describe, expect, it } from 'vitest';
import { withOverride, type SessionRules } from '../../../lib/domain/session-rules.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { sessionsOf, sighting } from '../../fakes/sightings.ts';
import { testRules } from '../../fakes/rules.ts';

const MIN = 60_000;

/** Every set of rules in the catalogue, the variants of other SDKs included. */
const all = catalog.flatMap((d) => [
  { name: d.id as string, rules: d.rules },
  ...(d.variants ?? []).map((v) => ({ name: `${d.id} ${v.when}`, rules: v.rules })),
]);
const where = (has: (rules: SessionRules) => boolean) => all.filter(({ rules }) => has(rules));
const beside = [-1, 0, 1] as const;
const visible = (state: string) => state !== 'expired';

describe('at the boundary of each vendor\'s idle time-out', () => {
  const declared = where((r) => r.idleMs !== null && r.scope === 'storage').flatMap((v) => beside.map((off) => ({ ...v, off })));
  it.each(declared)('$name: a session expires $off ms beside it', ({ rules, off }) => {
    const [session] = sessionsOf(rules, [sighting(0, { sessionId: 'a' })], (rules.idleMs as number) + off);
    expect(session?.state === 'expired').toBe(off >= 0);
    expect(session?.end?.cause ?? null).toBe(off >= 0 ? 'idleTimeout' : null);
  });

  it.each(declared)('$name: another id $off ms beside it is explained by it or not', ({ rules, off }) => {
    const gap = (rules.idleMs as number) + off;
    const foreground = { ...rules, backgroundIdleMs: rules.idleMs as number };
    const [, second] = sessionsOf(foreground, [sighting(0, { sessionId: 'a', deviceId: 'd', index: 1 }), sighting(gap - 5, { sessionId: 'a', deviceId: 'd', index: 1 }), sighting(2 * gap - 5, { sessionId: 'b', deviceId: 'd', index: 2, startFlag: true })], 2 * gap);
    expect(second?.start.cause === 'idleTimeout' && second.start.confidence === 'certain').toBe(off >= 0);
  });

  const silent = where((r) => r.idleMs !== null && r.scope === 'identity').flatMap((v) => beside.map((off) => ({ ...v, off })));
  it.each(silent)('$name: an event $off ms beside it opens another session or not', ({ rules, off }) => {
    const sessions = sessionsOf(rules, [sighting(0, { identity: 'ann' }), sighting((rules.idleMs as number) + off, { identity: 'ann' })], 60 * MIN);
    expect(sessions.length).toBe(off >= 0 ? 2 : 1);
  });
});

describe('at the boundary of the background time-out', () => {
  const rules = where((r) => r.backgroundIdleMs !== undefined && r.backgroundIdleMs < (r.idleMs ?? 0));
  it.each(rules.flatMap((v) => beside.map((off) => ({ ...v, off }))))('$name: a hidden session expires $off ms beside it', ({ rules: r, off }) => {
    const inputs = [sighting(0, { sessionId: 'a', appState: 'background' })];
    const [session] = sessionsOf(r, inputs, (r.backgroundIdleMs as number) + off);
    expect(visible(session?.state ?? '')).toBe(off < 0);
  });
});

describe('at the boundary of the longest life', () => {
  it.each(beside.flatMap((off) => all.filter(({ rules }) => rules.scope === 'storage').map((v) => ({ ...v, off }))))('$name, set to an hour: $off ms beside it', ({ rules, off }) => {
    const hour = withOverride(rules, { maxMs: 60 * MIN, idleMs: 2 * 60 * MIN, backgroundIdleMs: 2 * 60 * MIN });
    const [session] = sessionsOf(hour, [sighting(0, { sessionId: 'a' }), sighting(59 * MIN, { sessionId: 'a' })], 60 * MIN + off);
    expect(session?.end?.cause ?? null).toBe(off >= 0 ? 'maxDuration' : null);
  });
});

describe('where the server closes sessions', () => {
  const closing = where((r) => r.serverCloses !== undefined).flatMap((v) => beside.map((off) => ({ ...v, off })));
  it.each(closing)('$name: silence $off ms beside the inactive period', ({ rules, off }) => {
    const inactive = rules.serverCloses?.inactiveMs as number;
    const [session] = sessionsOf(rules, [sighting(0, { identity: 'ann', type: 'start' })], inactive + off);
    expect(session?.end?.cause ?? null).toBe(off >= 0 ? 'serverRule' : null);
    expect(session?.serverView?.online).toBe(off < 0);
  });

  it.each(closing)('$name: an event $off ms beside the reopening period opens it again or another', ({ rules, off }) => {
    const at = (rules.serverCloses?.reopenMs as number) + off;
    const sessions = sessionsOf(rules, [sighting(0, { identity: 'ann' }), sighting(at, { identity: 'ann' })], at);
    expect(sessions.map((s) => s.state)).toEqual(off >= 0 ? ['expired', 'live'] : ['live']);
  });

  it.each(where((r) => r.serverCloses !== undefined))('$name: a heartbeat keeps it open but does not renew the identity memory', ({ rules }) => {
    const beats = [4, 8, 12, 16].map((m) => sighting(m * MIN, { identity: 'ann', type: 'heartbeat' }));
    expect(sessionsOf(rules, [sighting(0, { identity: 'ann' }), ...beats], 17 * MIN).map((s) => s.state)).not.toContain('expired');
    expect(sessionsOf(rules, [sighting(0, { identity: 'ann' }), ...beats, sighting(17 * MIN, { identity: 'ann' })], 17 * MIN)).toHaveLength(2);
  });
});

describe('at the boundary of a late heartbeat', () => {
  it.each(where((r) => r.heartbeatMs !== null).flatMap((v) => beside.map((off) => ({ ...v, off }))))('$name: $off ms beside it', ({ rules, off }) => {
    const period = rules.heartbeatMs as number;
    const inputs = [sighting(0, { identity: 'ann' }), sighting(period, { identity: 'ann', type: 'heartbeat' })];
    const [session] = sessionsOf(rules, inputs, 2 * period + rules.lateAfterMs + off);
    expect(session?.state).toBe(off >= 0 ? 'late' : 'live');
  });

  it('is not looked for where no beat was ever seen, unless the user set the period', () => {
    const rules = testRules({ heartbeatMs: MIN, idleAfterMs: 5 * MIN });
    expect(sessionsOf(rules, [sighting(0, { sessionId: 'a' })], 3 * MIN)[0]?.state).toBe('live');
    expect(sessionsOf(withOverride(rules, { heartbeatMs: MIN }), [sighting(0, { sessionId: 'a' })], 3 * MIN)[0]?.state).toBe('late');
  });

  it('follows the period that is seen, not the default', () => {
    const rules = testRules({ heartbeatMs: MIN, beatsAfter: 'signOfLife' });
    const inputs = [0, 30, 60, 90].map((s, i) => sighting(s * 1000, { sessionId: 'a', type: i ? 'heartbeat' : 'activity' }));
    const [session] = sessionsOf(rules, inputs, 90_000);
    expect(session?.heartbeat).toMatchObject({ periodMs: 30_000, periodFrom: 'observed' });
  });
});

describe('the user\'s own rules', () => {
  it.each(all.filter(({ rules }) => rules.scope === 'storage'))('$name: manual sessions never expire', ({ rules }) => {
    const manual = withOverride(rules, { manualOnly: true });
    expect(sessionsOf(manual, [sighting(0, { sessionId: 'a' })], 1e10)[0]?.end).toBeNull();
  });
});
