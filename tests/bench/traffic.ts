import { decodeUtf8, encodeUtf8 } from '../../lib/base/bytes.ts';
import { asRequestId, type CapturedRequest } from '../../lib/domain/request.ts';
import { capturedRequests, recordings } from '../tools/corpus.ts';

/** A visit takes a minute, and the next begins after it. */
const VISIT_MS = 60_000;
/** The end of every id that SDKs make: a uuid, or 32 hex digits. */
const ID_END = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{7}|\b[0-9a-f]{27})[0-9a-f]{5}\b/gi;
const MILLISECONDS = /\b1[678]\d{11}\b/g;

/**
 * Requests of real recordings, played again and again as visits of their own: ids, times and the ids that are times differ from visit to
 * visit, the rest is byte for byte what the SDK sent.
 *
 * @param vendors folders of `tests/fixtures`
 * @param visits how often each recording is played
 * @param first number of the first visit: others than those of earlier calls
 */
export function traffic(vendors: readonly string[], visits: number, at: number, first = 0): CapturedRequest[] {
  const played = recordings().filter(({ vendor }) => vendors.includes(vendor)).map(({ recording }) => capturedRequests(recording).filter(({ method }) => method !== 'OPTIONS'));
  const requests: CapturedRequest[] = [];
  for (let visit = first; visit < first + visits; visit++) {
    played.forEach((recording, r) => {
      const shift = at - (recording[0]?.startedAt ?? at) + (visit - first) * VISIT_MS;
      recording.forEach((request, n) => requests.push(again(request, `${visit}-${r}-${n}`, visit * played.length + r, shift)));
    });
  }
  return requests;
}

function again(request: CapturedRequest, id: string, visit: number, shift: number): CapturedRequest {
  const end = visit.toString(16).padStart(5, '0');
  const renew = (text: string): string => text.replace(ID_END, (_, head: string) => head + end).replace(MILLISECONDS, (ms) => String(Number(ms) + shift));
  const { body } = request;
  const exact = body.kind === 'bytes' && body.encoding === null ? decodeUtf8(body.bytes) : null;
  return {
    ...request, id: asRequestId(`bench-${id}`), url: renew(request.url), startedAt: request.startedAt + shift,
    body: exact?.exact ? { kind: 'bytes', bytes: encodeUtf8(renew(exact.text)), encoding: null } : body,
    outcome: { kind: 'responded', status: 200, endedAt: request.startedAt + shift + 10 },
  };
}

/** A recording as one visit more: ids are its own, everything else is byte for byte what the SDK sent. */
export const visitOf = (recording: readonly CapturedRequest[], visit: number): CapturedRequest[] => recording.map((request, n) => again(request, `${visit}-${n}`, visit, 0));

/** The text of all bodies, for those who parse the same bytes with nothing else to do. */
export const textsOf = (requests: readonly CapturedRequest[]): string[] => requests.flatMap(({ body }) => (body.kind === 'bytes' ? [decodeUtf8(body.bytes).text] : []));
