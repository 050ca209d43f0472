import type { EpochMs } from '../base/time.ts';
import type { CapturedRequest } from '../domain/request.ts';
import { createFileReading, type FileReading, type ReadingStore } from '../pipeline/file-reading.ts';
import { readRequests as readBy, type ReadRecording } from '../pipeline/read-requests.ts';
import { catalog } from '../protocols/catalog.ts';

/** Reads a file's requests with every dissector there is, states as of `now`. */
export const readRequests = (requests: readonly CapturedRequest[], { now }: { readonly now: EpochMs }): Promise<ReadRecording> =>
  readBy(requests, { dissectors: catalog, now });

/** The same of requests that come one after the other, into a store. */
export const startReading = (store: ReadingStore): FileReading => createFileReading({ dissectors: catalog }, store);
