import { describe, expect, it } from 'vitest';
import { WireRequest } from '../../lib/protocols/wire-request.ts';
import { nameOf, negatives, registry } from './support/subjects.ts';

describe.each(negatives)('$title', ({ captured, recording }) => {
  it('says of each request what it resembles', () => {
    expect(recording.truth.notes).toHaveLength(captured.length);
  });

  it.each(captured.map((request, i) => ({ note: recording.truth.notes[i], request })))('nobody takes: $note', ({ request }) => {
    expect(registry.choose(new WireRequest(request))?.dissector.id ?? null, nameOf(request)).toBeNull();
  });

  it.each(captured.map((request, i) => ({ note: recording.truth.notes[i], request })))('nobody takes its preflight: $note', ({ request }) => {
    const names = new Set(['host', 'origin', 'referer']);
    const headers = [...request.headers.filter((h) => names.has(h.name)), { name: 'access-control-request-method', value: request.method }];
    const preflight = { ...request, method: 'OPTIONS', headers, body: { kind: 'none' } as const };
    expect(registry.choose(new WireRequest(preflight))?.dissector.id ?? null, nameOf(request)).toBeNull();
  });
});
