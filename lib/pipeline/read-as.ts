import type { RequestRecord } from '../domain/ports.ts';
import type { Body } from '../domain/request.ts';
import type { ReadAs } from '../domain/options-views.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { runDissector } from '../protocols/recorder.ts';
import { WireRequest } from '../protocols/wire-request.ts';
import { decodeBody } from './decode-body.ts';
import { inflateLimits } from './inflate.ts';
import type { BodyCaps } from './prepare.ts';

/** Enough to see whether it is read well. */
const MOST = 20;

/** What a dissector makes of a stored request, whoever took it. `body` null: it is not kept any more; `caps`: how much may come out of a compressed one. */
export function readAs(record: RequestRecord, body: Body | null, dissector: Dissector, caps: BodyCaps): ReadAs {
  const kept: Body = body ?? { kind: 'unavailable', reason: 'notCaptured', size: record.bodySize };
  const { body: decoded } = decodeBody({ ...record, body: kept }, inflateLimits(caps));
  const { result, events, signals, diagnostics } = runDissector(dissector, new WireRequest({ ...record, body: kept }, decoded), record.id);
  const sessions = new Set(signals.flatMap(({ sessionId }) => (sessionId === undefined ? [] : [sessionId])));
  return {
    result, eventCount: events.length, events: events.slice(0, MOST).map(({ kind, name }) => ({ kind, name })), sessionIds: [...sessions].slice(0, MOST),
    problems: diagnostics.filter(({ losesData }) => losesData).slice(0, MOST).map(({ message }) => message),
  };
}
