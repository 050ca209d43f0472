/**
 * The parts of an archive that tests and the demo read, written down here a second time on purpose: a change of the export format that
 * breaks its readers shall break a test, not be followed by it silently.
 */
export type ArchiveSession = {
  readonly key: string;
  readonly protocol: string;
  readonly sessionId: string | null;
  readonly basis: 'declared' | 'identity' | 'derived';
  readonly startedAt: number;
  readonly lastActivityAt: number;
  readonly endedAt: number | null;
  readonly state: string;
  readonly start: { readonly cause: string; readonly evidence: string };
  readonly end: { readonly cause: string; readonly evidence: string } | null;
  readonly counts: { readonly events: number; readonly errors: number; readonly heartbeats: number; readonly requests: number };
  readonly identity: Readonly<Record<string, unknown>>;
};

export type ArchiveEvent = {
  readonly id: string;
  readonly requestId: string;
  readonly protocol: string;
  readonly kind: string;
  readonly name: string;
  readonly occurredAt: number;
  readonly sessionKey: string | null;
  readonly identity?: Readonly<Record<string, unknown>>;
  readonly page: string | null;
  readonly isError: boolean;
};

export type ArchiveRequest = {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly resourceType: string | null;
  readonly tabId: number | null;
  readonly pageUrl: string | null;
  readonly body: { readonly kind: string };
  readonly outcome: { readonly kind: string; readonly status?: number; readonly error?: string };
};

export type Archive = {
  readonly format: 'footsteps-archive';
  readonly version: number;
  readonly requests: readonly ArchiveRequest[];
  readonly events: readonly ArchiveEvent[];
  readonly sessions: readonly ArchiveSession[];
  readonly findings: readonly { readonly code: string; readonly message: string; readonly sessionKey: string | null }[];
  readonly captureLedger?: Readonly<Record<string, number>>;
};

/** @throws Error when the text is no archive */
export function readArchive(text: string): Archive {
  const archive: unknown = JSON.parse(text);
  if (!isArchive(archive)) throw new Error(`this is no archive: ${text.slice(0, 200)}`);
  return archive;
}

function isArchive(value: unknown): value is Archive {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === 'footsteps-archive' && 'sessions' in value && Array.isArray(value.sessions);
}
