import { readImportText } from '../archive/import-text.ts';
import { assertNever } from '../base/never.ts';
import type { EpochMs } from '../base/time.ts';
import type { ImportOrder } from '../browser/import-orders.ts';
import { createImports, openImports } from '../store/imports.ts';

/** A page that reads a file gives parts all the time: one that is silent for so long is gone. */
const ABANDONED_MS = 10 * 60_000;

/** Writes what pages read from files. */
export function createBackgroundImports(now: () => EpochMs) {
  const imports = createImports(openImports());
  return {
    async obey(order: ImportOrder): Promise<void> {
      switch (order.step) {
        case 'begin':
          return imports.begin(order.id, now());
        case 'write': {
          const rows = readImportText(order.text, order.id);
          if (!rows.ok) throw new Error(`A part of the import cannot be read: ${rows.error}`);
          return imports.write(order.id, order.number, rows.value, now());
        }
        case 'finish':
          return imports.finish(order.import, order.replaces);
        case 'remove':
          return imports.remove(order.id);
        default:
          return assertNever(order);
      }
    },
    /** After the browser's start (null: it started earlier) no page is left that could go on with an import of before. */
    removeHalf: (browserStartedAt: EpochMs | null): Promise<void> => imports.removeHalf(browserStartedAt ?? now() - ABANDONED_MS),
  };
}
