import type { Json } from '../../lib/base/json.ts';
import { encodeUtf8 } from '../../lib/base/bytes.ts';
import type { EventId, EventKind } from '../../lib/domain/event.ts';
import type { FieldNode } from '../../lib/domain/field.ts';
import { asRequestId, type Outcome } from '../../lib/domain/request.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Footstep, RequestDetails } from '../../lib/domain/views.ts';
import { DEMO_SESSIONS, DEMO_TAB, NOW } from './demo-sessions.ts';

/** An event name that would do harm as markup. */
export const HOSTILE = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';

const responded = (status: number, at: number): Outcome => ({ kind: 'responded', status, endedAt: at + 84 });

/** A delivered page view in `session`, `at` milliseconds after its start. */
export function demoFootstep(session: Session, n: number, at: number, overrides: Partial<Footstep> = {}): Footstep {
  const occurredAt = session.startedAt + at;
  const requestId = asRequestId(`${session.key}:r${n}`);
  return {
    id: `${requestId}:0` as EventId, requestId, index: 0, protocol: session.protocol, endpoint: session.endpoint, kind: 'page', name: 'Front page', occurredAt, sentAt: occurredAt + 12,
    receivedAt: occurredAt + 31, sessionKey: session.key, identity: session.identity, page: 'https://shop.example/', isError: false, data: null, tabId: DEMO_TAB, dedupeKey: null,
    repeats: 0, repeatedBy: [], outcome: responded(200, occurredAt + 31), ...overrides,
  };
}

type Step = readonly [at: number, kind: EventKind, name: string, page: string, change?: (at: number) => Partial<Footstep>];

