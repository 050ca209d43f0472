// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, expect, it } from 'vitest';
import { Panel } from '../../../../components/panel/Panel.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import { draw } from '../../../fakes/draw.tsx';
import { ALL_LETTERS, FILTER_CASES, FILTER_FOOTSTEPS, letterOf } from '../../../fakes/filter-cases.ts';

beforeAll(loadParts);

const box = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
const type = (text: string): void => {
  box().focus();
  fireEvent.input(box(), { target: { value: text } });
};

/** Letters of the sessions, and the number of footsteps, that the panel shows. */
function shown(): string {
  const sessions = screen.queryByRole('treegrid', { name: 'Sessions' });
  const lines = sessions ? within(sessions).getAllByRole('row').filter((row) => row.getAttribute('aria-level') === '3').map((row) => row.textContent) : [];
  const letters = lines.map(letterOf);
  const list = screen.queryByRole('grid', { name: 'Footsteps' });
  return `${letters.toSorted().join('')} ${list ? Number(list.getAttribute('aria-rowcount')) - 1 : 0}`;
}

async function open(): Promise<void> {
  draw(<Panel />, { footsteps: FILTER_FOOTSTEPS });
  await expect.poll(shown).toBe(`${ALL_LETTERS} 107`);
}

it('shows what each term says', async () => {
  await open();
  for (const [text, left] of FILTER_CASES) {
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
  await expect.poll(shown).toBe(`${ALL_LETTERS} 107`);
  fireEvent.click(await screen.findByRole('button', { name: 'kind:feedback' }));
  await expect.poll(shown).toBe(`${ALL_LETTERS} 7`);
});
