import { archiveBody } from '../../lib/archive/build-archive.ts';
import { capturedRequests, type Recording } from './corpus.ts';

/** A recording as an archive of requests alone: what someone sends who captured without Footsteps. */
export function recordedArchive(recording: Recording): string {
  return JSON.stringify({
    format: 'footsteps-archive', version: 1, exporter: { name: 'recorder', version: recording.version }, createdAt: recording.startedAt,
    requests: capturedRequests(recording).map((r) => ({ ...r, body: archiveBody(r.body) })),
  });
}

/** The same as a HAR, its bodies as base64 by `encoding`. */
export function recordedHar(recording: Recording): string {
  const entries = recording.requests.map((r) => ({
    startedDateTime: new Date(r.t).toISOString(), time: 0,
    request: {
      method: r.method, url: r.url, headers: Object.entries(r.headers).map(([name, value]) => ({ name, value })),
      ...(r.bodyBase64 ? { postData: { mimeType: r.headers['content-type'] ?? '', encoding: 'base64', text: r.bodyBase64 } } : {}),
    },
    response: { status: r.status ?? 0 },
  }));
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'recorder', version: recording.version }, entries } });
}