const STEPS: readonly Step[] = [
  [0, 'sessionStart', 'Session start', '/'],
  [310, 'page', 'Front page', '/'],
  [8_450, 'track', 'search', '/search?q=walking+boots'],
  [21_020, 'page', 'Boots for walking in bad weather', '/p/8812?ref=search&colour=oak-brown'],
  [33_900, 'heartbeat', 'heartbeat', '/p/8812?ref=search&colour=oak-brown'],
  [47_312, 'track', 'add to basket', '/p/8812?ref=search&colour=oak-brown', () => ({ repeats: 2, repeatedBy: [asRequestId('x1'), asRequestId('x2')] })],
  [61_775, 'identify', 'ada@example.com', '/basket'],
  [88_120, 'error', "TypeError: Cannot read properties of undefined (reading 'price')", '/basket', () => ({ isError: true })],
  [88_300, 'log', 'basket recalculated in 412 ms', '/basket', (at) => ({ outcome: responded(429, at) })],
  [121_000, 'track', HOSTILE, '/basket', (at) => ({ outcome: responded(400, at) })],
  [151_500, 'transaction', 'GET /api/shipping', '/basket', (at) => ({ outcome: { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT', endedAt: at + 3 } })],
  [182_640, 'error', 'Unhandled promise rejection: shipping service did not answer', '/checkout', (at) => ({ isError: true, outcome: { kind: 'failed', error: 'net::ERR_INTERNET_DISCONNECTED', endedAt: at + 9 } })],
  [204_000, 'page', 'Checkout', '/checkout', (at) => ({ outcome: { kind: 'responded', status: 200, endedAt: at + 20, pageGone: true } })],
  [231_950, 'feedback', 'The button does nothing', '/checkout', () => ({ outcome: { kind: 'unknown' } })],
  [262_430, 'track', 'retry payment', '/checkout', () => ({ outcome: { kind: 'pending' } })],
];

/** What a visitor did in a session: every kind of delivery, an error, a repeat, and a name with markup. */
export function fewFootsteps(session: Session): readonly Footstep[] {
  return STEPS.filter(([at]) => session.startedAt + at < NOW).map(([at, kind, name, path, change], n) =>
    demoFootstep(session, n, at, { kind, name, page: `https://shop.example${path}`, ...change?.(session.startedAt + at) }));
}

export const demoFootsteps = (): readonly Footstep[] => DEMO_SESSIONS.flatMap((session) => fewFootsteps(session));

/** Many footsteps of one session, at an even pace from its start to now. */
export function manyFootsteps(session: Session, count = 5000): readonly Footstep[] {
  const pace = (NOW - session.startedAt) / count;
  return Array.from({ length: count }, (_, n) => {
    const [, kind, name, path, change] = STEPS[n % STEPS.length] as Step;
    const at = n * pace;
    return demoFootstep(session, n, at, { kind, name: `${name} ${n}`, page: `https://shop.example${path}`, ...change?.(session.startedAt + at) });
  });
}

const leaf = (label: string, value: Json, name: string | null = null): FieldNode => ({ name, label, value, children: [] });
const branch = (label: string, children: readonly FieldNode[]): FieldNode => ({ name: null, label, value: null, children });

const BODY = '{"event_id":"5f2c81d0","timestamp":1795255900.25,"level":"error","user":{"id":"ada@example.com"},"exception":{"values":[{"type":"TypeError","value":"Cannot read properties of undefined"}]},"extra":{"basket":9007199254740993,"empty":{},"tags":["a","b"]}}';

export function demoDetails(footstep: Footstep): RequestDetails {
  const bytes = encodeUtf8(BODY);
  return {
    request: {
      id: footstep.requestId, witnesses: ['webRequest'], tabId: footstep.tabId, frameId: 0, documentId: 'doc-1', pageUrl: footstep.page, initiator: 'https://shop.example', resourceType: 'xmlhttprequest',
      method: 'POST', url: `${footstep.endpoint.collector}/api/4507/envelope/?sentry_version=7&sentry_key=0123456789abcdef&sentry_client=sentry.javascript.browser%2F11.12.0`,
      headers: [
        { name: 'content-type', value: 'text/plain;charset=UTF-8' }, { name: 'authorization', value: 'Bearer LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw' },
        { name: 'user-agent', value: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36' }, { name: 'referer', value: 'https://shop.example/' },
      ],
      startedAt: footstep.receivedAt, outcome: footstep.outcome, bodyKind: 'bytes', bodySize: bytes.length, protocol: footstep.protocol, revision: 1, endpoint: footstep.endpoint, endpointKey: 'k',
      result: 'decoded', diagnostics: footstep.isError ? [{ code: 'time.skew', severity: 'info', message: 'The clock of the page is 312 ms ahead.', path: 'header.sent_at', losesData: false }] : [],
    },
    body: { kind: 'bytes', bytes: bytes.subarray(0, 120), encoding: 'gzip' },
    decoded: { kind: 'bytes', bytes, encoding: null },
    tree: [leaf('Sent at', '2026-11-21T10:14:02.113Z', 'sentry.envelope.sentAt'), leaf('SDK', 'sentry.javascript.browser/11.12.0', 'sentry.sdk.name'), leaf('sentry_key', '0123456789abcdef', 'sentry.key')],
    eventTrees: [[
      leaf('Event id', '5f2c81d0b9e34a1c8a5d20f7c1b97be4', 'sentry.event.id'), leaf('Message', footstep.name, 'sentry.event.message'), leaf('Level', 'error', 'sentry.event.level'), leaf('Handled', false, 'sentry.event.handled'),
      leaf('Line', 4711, 'sentry.event.line'), leaf('Transaction', null),
      branch('User', [leaf('Id', 'ada@example.com', 'sentry.user.id'), leaf('Name', 'Ada Lovelace')]),
      branch('Exception', [branch('0', [leaf('Type', 'TypeError'), leaf('Value', "Cannot read properties of undefined (reading 'price')"), branch('Frames', [leaf('0', 'basket.js:41:17'), leaf('1', 'app.js:7:3')])])]),
    ]],
    findings: [],
  };
}
