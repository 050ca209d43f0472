import type { Identity } from '../../lib/domain/event.ts';
import { asSessionKey, type Session } from '../../lib/domain/session.ts';
import { demoFootstep, fewFootsteps } from './demo-footsteps.ts';
import { DEMO_SESSIONS, NOW } from './demo-sessions.ts';

const HOUR = 3_600_000;
const PEOPLE: readonly Identity[] = [
  { userId: 'ada@example.com', name: 'Ada Lovelace' }, { userId: 'grace@example.com', name: 'Grace Hopper' }, { userId: 'user-4711' }, { anonymousId: 'd8c8b8a2-11a7-4a52-8d0e-0b1c0a7b53a9' }, {}, { userId: 'linus@example.com' },
];
const SITES = ['https://shop.example', 'https://blog.example', 'https://app.example', 'http://localhost:5173'];

/** Four weeks of sessions: more by day than by night, fewer at weekends, the newest those of the demo. */
export function manyReportSessions(count = 2_000): readonly Session[] {
  let at = NOW - HOUR;
  return [...DEMO_SESSIONS, ...Array.from({ length: count }, (_, i): Session => {
    const model = DEMO_SESSIONS[(i * 5) % DEMO_SESSIONS.length] as Session;
    const hour = new Date(at).getUTCHours();
    const quiet = (hour < 7 ? 6 : hour > 19 ? 3 : 1) * ([0, 6].includes(new Date(at).getUTCDay()) ? 2.5 : 1);
    at -= quiet * (4 + ((i * 37) % 11)) * 60_000;
    const lasted = (1 + ((i * 29) % 47)) * 60_000;
    const errors = i % 9 === 0 ? 1 + (i % 4) : 0;
    return {
      ...model, key: asSessionKey(`${model.key}#${i}`), sessionId: model.sessionId === null ? null : `${((i * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}${model.sessionId.slice(8)}`, site: SITES[(i * 7) % SITES.length] ?? null, identity: PEOPLE[(i * 11) % PEOPLE.length] ?? {},
      startedAt: at - lasted, lastActivityAt: at, endedAt: at, upcoming: [], state: i % 83 === 0 ? 'crashed' : i % 3 === 0 ? 'expired' : 'ended',
      counts: { events: 3 + ((i * 13) % 90), errors, heartbeats: (i * 17) % 60, requests: 3 + ((i * 13) % 80) }, attributes: { release: `shop@3.${14 - Math.floor(i / 400)}.${i % 3}` },
    };
  })];
}

/** Many sessions, and two that went nearly the same way. */
export function demoReport() {
  const sessions = manyReportSessions();
  const [good, bad] = [sessions[0], sessions.at(-1)] as [Session, Session];
  const steps = fewFootsteps(good);
  const other = steps.flatMap((step, n) => {
    if (n === 2 || n === 10) return [];
    const at = step.occurredAt - good.startedAt;
    const same = demoFootstep(bad, n, at * 1.4, { kind: step.kind, name: step.name, page: step.page, isError: step.isError, outcome: step.outcome, repeats: step.repeats });
    if (n === 5) return [same, demoFootstep(bad, 90, at * 1.4 + 900, { kind: 'track', name: 'voucher entered', page: step.page })];
    return [n === 7 ? { ...same, name: "TypeError: Cannot read properties of null (reading 'price')" } : n === 12 ? { ...same, page: 'https://shop.example/pay' } : same];
  });
  return { sessions, footsteps: [...steps, ...other], tabId: null };
}
