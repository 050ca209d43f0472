import { describe, expect, it } from 'vitest';
import { decodeUtf8, fromBase64 } from '../../lib/base/bytes.ts';
import type { CapturedRequest } from '../../lib/domain/request.ts';
import { runDissector } from '../../lib/protocols/recorder.ts';
import { WireRequest } from '../../lib/protocols/wire-request.ts';
import { bytesOf } from './support/mutate.ts';
import { dissect, dissectorOf, nameOf, positives, sdkRequests } from './support/subjects.ts';

const MINUTE = 60_000;

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}

/** All that a request says in text, its JSON escapes and base64 parts read too. */
function wordsOf(request: CapturedRequest): string {
  const wire = new WireRequest(request);
  const plain = [wire.path, ...wire.query.flat(), ...request.headers.map((h) => h.value), decodeUtf8(bytesOf(request) ?? new Uint8Array()).text].join('\n');
  const encoded = [...plain.matchAll(/[\w+/-]{16,}={0,2}/g)].flatMap(([text]) => fromBase64(text) ?? []);
  return [plain, plain.replaceAll('\\"', '"'), ...encoded.map((bytes) => decodeUtf8(bytes).text)].join('\n');
}

describe.each(positives.filter((s) => dissectorOf(s.vendor)))('$title', (subject) => {
  const { vendor, captured, recording } = subject;
  const dissections = captured.map((request) => ({ request, dissection: dissect(request) }));

  it('is read the same twice, and what is read is left as it was', () => {
    for (const { request, dissection } of dissections) {
      if (!dissection) continue;
      const before = bytesOf(request)?.slice() ?? null;
      const wire = new WireRequest(deepFreeze(request));
      deepFreeze([wire.query, wire.json(), wire.form(), wire.text()]);
      const dissector = dissectorOf(vendor)!;
      expect(runDissector(dissector, wire, request.id), nameOf(request)).toEqual(dissection);
      expect(runDissector(dissector, wire, request.id), nameOf(request)).toEqual(dissection);
      expect(bytesOf(request), nameOf(request)).toEqual(before);
    }
  });

  it('uses what is declared alone, and reads all of a good recording', () => {
    const codes = dissections.flatMap(({ dissection }) => dissection?.diagnostics ?? []);
    expect(codes.filter((d) => ['dissector.undeclared', 'dissector.threw', 'dissector.nearTie', 'body.unexpected'].includes(d.code))).toEqual([]);
    for (const request of sdkRequests(subject)) expect(dissect(request)?.result, nameOf(request)).toBe('decoded');
  });

  it('has times near the request, those of a replay since the recording began', () => {
    const late = /offline|replay|beacon/.test(recording.scenario) || recording.config['synthetic'] === true ? Infinity : MINUTE;
    for (const { request, dissection } of dissections) {
      const times = [...(dissection?.events ?? []).map((e) => e.occurredAt ?? request.startedAt), ...(dissection?.signals ?? []).map((s) => s.at)];
      const from = recording.config['synthetic'] === true ? request.startedAt - 60 * MINUTE : Math.max(recording.startedAt - 5_000, request.startedAt - late);
      expect(times.filter((at) => at < from || at > request.startedAt + 5_000), nameOf(request)).toEqual([]);
    }
  });

  it('has ids that are strings, exactly as they stand in the request', () => {
    for (const { request, dissection } of dissections) {
      const words = wordsOf(request);
      const ids = [
        ...(dissection?.signals ?? []).flatMap((s) => [s.sessionId, s.previousId, s.firstEventId, s.deviceId, s.anonymousId, s.userId, s.sessionIdOrIdentity]),
        ...(dissection?.events ?? []).flatMap((e) => Object.values(e.identity ?? {})),
      ].filter((id) => id !== undefined && id !== null);
      for (const id of ids) {
        expect(typeof id, nameOf(request)).toBe('string');
        expect(words, nameOf(request)).toContain(id);
      }
    }
  });

  it('has every session of which the SDK itself knew and that is on the wire', () => {
    const signals = dissections.flatMap(({ dissection }) => dissection?.signals ?? []);
    const read = new Set(signals.flatMap((s) => [s.sessionId, s.sessionIdOrIdentity, s.identity]));
    expect(recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id)).filter((id) => !read.has(id))).toEqual([]);
  });

  it('has signals that name an event of theirs, or none', () => {
    const lost = dissections.flatMap(({ dissection }) => (dissection?.signals ?? []).filter((s) => s.eventIndex !== null && !dissection?.events[s.eventIndex]));
    expect(lost).toEqual([]);
  });
});
