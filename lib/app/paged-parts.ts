import { archiveEvent, archiveRequest, archiveSessions, captureLedger, diagnosticFindings, knownFindings, type ArchiveMeta } from '../archive/build-archive.ts';
import type { ArchiveParts } from '../archive/parts.ts';
import type { PagedSelection } from '../store/selection-parts.ts';

/**
 * A stored selection as an archive's parts, read page by page as they are asked for.
 *
 * @param read called with the number of entries of each page, once it was read
 */
export function pagedParts(selection: PagedSelection, meta: ArchiveMeta, read: (entries: number) => void = () => undefined): ArchiveParts {
  const sessions = archiveSessions(selection.sessions);
  const isKnown = knownFindings(selection.findings);
  return {
    ...meta, captureLedger: captureLedger(selection.counters), extra: selection.gaps.length ? { gaps: selection.gaps.map((gap) => ({ ...gap })) } : {},
    sessions: () => sessions,
    async *requests() {
      for await (const page of selection.requests()) {
        read(page.length);
        for (const { request, body } of page) yield archiveRequest(request, body);
      }
    },
    async *events() {
      for await (const { events, requests } of selection.events()) {
        read(events.length);
        for (const event of events) {
          const request = requests.get(event.requestId) ?? null;
          const last = event.repeatedBy.at(-1);
          yield { event: archiveEvent(event), request: request && { method: request.method, url: request.url, outcome: request.outcome }, lastOutcome: (last === undefined ? request : requests.get(last))?.outcome ?? null };
        }
      }
    },
    async *findings() {
      yield* selection.findings;
      for await (const page of selection.requests()) for (const { request } of page) for (const finding of diagnosticFindings(request)) if (!isKnown(finding)) yield finding;
    },
  };
}
