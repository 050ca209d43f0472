import { describe, expect, it } from 'vitest';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { argumentProblem, compareWithWire, mismatchFinding } from '../../../lib/domain/page-controls.ts';
import type { Session, SessionKey } from '../../../lib/domain/session.ts';
import { demoSdk } from '../../fakes/demo-look.ts';
import { DEMO_SESSIONS } from '../../fakes/demo-sessions.ts';

const [base] = DEMO_SESSIONS;
if (!base) throw new Error('there is no session');
const wire = (sessionId: string | null, more: Partial<Session> = {}): Session => ({ ...base, key: `k${sessionId}` as SessionKey, protocol: asProtocolId('krenalis'), sessionId, basis: sessionId === null ? 'identity' : 'declared', identity: {}, ...more });

describe('what an SDK says beside the wire', () => {
  it.each([
    ['the same id', { sessionId: '7' }, [wire('7')], 'same', '7'],
    ['the id of an older open session', { sessionId: '6' }, [wire('7'), wire('6')], 'same', '6'],
    ['an id that the wire does not have', { sessionId: '8' }, [wire('7')], 'otherSession', '7'],
    ['an id where nothing was sent', { sessionId: '8' }, [], 'notSentYet', undefined],
    ['no session where none is open', { sessionId: null }, [], 'same', undefined],
    ['no session while one is open', { sessionId: null }, [wire('7')], 'noSession', '7'],
    ['another user in the same session', { sessionId: '7', userId: 'u2' }, [wire('7', { identity: { userId: 'u1' } })], 'otherUser', '7'],
    ['a user that the wire does not tell', { sessionId: '7', userId: 'u2' }, [wire('7')], 'same', '7'],
    ['the user, where the server makes the session of it', { sessionId: 'own', userId: 'u1' }, [wire(null, { identity: { userId: 'u1' } })], 'same', null],
    ['another user, where the server makes the session of it', { userId: 'u2' }, [wire(null, { identity: { userId: 'u1' } })], 'otherUser', null],
    ['nothing to compare', { userId: null }, [wire(null)], 'unknown', null],
    ['that it failed', { problem: 'x is not a function' }, [wire('7')], 'unknown', '7'],
    ["another vendor's session", { sessionId: '7' }, [wire('7', { protocol: asProtocolId('sentry') })], 'notSentYet', undefined],
  ] as const)('%s', (_, said, open, verdict, sessionId) => {
    const comparison = compareWithWire(demoSdk('krenalis', said), open);
    expect([comparison.verdict, comparison.session?.sessionId]).toEqual([verdict, sessionId]);
  });

  it('is a finding of the session on the wire where both cannot be true', () => {
    const finding = (said: Parameters<typeof demoSdk>[1], open: readonly Session[]) => {
      const sdk = demoSdk('krenalis', said);
      return mismatchFinding(sdk, compareWithWire(sdk, open));
    };
    expect(finding({ sessionId: '8' }, [wire('7')])).toMatchObject({ code: 'sdk.otherSession', severity: 'warning', sessionKey: 'k7', message: expect.stringMatching(/said 8, .* is 7/) as string });
    expect(finding({ sessionId: null }, [wire('7')])).toMatchObject({ code: 'sdk.noSession', sessionKey: 'k7' });
    expect(finding({ sessionId: '7', userId: 'u2' }, [wire('7', { identity: { userId: 'u1' } })])).toMatchObject({ code: 'sdk.otherUser', message: expect.stringMatching(/u2.*u1/) as string });
    expect(finding({ sessionId: '7' }, [wire('7')])).toBeNull();
    expect(finding({ sessionId: '8' }, [])).toBeNull();
    expect(finding({ problem: 'x' }, [wire('7')])).toBeNull();
  });
});

describe('an argument', () => {
  const [krenalis, rudderstack] = [asProtocolId('krenalis'), asProtocolId('rudderstack')];
  it.each([
    [krenalis, 'startSession', '', null], [krenalis, 'startSessionWithId', '', 'empty'], [krenalis, 'startSessionWithId', '12', null], [krenalis, 'startSessionWithId', '0', 'notWhole'],
    [krenalis, 'startSessionWithId', '9007199254740991', null], [krenalis, 'startSessionWithId', '9007199254740992', 'notWhole'], [krenalis, 'startSessionWithId', '1e3', 'notWhole'],
    [rudderstack, 'startSessionWithId', '123456789', 'tooShort'], [rudderstack, 'startSessionWithId', '1234567890', null], [krenalis, 'setUser', ' ', 'empty'], [krenalis, 'setUser', 'a'.repeat(201), 'tooLong'], [krenalis, 'setUser', 'u"1', null],
  ] as const)('of %s for %s: "%s"', (protocol, action, argument, problem) => expect(argumentProblem(protocol, action, argument)).toBe(problem));
});
