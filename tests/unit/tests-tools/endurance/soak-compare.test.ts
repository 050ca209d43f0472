import { expect, it } from 'vitest';
import { buildArchive } from '../../../../lib/archive/build-archive.ts';
import { readRequests } from '../../../../lib/pipeline/read-requests.ts';
import { catalog } from '../../../../lib/protocols/catalog.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';
import { differences, ledgerLines, rereadLines, trafficLines } from '../../../tools/endurance/soak-compare.ts';

const [first] = recordings('rudderstack');
const requests = capturedRequests((first as NonNullable<typeof first>).recording).filter(({ method }) => method !== 'OPTIONS');
const archiveOf = async (some = requests) => {
  const createdAt = (some.at(-1)?.startedAt ?? 0) + 1_000;
  return buildArchive(await readRequests(some, { dissectors: catalog, now: createdAt }), { exporter: { name: 'Footsteps', version: '1.0.0' }, createdAt });
};

it('finds nothing between two recordings of the same traffic, whenever it came', async () => {
  const later = requests.map((request) => ({ ...request, startedAt: request.startedAt + 90_000 }));
  expect(differences(trafficLines(await archiveOf()), trafficLines(await archiveOf(later)))).toEqual([]);
});

it('finds a request that is missing, and one too many, with what it brought', async () => {
  const all = trafficLines(await archiveOf());
  const fewer = trafficLines(await archiveOf(requests.slice(0, -1)));
  expect(differences(all, fewer).filter((line) => line.startsWith('- request'))).toHaveLength(1);
  expect(differences(fewer, all).filter((line) => line.startsWith('+ request'))).toHaveLength(1);
});

it('finds a session that is another than its requests give', async () => {
  const archive = await archiveOf();
  const reread = await rereadLines(archive);
  expect(differences(reread, ledgerLines(archive))).toEqual([]);
  const [session, ...others] = archive.sessions;
  const wrong = { ...archive, sessions: [{ ...(session as NonNullable<typeof session>), startedAt: 5 }, ...others] };
  expect(differences(reread, ledgerLines(wrong))).toHaveLength(2);
});
