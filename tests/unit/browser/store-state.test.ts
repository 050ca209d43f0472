import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { keepStoreState, toldStoreState } = await import('../../../lib/browser/store-state.ts');

const GOOD = { trouble: null, gap: null };
const gap = (from: number, lost: number) => ({ from, to: null, why: 'storageFull', lost }) as const;
const now = (run: () => void): void => run();

beforeEach(() => fakeBrowser.reset());

function listening() {
  const told: unknown[] = [];
  toldStoreState.subscribe((state) => told.push(state));
  return told;
}

it('is good where nothing was said', async () => {
  const told = listening();
  await vi.waitFor(() => expect(told).toEqual([GOOD]));
});

it('tells pages what keeps the database from being used, what is lost meanwhile, and when that is over', async () => {
  const note = keepStoreState(now);
  const told = listening();
  note.trouble({ kind: 'newer' });
  await vi.waitFor(() => expect(told.at(-1)).toEqual({ trouble: { kind: 'newer' }, gap: null }));
  note.unkept(gap(10, 1), { kind: 'newer' });
  note.unkept(gap(10, 2), { kind: 'newer' });
  await vi.waitFor(() => expect(told.at(-1)).toEqual({ trouble: { kind: 'newer' }, gap: gap(10, 2) }));
  expect(note.isTroubled()).toBe(true);
  note.kept();
  await vi.waitFor(() => expect(told.at(-1)).toEqual(GOOD));
  expect(note.isTroubled()).toBe(false);
});

it('adds what this background loses to what the one before it lost, which is given up once it is stored', async () => {
  await fakeBrowser.storage.local.set({ storeState: { trouble: { kind: 'full' }, gap: gap(10, 3) } });
  const note = keepStoreState(now);
  note.unkept(gap(50, 2), { kind: 'full' });
  await vi.waitFor(async () => expect((await fakeBrowser.storage.local.get('storeState'))['storeState']).toEqual({ trouble: { kind: 'full' }, gap: gap(10, 5) }));
  const kept: unknown[] = [];
  const keep = async (left: unknown): Promise<void> => void kept.push(left);
  await note.keepLeft(keep);
  await note.keepLeft(keep);
  expect(kept).toEqual([gap(10, 3)]);
  note.kept();
  await vi.waitFor(async () => expect((await fakeBrowser.storage.local.get('storeState'))['storeState']).toEqual(GOOD));
});

it('holds what the background before it lost until that is stored, as this one may die too', async () => {
  await fakeBrowser.storage.local.set({ storeState: { trouble: null, gap: gap(10, 3) } });
  const note = keepStoreState(now);
  await expect(note.keepLeft(async () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect((await fakeBrowser.storage.local.get('storeState'))['storeState']).toEqual({ trouble: null, gap: gap(10, 3) });
});

it('forgets the trouble of the background before', async () => {
  await fakeBrowser.storage.local.set({ storeState: { trouble: { kind: 'blocked' }, gap: null } });
  keepStoreState(now);
  await vi.waitFor(async () => expect((await fakeBrowser.storage.local.get('storeState'))['storeState']).toEqual(GOOD));
});

it('takes what is damaged for nothing', async () => {
  for (const storeState of [null, 5, { trouble: { kind: 'x' }, gap: { from: 'y' } }]) {
    await fakeBrowser.storage.local.set({ storeState });
    const told = listening();
    await vi.waitFor(() => expect(told).toEqual([GOOD]));
  }
});
