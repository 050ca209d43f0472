import { buildArchive } from '../archive/build-archive.ts';
import { partsOf, type ArchiveParts } from '../archive/parts.ts';
import { archiveToText } from '../archive/write-archive.ts';
import { version } from '../browser/page.ts';
import { readSettings } from '../browser/settings.ts';
import type { ExportFormatId, RedactionPreview } from '../domain/export-format.ts';
import type { PrivateRecording } from '../domain/private-view.ts';
import type { RequestId } from '../domain/request.ts';
import type { ExportedFile, ExportSelection, ExportWatch, RequestDetails } from '../domain/views.ts';
import { readDetails } from '../pipeline/read-details.ts';
import { catalog } from '../protocols/catalog.ts';
import { exportParts, previewParts, siteOf } from './export-recording.ts';

/** All that is known of a request of a private window; null where it is gone. */
export async function details(recording: PrivateRecording | null, id: RequestId): Promise<RequestDetails | null> {
  const request = recording?.requests.find((r) => r.id === id);
  return request ? readDetails(request, recording?.bodies.get(id) ?? null, catalog, (await readSettings()).settings.bodyCaps) : null;
}

/** A part of what is held of a private window as a file of a format. */
export async function exportAs(recording: PrivateRecording | null, selection: ExportSelection, format: ExportFormatId, { redaction, signal }: ExportWatch = {}): Promise<ExportedFile> {
  const part = selected(recording, selection);
  const file = await exportParts(partsFrom(part), { format, rules: redaction ?? (await readSettings()).settings.redaction, site: siteOf(part.sessions), signal });
  return { ...file, fileName: `private-${file.fileName}` };
}

/** What would be taken out of such a file, and how often. */
export const preview = async (recording: PrivateRecording | null, selection: ExportSelection, { redaction, signal }: ExportWatch = {}): Promise<RedactionPreview> =>
  previewParts(partsFrom(selected(recording, selection)), redaction ?? (await readSettings()).settings.redaction, signal);

const partsFrom = (part: PrivateRecording): ArchiveParts => partsOf(buildArchive(part, { exporter: { name: 'Footsteps', version: version() }, createdAt: Date.now() }));

/** The archive of a private window as text, and the file name to suggest. */
export function exportArchive(recording: PrivateRecording | null, selection: ExportSelection): { readonly fileName: string; readonly text: string } {
  const createdAt = Date.now();
  const archive = buildArchive(selected(recording, selection), { exporter: { name: 'Footsteps', version: version() }, createdAt });
  return { fileName: `private-${new Date(createdAt).toISOString().slice(0, 19).replace(/[T:]/g, '-')}.footsteps.json`, text: archiveToText(archive) };
}

function selected(recording: PrivateRecording | null, { sessionKeys, tabId }: ExportSelection): PrivateRecording {
  if (!recording) throw new Error('Nothing of this private window is held any more.');
  const sessions = recording.sessions.filter((s) => (sessionKeys ? sessionKeys.includes(s.key) : tabId === undefined || s.tabIds.includes(tabId)));
  const keys = new Set(sessions.map((s) => s.key));
  const events = recording.events.filter((e) => (e.sessionKey !== null && keys.has(e.sessionKey)) || (!sessionKeys && (tabId === undefined || e.tabId === tabId)));
  const carried = new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]));
  const requests = recording.requests.filter((r) => carried.has(r.id) || (!sessionKeys && (tabId === undefined || r.tabId === tabId)));
  const findings = recording.findings.filter((f) => f.sessionKey !== null && keys.has(f.sessionKey));
  return { ...recording, sessions, events, requests, findings };
}
