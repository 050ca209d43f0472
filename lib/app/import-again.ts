import type { Import, ImportId, ImportResult } from '../domain/import.ts';
import { otherIdOf, ownKey, ownTab } from '../domain/import.ts';
import type { Imports } from '../store/imports.ts';
import type { ImportDeps, ImportWatch } from './import-file.ts';
import { createImportReading } from './import-reading.ts';
import { createImportSender } from './import-sender.ts';

export type RereadDeps = ImportDeps & Pick<Imports, 'withId' | 'requests'>;

/**
 * Dissects the requests of an import anew. The result stands beside the former until it is whole, and then in its place: one that ends
 * half-way has changed nothing. Never rejects.
 */
export async function reread(id: ImportId, deps: RereadDeps, { progress = () => undefined, signal }: ImportWatch = {}): Promise<ImportResult> {
  const before = await deps.withId(id);
  if (!before) return { kind: 'refused', message: 'This import was removed.' };
  if (before.counts.requests === 0) return { kind: 'refused', message: 'The file holds no requests that could be read anew.' };
  const next = otherIdOf(id);
  try {
    await deps.begin(next);
    const sender = createImportSender((number, text) => deps.write(next, number, text), () => undefined);
    const reading = createImportReading(next, sender, deps.startReading);
    let done = 0;
    for await (const page of deps.requests(id)) {
      for (const { request, body } of page) reading.take({ ...request, id: ownKey(request.id), tabId: request.tabId === null ? null : ownTab(request.tabId), body: body ?? { kind: 'none' } });
      signal?.throwIfAborted();
      await reading.drain();
      done += page.length;
      progress({ step: 'importing', share: done / before.counts.requests });
    }
    const { id: _id, ...kept } = before;
    const asOf = (await reading.end({ ...kept, id: next })) ?? before.asOf;
    await sender.drain(true);
    const made: Import = { ...kept, id: next, asOf, shown: 'read', counts: { ...sender.counts } };
    await deps.finish(made, id);
    return { kind: 'done', import: made };
  } catch (error) {
    await deps.remove(next).catch(() => undefined);
    if (signal?.aborted) return { kind: 'cancelled' };
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}
