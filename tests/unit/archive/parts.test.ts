import { describe, expect, it } from 'vitest';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { archiveToText, partsText } from '../../../lib/archive/write-archive.ts';
import { archive, event, request, T } from '../../fakes/archive.ts';

describe('archive parts', () => {
  it('give events in the order of time with their request and the outcome of the last sending', async () => {
    const failed = { kind: 'failed', error: 'net::ERR_FAILED', endedAt: T };
    const parts = partsOf(archive({
      requests: [request('r1', { outcome: failed }), request('r2')],
      events: [event('late', { occurredAt: T + 5, requestId: 'gone' }), event('again', { repeatedBy: ['r2'] }), event('once', { requestId: 'r2', occurredAt: T + 1 })],
    }));
    const read = await collect(parts.events());
    expect(read.map(({ event: { id }, request: of, lastOutcome }) => [id, of?.outcome.kind, lastOutcome?.kind])).toEqual([
      ['again', 'failed', 'responded'], ['once', 'responded', 'responded'], ['late', undefined, undefined],
    ]);
    expect(await collect(parts.events())).toEqual(read);
  });

  it('are written as the archive itself', async () => {
    const whole = archive({ extra: { gaps: [], own: { x: 1 } } });
    expect((await collect(partsText(partsOf(whole)))).join('')).toBe(archiveToText(whole));
    const empty = archive({ requests: [], events: [], sessions: [], findings: [], captureLedger: null });
    expect((await collect(partsText(partsOf(empty)))).join('')).toBe(archiveToText(empty));
  });
});
