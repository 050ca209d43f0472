import { asProtocolId, type Identity } from '../../lib/domain/event.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import { asSessionKey, type Session } from '../../lib/domain/session.ts';

/** The moment at which the demo's data is looked at. */
export const NOW = Date.UTC(2026, 10, 21, 10, 14, 30);
export const DEMO_TAB = 7;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ADA: Identity = { userId: 'ada@example.com', name: 'Ada Lovelace' };

/** A live session that was first seen five minutes ago, for a test to say what it is about. */
export function demoSession(id: string, overrides: Partial<Session> = {}): Session {
  return {
    key: asSessionKey(id), protocol: asProtocolId('sentry'), endpoint: { collector: 'https://o42.ingest.example.com', project: '4507' }, sessionId: id, basis: 'declared',
    startedAt: NOW - 5 * MINUTE, lastActivityAt: NOW - 8 * SECOND, endedAt: null, state: 'live', upcoming: [],
    start: { cause: 'declaredStart', confidence: 'certain', evidence: "The vendor's SDK announced it: the first update carries the start flag.", previousKey: null },
    end: null, serverView: null, counts: { events: 12, errors: 0, heartbeats: 0, requests: 9 }, identity: {}, attributes: {},
    heartbeat: { periodMs: null, periodFrom: null, seen: [], nextDueAt: null, suspended: false }, tabIds: [DEMO_TAB], site: 'https://shop.example', ...overrides,
  };
}

const beats = (last: number, count: number, skip: readonly number[] = []): number[] =>
  Array.from({ length: count }, (_, i) => last - (count - 1 - i) * 30 * SECOND).filter((_, i) => !skip.includes(i));

