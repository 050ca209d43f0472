import { expect, test } from 'vitest';
import { BUDGETS, complaint } from '../bench/budgets.ts';
import type { Figure } from '../bench/measure.ts';
import { workerMemory } from '../bench/parts/memory.ts';
import { storing } from '../bench/parts/stored.ts';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';

/** Of a short form of `npm run bench`, what is counted: times, and their ratios too, are for a machine that does nothing else. */
const counted = (figures: readonly Figure[]): Figure[] => figures.filter(({ name }) => BUDGETS[name]?.check?.of === 'value');

test('of events at 50 and at 200 a second none is lost', async () => {
  const figures = await storing(EXTENSION_DIRECTORY, 2);
  expect(figures.map(({ name }) => name)).toEqual(['stored.50.p50', 'stored.50.p99', 'stored.200.p50', 'stored.200.p99', 'stored.lost']);
  expect(figures.filter(({ name, value }) => name !== 'stored.lost' && !(value > 0))).toEqual([]);
  expect(counted(figures).map(complaint)).toEqual([null]);
});

test("the worker's memory stays within its budget", async () => {
  expect(counted(await workerMemory(EXTENSION_DIRECTORY, 400)).map(complaint)).toEqual([null, null]);
});
