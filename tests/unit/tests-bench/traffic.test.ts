import { expect, it } from 'vitest';
import { prepare } from '../../../lib/pipeline/prepare.ts';
import { registry } from '../../conformance/support/subjects.ts';
import { traffic } from '../../bench/traffic.ts';

const keysOf = (requests: ReturnType<typeof traffic>): string[] => requests.flatMap((request) => prepare(request, registry)?.events.flatMap((e) => e.dedupeKey ?? []) ?? []);

it('is read as the recording is, and no visit repeats the events of another', () => {
  const [one, two] = [traffic(['krenalis', 'snowplow'], 1, 1_800_000_000_000), traffic(['krenalis', 'snowplow'], 1, 1_800_000_000_000, 1)];
  const [first, second] = [keysOf(one), keysOf(two)];
  expect(first.length).toBeGreaterThan(50);
  expect(second).toHaveLength(first.length);
  const known = new Set(first);
  expect(second.filter((key) => known.has(key))).toEqual([]);
});
