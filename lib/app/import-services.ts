import type { ImportOrder } from '../browser/import-orders.ts';
import { sendCommand } from '../browser/send-command.ts';
import type { ImportId, ImportProgress, ImportResult, RunningImport } from '../domain/import.ts';
import { createImports, openImports } from '../store/imports.ts';
import type { ImportDeps } from './import-file.ts';
import { startReading } from './read-requests.ts';
import { importFile } from './import-file.ts';
import { reread as rereadBy } from './import-again.ts';

/** What a page needs only once somebody imports: it brings every dissector and the schemas of files along. */

const stored = createImports(openImports());
const order = (one: ImportOrder): Promise<void> => sendCommand({ type: 'import', order: one });
const deps: ImportDeps = {
  now: () => Date.now(),
  withHash: stored.withHash,
  begin: (id) => order({ step: 'begin', id }),
  write: (id, number, text) => order({ step: 'write', id, number, text }),
  finish: (done, replaces) => order({ step: 'finish', import: { ...done, problems: [...done.problems] }, replaces }),
  remove: (id) => order({ step: 'remove', id }),
  startReading,
};

export const start = (file: File): RunningImport => running((watch) => importFile(file, deps, watch));

export const remove = (id: ImportId): Promise<void> => deps.remove(id);

/** Reads an import's requests with this version's dissectors, and puts that in its place. */
export const reread = (id: ImportId): RunningImport => running((watch) => rereadBy(id, { ...deps, withId: stored.withId, requests: stored.requests }, watch));

type Watch = { readonly progress: (progress: ImportProgress) => void; readonly signal: AbortSignal };

function running(run: (watch: Watch) => Promise<ImportResult>): RunningImport {
  const stopping = new AbortController();
  const listeners = new Set<(progress: ImportProgress) => void>();
  let latest: ImportProgress = { step: 'looking', share: 0 };
  return {
    progress: {
      subscribe(next) {
        listeners.add(next);
        next(latest);
        return () => void listeners.delete(next);
      },
    },
    cancel: () => stopping.abort(),
    done: run({
      signal: stopping.signal,
      progress(progress) {
        latest = progress;
        for (const listener of listeners) listener(progress);
      },
    }),
  };
}
