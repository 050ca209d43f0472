import { describe, expect, it } from 'vitest';
import { readRequests } from '../../../lib/pipeline/read-requests.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { capturedRequests, recordings } from '../../tools/corpus.ts';

/** A real recording whose last GET, the end, is taken away: what a collector 150 ms away sees of a closing page is the preflight alone. */
const lostEnd = recordings('exceptionless')
  .filter(({ name }) => name.endsWith('--lifecycle-session-ids') || name.endsWith('--lifecycle-user-sessions'))
  .map(({ name, recording }) => ({ name, requests: capturedRequests(recording).filter((r) => !(r.method === 'GET' && r.url.includes('close=true'))) }));

describe('an end of which only the preflight is left, without the project\'s key', () => {
  it.each(lostEnd)('ends the session that it names: $name', async ({ requests }) => {
    expect(requests.at(-1)).toMatchObject({ method: 'OPTIONS' });
    const { sessions } = await readRequests(requests, { dissectors: catalog, now: (requests.at(-1)?.startedAt ?? 0) + 1_000 });
    expect(sessions).toMatchObject([{ state: 'ended', end: { cause: 'declaredEnd', confidence: 'likely' } }]);
  });

  it.each(lostEnd)('does so too when it comes in a batch of its own: $name', async ({ requests }) => {
    const [first] = requests;
    const filler = Array.from({ length: 260 }, (_, i) => ({ ...(first as (typeof requests)[number]), id: `f${i}` as never, url: 'https://elsewhere.test/' }));
    const { sessions } = await readRequests([...requests.slice(0, -1), ...filler, ...requests.slice(-1)], { dissectors: catalog, now: (requests.at(-1)?.startedAt ?? 0) + 1_000 });
    expect(sessions).toMatchObject([{ state: 'ended' }]);
  });
});

describe('a queue that the collector refused and took later', () => {
  it('makes the one session that the server has, from the date of its first event', async () => {
    const found = recordings('exceptionless').find(({ name }) => name.endsWith('--offline-queue-replay'));
    const requests = capturedRequests((found as (typeof found & object)).recording);
    const { sessions } = await readRequests(requests, { dissectors: catalog, now: requests.at(-1)?.startedAt ?? 0 });
    expect(sessions).toMatchObject([{ basis: 'identity', startedAt: Date.parse('2026-11-21T09:20:35.008Z') }]);
  });
});
