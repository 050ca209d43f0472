import { describe, expect, it } from 'vitest';
import { withImports } from '../../../lib/app/with-imports.ts';
import { liveOf, type Live } from '../../../lib/base/observable.ts';
import { importedEvent, importedSession } from '../../../lib/domain/import.ts';
import type { Footstep } from '../../../lib/domain/views.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { demoImport } from '../../fakes/demo-import.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

type Shown = Parameters<typeof withImports>[0];

const file = demoImport();
const own = demoSession('own', { lastActivityAt: NOW - 2_000 });
const others = [demoSession('early', { lastActivityAt: NOW - 9_000 }), demoSession('late', { lastActivityAt: NOW - 1_000 })].map((session) => importedSession(file, session));
const step = (n: number): Footstep => ({ ...demoFootstep(own, n, 0, { name: `${n}` }), occurredAt: n });
const asImported = (f: Footstep): Footstep => ({ ...f, ...importedEvent(file.id, f) });

/** A side with its rows, in the order of time. */
const side = (sessions: readonly typeof own[], footsteps: readonly Footstep[]): Shown => ({
  sessions: () => liveOf(sessions), findings: () => liveOf([]),
  footsteps: ({ limit }) => liveOf(footsteps.slice(-limit)),
  async olderFootsteps(_query, from, count) {
    const before = footsteps.filter(({ occurredAt }) => from === null || occurredAt <= from).toReversed();
    return { rows: before.slice(0, count), next: before.length > count ? (before[count - 1]?.occurredAt ?? null) : null };
  },
});
const now = <T>(live: Live<T>): T | undefined => {
  let value: T | undefined;
  live.subscribe((next) => (value = next));
  return value;
};

describe('all tabs', () => {
  const shown = withImports(side([own], [1, 4, 5].map(step)), side(others, [2, 3, 6].map(step).map(asImported)), liveOf([file]));
  it('show what was imported beside what is recorded', () => {
    expect(now(shown.sessions({ tabId: null }))?.map(({ key }) => key)).toEqual([others[1]?.key, own.key, others[0]?.key]);
    expect(now(shown.footsteps({ tabId: null, limit: 4 }))?.map(({ name }) => name)).toEqual(['3', '4', '5', '6']);
  });
  it('find older footsteps of both, none twice and none left out', async () => {
    const found: string[] = [];
    let from: number | null = null;
    for (let i = 0; i < 10; i++) {
      const piece = await shown.olderFootsteps({ tabId: null, limit: 1 }, from, 2);
      for (const { name } of piece.rows) if (!found.includes(name)) found.push(name);
      if ((from = piece.next) === null) break;
    }
    expect(found).toEqual(['6', '5', '4', '3', '2', '1']);
  });
  it('show nothing of an import that is not whole', () => {
    const half = withImports(side([own], [step(1)]), side(others, [asImported(step(2))]), liveOf([]));
    expect(now(half.sessions({ tabId: null }))).toEqual([own]);
    expect(now(half.footsteps({ tabId: null, limit: 9 }))?.map(({ name }) => name)).toEqual(['1']);
  });
});

it('what is recorded waits for what files hold only where there are files', () => {
  const silent: Live<never> = { subscribe: () => () => undefined };
  const never: Shown = { sessions: () => silent, findings: () => silent, footsteps: () => silent, olderFootsteps: () => Promise.race([]) };
  const recorded = side([own], [step(1)]);
  expect(now(withImports(recorded, never, liveOf([])).footsteps({ tabId: null, limit: 9 }))?.map(({ name }) => name)).toEqual(['1']);
  expect(now(withImports(recorded, never, liveOf([file])).footsteps({ tabId: null, limit: 9 }))).toBeUndefined();
  expect(now(withImports(recorded, never, silent).footsteps({ tabId: null, limit: 9 }))).toBeUndefined();
});

it('a tab shows what is recorded alone, and a session of a file its own footsteps', () => {
  const shown = withImports(side([own], [step(1)]), side(others, [asImported(step(2))]), liveOf([file]));
  expect(now(shown.sessions({ tabId: 3 }))).toEqual([own]);
  expect(now(shown.footsteps({ tabId: 3, limit: 9 }))?.map(({ name }) => name)).toEqual(['1']);
  const [first] = others;
  if (!first) throw new Error('no session');
  expect(now(shown.footsteps({ sessionKey: first.key, limit: 9 }))?.map(({ name }) => name)).toEqual(['2']);
});
