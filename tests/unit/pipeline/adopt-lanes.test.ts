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

/** RudderStack's key stands in a header. */
const keyed = recordings('rudderstack').filter(({ recording }) => capturedRequests(recording).filter((r) => r.method === 'POST').length > 2);

describe('a request whose headers the browser did not tell', () => {
  it('is there to be tried', () => expect(keyed.length).toBeGreaterThan(3));

  it.each(keyed)('belongs to the session that it names, and counts once when it was sent twice: $name', async ({ recording }) => {
    const requests = capturedRequests(recording);
    const now = (requests.at(-1)?.startedAt ?? 0) + 1_000;
    const whole = await readRequests(requests, { dissectors: catalog, now });
    const keys = (read: typeof whole): unknown => read.sessions.map(({ key, counts }) => ({ key, events: counts.events })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const posts = requests.filter((r) => r.method === 'POST');
    for (const post of posts) {
      const others = posts.filter((r) => r !== post).map((r) => new TextDecoder().decode((r.body as { bytes?: Uint8Array }).bytes));
      const ids = new TextDecoder().decode((post.body as { bytes?: Uint8Array }).bytes).match(/"(?:sessionId|id)":(\d{10,})/)?.[1];
      // Whoever is alone in a session has nobody to say whose it is.
      if (ids === undefined || !others.some((text) => text.includes(ids))) continue;
      const bare = requests.flatMap((r) => (r === post ? [{ ...r, headers: [] }] : [r]));
      expect(keys(await readRequests(bare, { dissectors: catalog, now })), post.id).toEqual(keys(whole));
      const again = [...bare, { ...post, id: `${post.id}again` as never, headers: [] }];
      expect(keys(await readRequests(again, { dissectors: catalog, now })), `${post.id} twice`).toEqual(keys(whole));
    }
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
