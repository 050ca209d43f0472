import { describe, expect, it } from 'vitest';
import { footstepOf, type Carrier } from '../../../lib/domain/footstep.ts';
import { asRequestId, type Outcome } from '../../../lib/domain/request.ts';
import { demoFootstep } from '../../fakes/demo-footsteps.ts';
import { DEMO_SESSIONS, NOW } from '../../fakes/demo-sessions.ts';

const answered = (status: number): Outcome => ({ kind: 'responded', status, endedAt: NOW });
const failed: Outcome = { kind: 'failed', error: 'net::ERR_FAILED', endedAt: NOW };

/** A footstep that these requests carried, the first one and its repeats. */
function carriedBy(...carriers: readonly (Carrier | undefined)[]) {
  const [first, ...others] = carriers.map((_, i) => asRequestId(`r${i}`));
  const session = DEMO_SESSIONS[0];
  if (!first || !session) throw new Error('at least one request and session');
  const event = { ...demoFootstep(session, 1, 0), requestId: first, repeatedBy: others };
  const { outcome, bodySize } = footstepOf(event, (id) => carriers[Number(id.slice(1))]);
  return { outcome, bodySize };
}

describe('a footstep', () => {
  it('has the outcome and the size of its request', () => {
    expect(carriedBy({ outcome: answered(204), bodySize: 512 })).toEqual({ outcome: answered(204), bodySize: 512 });
  });

  it('is delivered where any request that carried it was, else its last outcome counts', () => {
    expect(carriedBy({ outcome: failed, bodySize: 10 }, { outcome: answered(200), bodySize: 12 }, { outcome: answered(500), bodySize: 12 })).toEqual({ outcome: answered(200), bodySize: 10 });
    expect(carriedBy({ outcome: failed, bodySize: 10 }, { outcome: answered(503), bodySize: 10 }).outcome).toEqual(answered(503));
  });

  it('is of the size that is known, and of none where no request is', () => {
    expect(carriedBy({ outcome: failed, bodySize: null }, { outcome: failed, bodySize: 0 }).bodySize).toBe(0);
    expect(carriedBy(undefined)).toEqual({ outcome: { kind: 'unknown' }, bodySize: null });
  });
});
