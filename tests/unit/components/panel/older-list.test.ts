import { expect, it } from 'vitest';
import { OlderList } from '../../../../components/panel/older-list.ts';
import type { Footstep, FootstepPiece } from '../../../../lib/domain/views.ts';
import { demoFootstep } from '../../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS } from '../../../fakes/demo-sessions.ts';
import type { Session } from '../../../../lib/domain/session.ts';

const session = DEMO_SESSIONS[0] as Session;
/** A hundred footsteps, three at each moment. */
const stored = Array.from({ length: 100 }, (_, n): Footstep => demoFootstep(session, n, Math.floor(n / 3) * 1_000));
const ids = (rows: readonly Footstep[]): string[] => rows.map(({ id }) => id);

/** As the store answers: looks at some from a moment back, the newest first. */
async function ask(from: number, count: number, most = 7): Promise<FootstepPiece> {
  const rows = stored.filter(({ occurredAt }) => occurredAt <= from).toReversed().slice(0, Math.min(count, most));
  return { rows, next: rows.length < most ? null : (rows.at(-1)?.occurredAt ?? null) };
}

it('gives the live rows alone until more is read, then all before them, each once, in order', async () => {
  const list = new OlderList();
  const live = stored.slice(-20);
  list.take('all', live, true);
  expect([list.all, list.hasMore]).toEqual([live, true]);
  expect(list.all).toBe(live);
  expect(await list.read(ask)).toBe(true);
  expect(ids(list.all)).toEqual(ids(stored.slice(-list.all.length)));
  expect(list.all.length).toBeGreaterThan(20);
  while (list.hasMore) await list.read(ask);
  expect(ids(list.all)).toEqual(ids(stored));
  expect(await list.read(ask)).toBe(false);
});

it('keeps what the live list drops as others come in', async () => {
  const list = new OlderList();
  list.take('all', stored.slice(60, 80), true);
  await list.read(ask);
  const first = list.all[0]?.id;
  list.take('all', stored.slice(75, 95), true);
  expect(ids(list.all)).toEqual(ids(stored.slice(stored.findIndex(({ id }) => id === first), 95)));
});

it('forgets what was read under another question, or when the live list holds all there is', async () => {
  const list = new OlderList();
  const live = stored.slice(-20);
  list.take('all', live, true);
  await list.read(ask);
  list.take('other', live, true);
  expect([ids(list.all), list.hasMore]).toEqual([ids(live), true]);
  await list.read(ask);
  list.take('other', [], false);
  expect([list.all, list.hasMore]).toEqual([[], false]);
  expect(await list.read(ask)).toBe(false);
});

it('reads once at a time, drops an answer to another question, and tries again after a failure', async () => {
  const list = new OlderList();
  const live = stored.slice(-20);
  list.take('all', live, true);
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const one = list.read(async (from, count) => {
    await asked;
    return ask(from, count);
  });
  expect(await list.read(ask)).toBe(false);
  list.take('other', live, true);
  answer();
  expect(await one).toBe(false);
  expect(list.all).toHaveLength(20);
  await expect(list.read(() => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
  expect(await list.read(ask)).toBe(true);
});

it('goes beyond more rows of one moment than it reads at once', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n): Footstep => demoFootstep(session, n, n < 4_900 ? 0 : n));
  const list = new OlderList();
  list.take('all', rows.slice(-200), true);
  const answer = async (from: number, count: number): Promise<FootstepPiece> => {
    const found = rows.filter(({ occurredAt }) => occurredAt <= from).toReversed().slice(0, count);
    return { rows: found, next: found.length < count ? null : (found.at(-1)?.occurredAt ?? null) };
  };
  for (let n = 0; n < 10 && list.hasMore; n++) await list.read(answer);
  expect(ids(list.all).toSorted()).toEqual(ids(rows).toSorted());
});
