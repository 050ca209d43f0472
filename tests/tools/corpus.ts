import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRequestId, type Body, type CapturedRequest } from '../../lib/domain/request.ts';

/** A recording of a real SDK: see `tests/fixtures/README.md`. `truth` is what the SDK itself said, computed by no decoder. */
export type Recording = {
  sdk: string;
  version: string;
  scenario: string;
  about: string;
  config: Record<string, unknown>;
  startedAt: number;
  requests: {
    t: number;
    method: string;
    url: string;
    headers: Record<string, string>;
    bodyBase64?: string | null;
    resourceType: string;
    status?: number;
  }[];
  truth: {
    sessions: { id: string | number; firstSeen: number; lastSeen: number; seenAt: string; onWire: boolean }[];
    events: Record<string, unknown>[];
    snapshots: Record<string, unknown>[];
    notes: string[];
  };
};

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;

/** The recordings of one vendor's folder (or all), by file name without `.json`. */
export function recordings(vendor?: string): { vendor: string; name: string; recording: Recording }[] {
  const vendors = vendor ? [vendor] : readdirSync(FIXTURES, { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name);
  return vendors.flatMap((v) =>
    readdirSync(join(FIXTURES, v))
      .filter((f) => f.endsWith('.json') && !f.endsWith('.golden.json'))
      .sort()
      .map((f) => ({ vendor: v, name: f.slice(0, -5), recording: JSON.parse(readFileSync(join(FIXTURES, v, f), 'utf8')) as Recording })),
  );
}

/** The browser's word for what the recording calls fetch, xhr and preflight. */
const RESOURCE_TYPE: Record<string, string> = { fetch: 'xmlhttprequest', xhr: 'xmlhttprequest', preflight: 'xmlhttprequest' };

/** A recording as the requests that an extension would have captured; tab and document unknown, as the recorder sat at the collector. */
export function capturedRequests(recording: Recording): CapturedRequest[] {
  return recording.requests.map((r, i) => {
    const bytes = r.bodyBase64 ? new Uint8Array(Buffer.from(r.bodyBase64, 'base64')) : null;
    const body: Body = bytes?.length ? { kind: 'bytes', bytes, encoding: r.headers['content-encoding'] ?? null } : { kind: 'none' };
    return {
      id: asRequestId(`r${i + 1}`),
      witnesses: ['import'],
      tabId: null, frameId: null, documentId: null,
      pageUrl: r.headers['referer'] ?? null,
      initiator: r.headers['origin'] ?? null,
      resourceType: RESOURCE_TYPE[r.resourceType] ?? r.resourceType,
      method: r.method,
      url: r.url,
      headers: Object.entries(r.headers).map(([name, value]) => ({ name, value: String(value) })),
      body,
      startedAt: r.t,
      outcome: r.status === undefined ? { kind: 'unknown' } : { kind: 'responded', status: r.status, endedAt: r.t },
    };
  });
}
