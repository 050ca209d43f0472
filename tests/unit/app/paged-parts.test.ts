import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { pagedParts } from '../../../lib/app/paged-parts.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { collect, partsOf, type ArchiveParts } from '../../../lib/archive/parts.ts';
import type { SessionKey } from '../../../lib/domain/session.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { pageSelection } from '../../../lib/store/selection-parts.ts';
import { readSelection } from '../../../lib/store/selection.ts';
import { capturedRequests, recordings } from '../../tools/corpus.ts';

const META = { exporter: { name: 'Footsteps', version: '0' }, createdAt: 1 };
const db = openDatabase('paged-parts');
const sources = recordings().filter(({ vendor }) => catalog.some((d) => d.id === vendor)).slice(0, 6);
const stored = (async () => {
  const deps = { repository: createRepository(db), registry: createRegistry(catalog), rulesOf: createRules(catalog) };
  for (const [i, { recording }] of sources.entries()) {
    const requests = capturedRequests(recording).map((r) => ({ ...r, id: `${i}-${r.id}` as typeof r.id, tabId: i % 3 }));
    await ingest(deps, { requests }, recording.startedAt + 1_000_000);
  }
})();

/** What differs only in the order of equal times is the same. */
const all = async (parts: ArchiveParts) => ({
  sessions: await collect(parts.sessions()), findings: (await collect(parts.findings())).map((f) => JSON.stringify(f)).toSorted(), ledger: parts.captureLedger,
  requests: (await collect(parts.requests())).toSorted((a, b) => (a.id < b.id ? -1 : 1)), events: (await collect(parts.events())).map(({ event, request, lastOutcome }) => ({ event, lastOutcome, request: request && [request.method, request.url, request.outcome] })).toSorted((a, b) => (a.event.id < b.event.id ? -1 : 1)),
});

describe('a selection read page by page', () => {
  it('is what it is when read at once, in the order of time', async () => {
    await stored;
    const [first, second] = await db.sessions.toArray();
    const keys = [first, second].flatMap((s) => (s ? [s.key as SessionKey] : []));
    for (const selection of [{}, { tabId: 1 }, { sessionKeys: keys }]) {
      const parts = pagedParts(await pageSelection(db, selection), META);
      expect(await all(parts)).toEqual(await all(partsOf(buildArchive(await readSelection(db, selection), META))));
      const times = (await collect(parts.events())).map(({ event }) => event.occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.length).toBeGreaterThan(0);
    }
  });

  it('tells how far it is, and goes on where something is deleted meanwhile', async () => {
    await stored;
    const paged = await pageSelection(db, {});
    let read = 0;
    const parts = pagedParts(paged, META, (entries) => void (read += entries));
    const gone = (await db.events.toCollection().primaryKeys())[0];
    if (gone !== undefined) await db.events.delete(gone);
    expect(await collect(parts.events())).toHaveLength(paged.eventCount - 1);
    expect(read).toBe(paged.eventCount - 1);
  });
});
