// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, expect, it } from 'vitest';
import { Panel } from '../../../../components/panel/Panel.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import type { Session } from '../../../../lib/domain/session.ts';
import { demoFootstep, demoFootsteps } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

beforeAll(loadParts);

/** The seven sessions of the demo, by what their lines say. */
const LETTERS: { readonly [letter: string]: RegExp } = {
  S: /9f3c51d0/, // Sentry, live
  C: /b1946ac9/, // Sentry, crashed
  E: /Ada Lov.*id made by the server/, // Exceptionless, late
  G: /guest-4711.*id made by the server/, // Exceptionless, ended
  W: /0b6cf7a2/, // Snowplow, live
  X: /5d1c2f60/, // Snowplow, expired
  R: /1795255800123/, // RudderStack, idle
};
const ALL = Object.keys(LETTERS).toSorted().join('');

const MINUTE = 60_000;
const session = (key: string): Session => DEMO_SESSIONS.find((one) => one.key.startsWith(key)) as Session;

/** Fifteen footsteps in each session, one after a long silence, and one with a field of its own. */
const footsteps = [
  ...demoFootsteps(),
  demoFootstep(session('snowplow-13'), 900, 40 * MINUTE, { kind: 'track', name: 'came back' }),
  demoFootstep(session('9f3c'), 901, 4 * MINUTE, { kind: 'error', name: 'Payment failed', isError: true, data: { level: 'fatal' } }),
];

const box = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
const type = (text: string): void => {
  box().focus();
  fireEvent.input(box(), { target: { value: text } });
};

/** Letters of the sessions, and the number of footsteps, that the panel shows. */
function shown(): string {
  const sessions = screen.queryByRole('treegrid', { name: 'Sessions' });
  const lines = sessions ? within(sessions).getAllByRole('row').filter((row) => row.getAttribute('aria-level') === '3').map((row) => row.textContent) : [];
  const letters = lines.map((line) => Object.keys(LETTERS).find((letter) => LETTERS[letter]?.test(line)) ?? `?${line}`);
  const list = screen.queryByRole('grid', { name: 'Footsteps' });
  return `${letters.toSorted().join('')} ${list ? Number(list.getAttribute('aria-rowcount')) - 1 : 0}`;
}

async function open(): Promise<void> {
  draw(<Panel />, { footsteps });
  await expect.poll(shown).toBe(`${ALL} 107`);
}

/** What is typed; letters of the sessions that are left, and how many footsteps. */
const SHOWN: readonly (readonly [text: string, left: string])[] = [
  ['price', `${ALL} 7`], ['"Payment failed"', 'S 1'], ['payment retry', `${ALL} 7`],
  ['/^payment/i', 'S 1'], ['/^(payment|came)/i', 'SX 2'],
  ['vendor:sentry', 'CS 31'], ['vendor:snow', 'WX 31'],
  ['kind:error', `${ALL} 15`], ['kind:feedback', `${ALL} 7`],
  ['state:live', 'SW 31'], ['state:late', 'E 15'], ['state:crashed', 'C 15'],
  ['user:guest', 'G 15'], ['user:lovelace', 'CES 46'],
  ['session:5d1c', 'X 16'], ['session:179', 'R 15'],
  ['status:>=400', `${ALL} 14`], ['status:429', `${ALL} 7`],
  ['delivery:blocked', `${ALL} 7`], ['delivery:pending', `${ALL} 7`],
  ['rotated:idle', 'WX 31'], ['rotated:identity', 'E 15'],
  ['beats:missed', 'E 15'], ['beats:late', 'E 15'],
  ['gap:>30m', 'X 16'], ['gap:>30m kind:track', 'X 5'],
  ['has:finding', 'E 15'], ['has:repeat', `${ALL} 7`],
  ['sentry.event.level:fatal', 'S 1'], ['level:fatal', 'S 1'],
  ['-kind:heartbeat', `${ALL} 100`], ['-vendor:sentry -vendor:snowplow', 'EGR 45'],
  ['kind:error AND vendor:sentry', 'CS 5'], ['kind:error state:live', 'SW 5'],
  ['kind:error OR kind:log', `${ALL} 22`], ['(kind:log OR kind:feedback) -vendor:snowplow', 'CEGRS 10'],
];

it('shows what each term says', async () => {
  await open();
  for (const [text, left] of SHOWN) {
    type(text);
    await expect.poll(() => `${text}: ${shown()}`).toBe(`${text}: ${left}`);
    expect(box().getAttribute('aria-invalid')).toBeNull();
  }
});

const offers = (): string[] => screen.queryAllByRole('option').map((option) => option.querySelector('span')?.textContent ?? '');

/** What is typed, and one of the proposals. */
const OFFERED: readonly (readonly [text: string, offer: string])[] = [
  ['ven', 'vendor:'], ['vendor:', 'sentry'], ['ki', 'kind:'], ['kind:err', 'error'], ['sta', 'state:'], ['state:', 'live'], ['us', 'user:'], ['user:gu', 'guest-4711'],
  ['ses', 'session:'], ['session:5d', '5d1c2f60-0a43-4b2e-8a54-64ad1be0c1f2'], ['stat', 'status:'], ['status:', '>=400'], ['del', 'delivery:'], ['delivery:b', 'blocked'],
  ['rot', 'rotated:'], ['rotated:', 'idle'], ['bea', 'beats:'], ['beats:', 'missed'], ['ga', 'gap:'], ['gap:', '>30m'], ['ha', 'has:'], ['has:f', 'finding'],
  ['lev', 'sentry.event.level:'], ['-ki', 'kind:'], ['kind:error OR (sta', 'state:'],
];

it('completes each term and its values', async () => {
  await open();
  for (const [text, offer] of OFFERED) {
    type(text);
    await expect.poll(() => [text, ...offers()]).toContain(offer);
    expect(text).not.toBe(offer);
  }
});

it('says in its place what is wrong, and goes on with the rest', async () => {
  await open();
  type('state:live kind:eror');
  await expect.poll(shown).toBe('SW 31');
  fireEvent.blur(box());
  await expect.poll(() => document.querySelector('[data-wrong]')?.textContent).toBe('eror');
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(document.querySelector(`#${box().getAttribute('aria-describedby') ?? 'none'}`)?.textContent).toContain('eror');
});

it('saves a filter and takes it again', async () => {
  await open();
  type('kind:feedback');
  fireEvent.click(screen.getByRole('button', { name: 'Saved filters' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save this filter' }));
  type('');
  await expect.poll(shown).toBe(`${ALL} 107`);
  fireEvent.click(await screen.findByRole('button', { name: 'kind:feedback' }));
  await expect.poll(shown).toBe(`${ALL} 7`);
});
