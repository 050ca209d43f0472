import { createHash } from 'node:crypto';
import type { Archive } from '../../../lib/archive/archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { readRequests } from '../../../lib/pipeline/read-requests.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';

type Told = Pick<Archive, 'sessions'> & { readonly events: readonly Pick<Archive['events'][number], 'requestId' | 'protocol' | 'kind' | 'name' | 'isError' | 'sessionKey'>[] };

/**
 * What was recorded, without its times: each request with its bytes and its end, each footstep, each session that a request names. The same traffic
 * gives the same lines, however fast it comes. To which session a footstep belongs that names none is a matter of times, and so is where a session
 * that nobody names begins: that is for the ledger.
 */
export function trafficLines({ requests, events, sessions }: Archive): string[] {
  return [
    ...requests.map(({ method, url, body, outcome }) => {
      const { pathname, search } = new URL(url);
      const bytes = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 12);
      return `request ${method} ${pathname}${search.slice(0, 80)} ${body.kind} ${bytes} ${outcome.kind} ${'status' in outcome ? outcome.status : ''}`;
    }),
    ...events.map(({ protocol, kind, name, isError }) => `footstep ${protocol} ${kind} ${name}${isError ? ' (error)' : ''}`),
    ...sessions.flatMap(({ protocol, sessionId, basis }) => (sessionId === null ? [] : [`session ${protocol}:${sessionId} ${basis}`])),
  ];
}

/**
 * What was made of it, with times: each footstep with its session, each session with why it began and after which. Why sessions ended, and findings, are
 * not among it, as they look at tabs and at the time of day, which are in no request.
 */
export function ledgerLines({ sessions, events }: Told): string[] {
  return [
    ...events.map(({ requestId, kind, name, sessionKey }) => `footstep ${requestId} ${kind} ${name} of ${sessionKey}`),
    ...sessions.map(({ key, sessionId, basis, startedAt, lastActivityAt, start, counts, identity }) =>
      `session ${key} ${sessionId} ${basis} ${startedAt} to ${lastActivityAt} by ${start.cause} (${start.confidence}) after ${start.previousKey}, ${JSON.stringify(counts)} ${JSON.stringify(identity)}`),
  ];
}

/** The lines of the ledger that reading the archive's own requests gives, one after the other and with nothing to disturb it. */
export async function rereadLines({ requests, createdAt }: Archive): Promise<string[]> {
  const read = await readRequests(toCapturedRequests(requests), { dissectors: catalog, now: createdAt });
  return ledgerLines(read as unknown as Told);
}

/** What the second list lacks (`-`) and has too many (`+`). */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const line of before) count.set(line, (count.get(line) ?? 0) - 1);
  for (const line of after) count.set(line, (count.get(line) ?? 0) + 1);
  const found = [...count].flatMap(([line, n]): string[] => Array.from({ length: Math.abs(n) }, () => `${n < 0 ? '-' : '+'} ${line}`));
  return found.toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}
