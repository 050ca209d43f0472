import type { ProtocolId } from './event.ts';
import type { Finding } from './finding.ts';
import type { Session, SessionKey } from './session.ts';

/** What can be asked of an SDK in the page. */
export const CONTROL_ACTIONS = ['startSession', 'startSessionWithId', 'endSession', 'heartbeat', 'setUser', 'reset'] as const;
export type ControlAction = (typeof CONTROL_ACTIONS)[number];

/** A call that an SDK in the page offers. `call`: exactly what would be called; `…` stands for what the user types. */
export type SdkCall = { readonly action: ControlAction; readonly call: string };

/** An SDK that was found in a page, and what it says of itself. Each of it is the page's own word. */
export type SdkOnPage = {
  readonly protocol: ProtocolId;
  readonly frameId: number;
  readonly frameUrl: string;
  /** What was asked, as a person would write it. */
  readonly asked: string;
  readonly version: string | null;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  /** The session's state in the SDK's own word. */
  readonly status: string | null;
  /** Why it could not be asked; null where it could. */
  readonly problem: string | null;
  readonly calls: readonly SdkCall[];
};

/** One call, of one SDK in one frame. `argument`: an id, where the action needs one. */
export type ControlOrder = { readonly protocol: ProtocolId; readonly frameId: number; readonly action: ControlAction; readonly argument: string | null };

export const needsArgument = (action: ControlAction): boolean => action === 'startSessionWithId' || action === 'setUser';

/** Why an argument will not do; null where it will. Krenalis takes 1 to 2^53-1, RudderStack at least ten digits (their sources). */
export function argumentProblem(protocol: ProtocolId, action: ControlAction, argument: string): 'empty' | 'tooLong' | 'notWhole' | 'tooShort' | null {
  if (!needsArgument(action)) return null;
  if (argument.trim() === '') return 'empty';
  if (action === 'setUser') return argument.length > 200 ? 'tooLong' : null;
  if (!/^[1-9]\d*$/.test(argument) || !Number.isSafeInteger(Number(argument))) return 'notWhole';
  return protocol === 'rudderstack' && argument.length < 10 ? 'tooShort' : null;
}

/** What an SDK says beside what was seen on the wire. `session`: the one on the wire that was compared. */
export type WireComparison = { readonly verdict: 'same' | 'notSentYet' | 'otherSession' | 'noSession' | 'otherUser' | 'unknown'; readonly session: Session | null };

/**
 * Compares an SDK's own view with the sessions of its vendor in the tab.
 *
 * @param open those that are open now, newest activity first.
 */
export function compareWithWire(sdk: SdkOnPage, open: readonly Session[]): WireComparison {
  const sessions = open.filter(({ protocol }) => protocol === sdk.protocol);
  const [newest = null] = sessions;
  if (sdk.problem !== null) return { verdict: 'unknown', session: newest };
  // Where the server makes the session of the user, the user is what can be compared; a page's own id is for heartbeats alone.
  const declared = sessions.filter(({ basis }) => basis === 'declared');
  if (newest && declared.length === 0) {
    const ofUser = sessions.find(({ identity }) => identity.userId !== undefined && identity.userId === sdk.userId);
    return ofUser ? { verdict: 'same', session: ofUser } : { verdict: sdk.userId === null ? 'unknown' : 'otherUser', session: newest };
  }
  const same = declared.find(({ sessionId }) => sessionId === sdk.sessionId);
  if (same) {
    const told = same.identity.userId;
    return { verdict: told !== undefined && sdk.userId !== null && told !== sdk.userId ? 'otherUser' : 'same', session: same };
  }
  if (sdk.sessionId === null) return { verdict: newest ? 'noSession' : 'same', session: newest };
  return { verdict: newest ? 'otherSession' : 'notSentYet', session: newest };
}

/** Changes when a comparison may come out otherwise: with the open sessions and their users. */
export const wireMark = (sessions: readonly Session[]): string => sessions.flatMap(({ key, endedAt, identity }) => (endedAt === null ? [`${key} ${identity.userId ?? ''}`] : [])).toSorted().join('\n');

/** Findings about what an SDK itself says begin so: they come from asking the page, not from reading requests, and outlive a new reading. */
export const SDK_FINDINGS = 'sdk.';

/** The mismatch as a finding of the session on the wire; null where there is none to tell of. */
export function mismatchFinding(sdk: SdkOnPage, { verdict, session }: WireComparison): (Finding & { readonly sessionKey: SessionKey }) | null {
  if (!session || (verdict !== 'otherSession' && verdict !== 'noSession' && verdict !== 'otherUser')) return null;
  const wire = session.sessionId ?? session.identity.userId ?? 'a session without an id';
  const message =
    verdict === 'otherSession' ? `${sdk.asked} said ${sdk.sessionId}, while the newest session on the wire is ${wire}: nothing of the SDK's own session was sent, or another copy of the SDK sends.`
    : verdict === 'noSession' ? `${sdk.asked} said that there is no session, while ${wire} is open on the wire: it ended in the SDK without the server being told, or another copy of the SDK sends.`
    : `The SDK's user is ${sdk.userId}, while the session on the wire is of ${session.identity.userId ?? 'nobody'}.`;
  return { code: `${SDK_FINDINGS}${verdict}`, severity: 'warning', message, sessionKey: session.key, eventId: null, requestId: null };
}

/** What a look at a page found: each SDK beside the wire, and what came of a call where one was made. */
export type ControlLook = {
  readonly sdks: readonly { readonly sdk: SdkOnPage; readonly comparison: WireComparison }[];
  /** The call that was made, as written in `SdkCall`; null where none was. */
  readonly done: string | null;
  /** Why the call failed, in the page's own words; null where it did not. */
  readonly error: string | null;
};
