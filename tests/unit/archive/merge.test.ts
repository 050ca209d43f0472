import { describe, expect, it } from 'vitest';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { createNames, mergeArchives } from '../../../lib/archive/merge.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { archive, event, finding, request, session, T } from '../../fakes/archive.ts';

const captured = (...requests: object[]) => toCapturedRequests(archive({ requests }).requests);

describe('createNames', () => {
  const named = (...files: CapturedRequest[][]) => {
    const nameOf = createNames();
    return files.flatMap((requests, file) => requests.flatMap((one) => nameOf(one, file) ?? []));
  };

  it('knows the same request again, and renames a different one of the same id', () => {
    const first = captured(request('r1'), request('r2', { startedAt: T + 10 }));
    const second = captured(request('r1'), request('r2', { startedAt: T + 5 }), request('r3', { startedAt: T - 5 }));
    expect(named(first, first, second).map((r) => r.id)).toEqual(['r1', 'r2', 'r3', 'r2~3']);
  });

  it('looks into bodies', () => {
    const other = captured(request('r1', { body: { kind: 'bytes', base64: 'H4sIAAAB', encoding: 'gzip' } }));
    expect(named(captured(request('r1')), other)).toHaveLength(2);
    expect(named(captured(request('r1')), captured(request('r1', { body: { kind: 'none' } })))).toHaveLength(2);
  });
});

describe('mergeArchives', () => {
  it('gives one archive back as it is', () => {
    const one = archive();
    expect(mergeArchives([one])).toBe(one);
  });

  it('takes an archive twice for the same', () => {
    const { captureLedger: twice, ...rest } = mergeArchives([archive(), archive()]);
    const { captureLedger: _once, ...expected } = archive();
    expect(rest).toEqual(expected);
    expect(twice).toMatchObject({ candidates: 2, decoded: 2 });
  });

  it('renames colliding ids wherever they are named', () => {
    const other = archive({
      requests: [request('r1', { url: 'https://other.example.test/' })], events: [event('r1:0', { sessionKey: 's2' })], sessions: [session('s2', { startedAt: T - 1 })],
      findings: [finding({ requestId: 'r1', eventId: 'r1:0', sessionKey: 's2' })], captureLedger: null, extra: { notes: 1 },
    });
    const both = mergeArchives([archive({ events: [event('r1:0')] }), other]);
    expect(both.requests.map((r) => r.id)).toEqual(['r1', 'r1~2']);
    expect(both.events.map((e) => [e.id, e.requestId])).toEqual([['r1:0', 'r1'], ['r1~2:0', 'r1~2']]);
    expect(both.sessions.map((s) => s.key)).toEqual(['s2', 's1']);
    expect(both.findings[1]).toMatchObject({ requestId: 'r1~2', eventId: 'r1~2:0' });
    expect(both.captureLedger).toEqual(archive().captureLedger);
    expect(both.extra).toEqual({ notes: 1 });
  });

  it('keeps the gaps of all files, each once', () => {
    const gap = (from: number) => ({ from, to: null, why: 'paused', lost: null });
    expect(mergeArchives([archive({ extra: { gaps: [gap(1)] } }), archive(), archive({ extra: { gaps: [gap(1), gap(2)] } })]).extra).toEqual({ gaps: [gap(1), gap(2)] });
  });

  it('keeps the longest seen of a session in several files', () => {
    const both = mergeArchives([archive(), archive({ sessions: [session('s1', { lastActivityAt: T + 60_000 })] })]);
    expect(both.sessions.map((s) => s.lastActivityAt)).toEqual([T + 60_000]);
  });
});
