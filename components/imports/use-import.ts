import { useEffect, useRef, useState } from 'preact/hooks';
import type { Import, ImportProgress, ImportResult, RunningImport } from '../../lib/domain/import.ts';
import { useServices } from '../app-services.ts';

/** What an import is about and how far it is; the results stay until something is imported after a rest. */
export type ImportState = {
  readonly running: { readonly fileName: string; readonly rereads: boolean; readonly progress: ImportProgress } | null;
  /** Names of the files that come after it. */
  readonly waiting: readonly string[];
  readonly results: readonly { readonly fileName: string; readonly result: ImportResult }[];
  readonly take: (file: File) => void;
  readonly reread: (of: Import) => void;
  readonly remove: (of: Import) => void;
  /** Stops what is running, and what waits does not begin. */
  readonly cancel: () => void;
};

type Order = { readonly fileName: string; readonly rereads: boolean; readonly start: () => RunningImport };

/** Imports files one after the other, for as long as the page is there. */
export function useImport(): ImportState {
  const { importFile, rereadImport, removeImport } = useServices();
  const [running, setRunning] = useState<ImportState['running']>(null);
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [results, setResults] = useState<ImportState['results']>([]);
  const current = useRef<RunningImport | null>(null);
  const queue = useRef<Order[]>([]);

  const dismiss = (): readonly Order[] => {
    const dismissed = queue.current.splice(0);
    setWaiting([]);
    return dismissed;
  };
  // Who leaves the page wants no half of a file.
  useEffect(() => () => {
    queue.current = [];
    current.current?.cancel();
  }, []);

  const run = async ({ fileName, rereads, start }: Order): Promise<void> => {
    const started = start();
    current.current = started;
    setRunning({ fileName, rereads, progress: { step: 'looking', share: 0 } });
    const stop = started.progress.subscribe((progress) => setRunning({ fileName, rereads, progress }));
    const result = await started.done.catch((error: unknown): ImportResult => ({ kind: 'refused', message: error instanceof Error ? error.message : String(error) }));
    stop();
    setResults((before) => [...before, { fileName, result }]);
    const next = queue.current.shift();
    setWaiting(queue.current.map((order) => order.fileName));
    if (next) return run(next);
    current.current = null;
    setRunning(null);
  };
  /** Nothing that is given is ignored: it waits until its turn comes. */
  const take = (order: Order): void => {
    if (current.current) {
      queue.current.push(order);
      setWaiting(queue.current.map(({ fileName }) => fileName));
      return;
    }
    setResults([]);
    void run(order);
  };
  return {
    running,
    waiting,
    results,
    take: (file) => take({ fileName: file.name, rereads: false, start: () => importFile(file) }),
    reread: (of) => take({ fileName: of.fileName, rereads: true, start: () => rereadImport(of.id) }),
    remove(of) {
      setResults([]);
      void removeImport(of.id);
    },
    cancel() {
      const dismissed = dismiss();
      setResults((before) => [...before, ...dismissed.map(({ fileName }) => ({ fileName, result: { kind: 'cancelled' } as const }))]);
      current.current?.cancel();
    },
  };
}
