import type { Live } from '../base/observable.ts';
import type { Reading } from './reading.ts';

/**
 * What a query gives, and again whenever rows of one table were written, however many others it looks at.
 *
 * @param restMs the query is asked again no sooner than so many milliseconds after its answer
 */
export const onTable = <T>(reading: Reading, table: string, query: () => Promise<T>, restMs = 0): Live<T> => ({
  subscribe(next, failed = () => undefined) {
    const off = new AbortController();
    let running = false;
    let again = false;
    const run = async (): Promise<void> => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      do {
        again = false;
        try {
          const value = await query();
          if (!off.signal.aborted) next(value);
        } catch (error) {
          if (!off.signal.aborted) failed(error);
        }
        if (restMs > 0 && !off.signal.aborted) await new Promise((rested) => void setTimeout(rested, restMs));
      } while (again && !off.signal.aborted);
      running = false;
    };
    const stop = reading.onWrites([table], () => void run());
    void run();
    return () => {
      off.abort();
      stop();
    };
  },
});
