import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import type { Dissection, Dissector } from '../../../lib/protocols/dissector.ts';
import { createRegistry, type Registry } from '../../../lib/protocols/registry.ts';
import { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings, type Recording } from '../../tools/corpus.ts';

/** The folder of recordings that no dissector may take. */
export const NEGATIVE = 'negative';

/** A recording, and what reading it is measured by. */
export type Subject = {
  readonly vendor: string;
  /** `vendor/name`. */
  readonly title: string;
  readonly recording: Recording;
  readonly captured: readonly CapturedRequest[];
};

export const registry: Registry = createRegistry(catalog);

export const subjects: readonly Subject[] = recordings().map(({ vendor, name, recording }) => ({
  vendor, title: `${vendor}/${name}`, recording, captured: capturedRequests(recording),
}));
export const positives: readonly Subject[] = subjects.filter((s) => s.vendor !== NEGATIVE);
export const negatives: readonly Subject[] = subjects.filter((s) => s.vendor === NEGATIVE);

export const dissectorOf = (vendor: string): Dissector | undefined => catalog.find((d) => d.id === vendor);

export const dissect = (request: CapturedRequest, by: Registry = registry): Dissection | null => by.dissect(new WireRequest(request), request.id);

/** The requests that the SDK itself sent: all but the browser's preflights. */
export const sdkRequests = (subject: Subject): readonly CapturedRequest[] => subject.captured.filter((request) => request.method !== 'OPTIONS');

/** A short name of a request, for messages. */
export const nameOf = (request: CapturedRequest): string => `${request.id} ${request.method} ${new WireRequest(request).path}`;
