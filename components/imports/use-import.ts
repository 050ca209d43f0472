import { useEffect, useRef, useState } from 'preact/hooks';
import type { Import, ImportProgress, ImportResult, RunningImport } from '../../lib/domain/import.ts';
import { useServices } from '../app-services.ts';

/** What an import is about and how far it is; the last result stays until the next begins. */
export type ImportState = {
  readonly running: { readonly fileName: string; readonly rereads: boolean; readonly progress: ImportProgress } | null;
  readonly last: { readonly fileName: string; readonly result: ImportResult } | null;
  readonly take: (file: File) => void;
  readonly reread: (of: Import) => void;
  readonly remove: (of: Import) => void;
  readonly cancel: () => void;
};

/** Imports files one after the other, for as long as the page is there. */
export function useImport(): ImportState {
  const { importFile, rereadImport, removeImport } = useServices();
  const [running, setRunning] = useState<ImportState['running']>(null);
  const [last, setLast] = useState<ImportState['last']>(null);
  const current = useRef<RunningImport | null>(null);
  // Who leaves the page wants no half of a file.
  useEffect(() => () => current.current?.cancel(), []);

  const follow = async (fileName: string, rereads: boolean, start: () => RunningImport): Promise<void> => {
    if (current.current) return;
    const run = start();
    current.current = run;
    setLast(null);
    setRunning({ fileName, rereads, progress: { step: 'looking', share: 0 } });
    const stop = run.progress.subscribe((progress) => setRunning({ fileName, rereads, progress }));
    const result = await run.done.catch((error: unknown): ImportResult => ({ kind: 'refused', message: error instanceof Error ? error.message : String(error) }));
    stop();
    current.current = null;
    setRunning(null);
    setLast({ fileName, result });
  };
  return {
    running,
    last,
    take: (file) => void follow(file.name, false, () => importFile(file)),
    reread: (of) => void follow(of.fileName, true, () => rereadImport(of.id)),
    remove(of) {
      setLast(null);
      void removeImport(of.id);
    },
    cancel: () => current.current?.cancel(),
  };
}