/** Four vendors on one page, one session in every state. */
export const DEMO_SESSIONS: readonly Session[] = [
  demoSession('9f3c51d07be44a1c8a5d20f7c1b9e3aa', {
    startedAt: NOW - 272 * SECOND, identity: ADA, counts: { events: 14, errors: 2, heartbeats: 0, requests: 11 },
    attributes: { release: 'shop@3.14.1', environment: 'production', browser: 'Chromium 142', screen: '2560 × 1440' },
    serverView: { closesAt: null, durationMs: 264 * SECOND, online: null, rule: 'Sentry has no time-out for browser sessions: without a last update one stays open-ended, and counts as healthy or errored as last reported.' },
  }),
  demoSession('exceptionless:ada', {
    protocol: asProtocolId('exceptionless'), endpoint: { collector: 'https://collector.shop.example/telemetry', project: 'LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw' },
    sessionId: null, basis: 'identity', startedAt: NOW - 268 * SECOND, lastActivityAt: NOW - 57 * SECOND, identity: ADA, state: 'live',
    upcoming: [{ at: NOW - 12 * SECOND, state: 'late' }, { at: NOW + 243 * SECOND, state: 'expired' }],
    start: { cause: 'identityChange', confidence: 'certain', evidence: 'The events name another identity than those before, and each has a session of its own.', previousKey: asSessionKey('exceptionless:anonymous') },
    serverView: { closesAt: NOW + 243 * SECOND, durationMs: 211 * SECOND, online: true, rule: 'Exceptionless closes a session after 5 min without an event or a heartbeat; its job looks about once a minute.' },
    counts: { events: 9, errors: 1, heartbeats: 6, requests: 13 },
    heartbeat: { periodMs: 30 * SECOND, periodFrom: 'observed', seen: beats(NOW - 57 * SECOND, 7, [4]), nextDueAt: NOW - 27 * SECOND, suspended: false },
    attributes: { version: '3.14.1', sdk: 'exceptionless-js/3.2.1' },
  }),
  demoSession('0b6cf7a2-4a3e-4be1-9a52-7f1d9cbb0e11', {
    protocol: asProtocolId('snowplow'), endpoint: { collector: 'https://sp.shop.example', project: 'shop-web' }, startedAt: NOW - 271 * SECOND, lastActivityAt: NOW - 4 * SECOND,
    identity: { userId: 'ada@example.com', deviceId: '6cd0b1f5-2b0c-4b4e-b1c5-95c0dfe0a8f3' }, counts: { events: 31, errors: 0, heartbeats: 18, requests: 22 }, attributes: { index: 14, 'first event': 'page_view' },
    start: { cause: 'idleTimeout', confidence: 'certain', evidence: '42 min 10 s passed since the last event; after 30 min the next event opens another session.', previousKey: asSessionKey('snowplow-13') },
    upcoming: [{ at: NOW + 296 * SECOND, state: 'idle' }, { at: NOW + 1796 * SECOND, state: 'expired' }],
    heartbeat: { periodMs: 10 * SECOND, periodFrom: 'observed', seen: Array.from({ length: 18 }, (_, i) => NOW - 4 * SECOND - (17 - i) * 10 * SECOND), nextDueAt: NOW + 6 * SECOND, suspended: false },
  }),
  demoSession('1795255800123', {
    protocol: asProtocolId('rudderstack'), endpoint: { collector: 'https://shop.dataplane.example', project: null }, startedAt: NOW - 270 * SECOND, lastActivityAt: NOW - 190 * SECOND,
    state: 'live', upcoming: [{ at: NOW - 10 * SECOND, state: 'idle' }], identity: { anonymousId: 'd8c8b8a2-11a7-4a52-8d0e-0b1c0a7b53a9' }, counts: { events: 5, errors: 0, heartbeats: 0, requests: 5 },
    start: { cause: 'declaredStart', confidence: 'certain', evidence: 'Its first event carries the start flag.', previousKey: null },
  }),
  demoSession('exceptionless:anonymous', {
    protocol: asProtocolId('exceptionless'), endpoint: { collector: 'https://collector.shop.example/telemetry', project: 'LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw' },
    sessionId: null, basis: 'identity', startedAt: NOW - 20 * MINUTE, lastActivityAt: NOW - 6 * MINUTE, endedAt: NOW - 268 * SECOND, state: 'ended', identity: { userId: 'guest-4711' },
    end: { cause: 'declaredEnd', confidence: 'certain', evidence: 'The page sent the end of the session.', nextKey: asSessionKey('exceptionless:ada') }, counts: { events: 4, errors: 0, heartbeats: 26, requests: 29 },
    heartbeat: { periodMs: 30 * SECOND, periodFrom: 'observed', seen: beats(NOW - 6 * MINUTE, 26), nextDueAt: null, suspended: false },
  }),
  demoSession('snowplow-13', {
    sessionId: '5d1c2f60-0a43-4b2e-8a54-64ad1be0c1f2', protocol: asProtocolId('snowplow'), endpoint: { collector: 'https://sp.shop.example', project: 'shop-web' }, startedAt: NOW - 80 * MINUTE,
    lastActivityAt: NOW - 47 * MINUTE, endedAt: NOW - 17 * MINUTE, state: 'expired', counts: { events: 210, errors: 0, heartbeats: 180, requests: 96 }, identity: { userId: 'ada@example.com' },
    end: { cause: 'idleTimeout', confidence: 'certain', evidence: '42 min 10 s passed since the last event; after 30 min the next event opens another session.', nextKey: asSessionKey('0b6cf7a2-4a3e-4be1-9a52-7f1d9cbb0e11') },
  }),
  demoSession('b1946ac92492d2347c6235b4d2611184', {
    startedAt: NOW - 31 * MINUTE, lastActivityAt: NOW - 29 * MINUTE, endedAt: NOW - 29 * MINUTE, state: 'crashed', counts: { events: 8, errors: 1, heartbeats: 0, requests: 6 }, identity: ADA,
    end: { cause: 'declaredEnd', confidence: 'certain', evidence: 'The SDK reported the session as crashed.', nextKey: null },
  }),
];

export const DEMO_FINDINGS: readonly Finding[] = [
  { code: 'heartbeat.missed', severity: 'warning', message: '1 min passed without a sign of life; one is due every 30 s.', sessionKey: asSessionKey('exceptionless:ada'), eventId: null, requestId: null },
  { code: 'heartbeat.period', severity: 'info', message: "Seen every 30 s; the SDK's default is 1 min.", sessionKey: asSessionKey('exceptionless:ada'), eventId: null, requestId: null },
];

/** A thousand sessions of four vendors on twelve sites. */
export function manySessions(count = 1000): readonly Session[] {
  return Array.from({ length: count }, (_, i) => {
    const model = DEMO_SESSIONS[i % DEMO_SESSIONS.length] as Session;
    if (i < DEMO_SESSIONS.length) return model;
    const over = model.endedAt !== null || i % 3 > 0;
    const age = i * 97 * SECOND;
    return {
      ...model, key: asSessionKey(`${model.key}#${i}`), sessionId: model.sessionId === null ? null : `${model.sessionId.slice(0, -4)}${String(i).padStart(4, '0')}`, site: `https://site-${i % 12}.example`,
      startedAt: model.startedAt - age, lastActivityAt: model.lastActivityAt - age, upcoming: [], tabIds: [DEMO_TAB],
      state: over ? 'expired' as const : 'idle' as const, endedAt: over ? model.lastActivityAt - age + 30 * MINUTE : null,
    };
  });
}
