import type { Session } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { demoFootstep, demoFootsteps } from './demo-footsteps.ts';
import { DEMO_SESSIONS } from './demo-sessions.ts';

/** The seven sessions of the demo, by what their lines say. */
const LETTERS: { readonly [letter: string]: RegExp } = {
  S: /9f3c51d0/, // Sentry, live
  C: /b1946ac9/, // Sentry, crashed
  E: /Ada Lov.*id made by the server|id made by the server.*Ada Lov/, // Exceptionless, late
  G: /guest-4711.*id made by the server|id made by the server.*guest/, // Exceptionless, ended
  W: /0b6cf7a2/, // Snowplow, live
  X: /5d1c2f60/, // Snowplow, expired
  R: /1795255800123/, // RudderStack, idle
};
export const ALL_LETTERS = Object.keys(LETTERS).toSorted().join('');

const MINUTE = 60_000;
const session = (key: string): Session => DEMO_SESSIONS.find((one) => one.key.startsWith(key)) as Session;

/** Fifteen footsteps in each session, one after a long silence, and one with a field of its own. */
export const FILTER_FOOTSTEPS: readonly Footstep[] = [
  ...demoFootsteps(),
  demoFootstep(session('snowplow-13'), 900, 40 * MINUTE, { kind: 'track', name: 'came back' }),
  demoFootstep(session('9f3c'), 901, 4 * MINUTE, { kind: 'error', name: 'Payment failed', isError: true, data: { level: 'fatal' } }),
];

/** The letter of a session, by a line that tells of it. */
export const letterOf = (line: string): string => Object.keys(LETTERS).find((letter) => LETTERS[letter]?.test(line)) ?? `?${line}`;

const KEYS: readonly (readonly [key: string, letter: string])[] = [
  ['9f3c', 'S'], ['b194', 'C'], ['exceptionless:ada', 'E'], ['exceptionless:anonymous', 'G'], ['0b6c', 'W'], ['snowplow-13', 'X'], ['1795', 'R'],
];
/** The letters of sessions, by their keys. */
export const lettersOf = (keys: readonly string[]): string => keys.map((key) => KEYS.find(([begin]) => key.startsWith(begin))?.[1] ?? `?${key}`).toSorted().join('');

/** The language of filters, the same in panel, report and command line. What is typed; letters of the sessions that are left, and how many footsteps. */
export const FILTER_CASES: readonly (readonly [text: string, left: string])[] = [
  ['price', `${ALL_LETTERS} 7`], ['"Payment failed"', 'S 1'], ['payment retry', `${ALL_LETTERS} 7`],
  ['/^payment/i', 'S 1'], ['/^(payment|came)/i', 'SX 2'],
  ['vendor:sentry', 'CS 31'], ['vendor:snow', 'WX 31'],
  ['kind:error', `${ALL_LETTERS} 15`], ['kind:feedback', `${ALL_LETTERS} 7`],
  ['state:live', 'SW 31'], ['state:late', 'E 15'], ['state:crashed', 'C 15'],
  ['user:guest', 'G 15'], ['user:lovelace', 'CES 46'],
  ['session:5d1c', 'X 16'], ['session:179', 'R 15'],
  ['status:>=400', `${ALL_LETTERS} 14`], ['status:429', `${ALL_LETTERS} 7`],
  ['delivery:blocked', `${ALL_LETTERS} 7`], ['delivery:pending', `${ALL_LETTERS} 7`],
  ['rotated:idle', 'WX 31'], ['rotated:identity', 'E 15'],
  ['beats:missed', 'E 15'], ['beats:late', 'E 15'],
  ['gap:>30m', 'X 16'], ['gap:>30m kind:track', 'X 5'],
  ['has:finding', 'E 15'], ['has:repeat', `${ALL_LETTERS} 7`],
  ['sentry.event.level:fatal', 'S 1'], ['level:fatal', 'S 1'],
  ['-kind:heartbeat', `${ALL_LETTERS} 100`], ['-vendor:sentry -vendor:snowplow', 'EGR 45'],
  ['kind:error AND vendor:sentry', 'CS 5'], ['kind:error state:live', 'SW 5'],
  ['kind:error OR kind:log', `${ALL_LETTERS} 22`], ['(kind:log OR kind:feedback) -vendor:snowplow', 'CEGRS 10'],
];
