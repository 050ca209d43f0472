import { version } from '../browser/page.ts';
import { readSettings } from '../browser/settings.ts';
import { DEFAULT_SETTINGS } from '../domain/settings.ts';
import type { ExportedFile } from '../domain/views.ts';
import { rescue } from '../store/rescue.ts';
import { exportParts, siteOf } from './export-recording.ts';
import { pagedParts } from './paged-parts.ts';

/** An archive of all that can be read of the database, redacted as the user chose, where those choices can be read. */
export async function exportReadable(): Promise<ExportedFile & { readonly unread: number }> {
  const { settings } = await readSettings().catch(() => ({ settings: DEFAULT_SETTINGS }));
  const found = await rescue();
  try {
    const parts = pagedParts(found, { exporter: { name: 'Footsteps', version: version() }, createdAt: Date.now() });
    return { ...(await exportParts(parts, { format: 'archive', rules: settings.redaction, site: siteOf(found.sessions) })), unread: found.unread() };
  } finally {
    found.close();
  }
}
