import type { RequestRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import type { RequestDetails } from '../domain/views.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { fieldTree } from '../protocols/field-tree.ts';
import { runDissector } from '../protocols/recorder.ts';
import { WireRequest } from '../protocols/wire-request.ts';
import { decodeBody } from './decode-body.ts';
import { inflateLimits } from './inflate.ts';
import type { BodyCaps } from './prepare.ts';

/**
 * Reads a stored request once more, for its fields: these are not stored, as the body is. By the dissector that took it; by none where that
 * is gone from the catalogue.
 *
 * @param body null: it is not kept any more
 * @param caps how much may come out of a compressed body; null for a file's
 */
export function readDetails(record: RequestRecord, body: Body | null, dissectors: readonly Dissector[], caps: BodyCaps | null): RequestDetails {
  const kept: Body = body ?? (record.bodyKind === 'none' ? { kind: 'none' } : { kind: 'unavailable', reason: 'notCaptured', size: record.bodySize });
  const request: CapturedRequest = { ...record, body: kept };
  const decoded = decodeBody(request, inflateLimits(caps)).body;
  const dissector = dissectors.find((d) => d.id === record.protocol);
  const dissection = dissector && runDissector(dissector, new WireRequest(request, decoded), record.id);
  return {
    request: record,
    body: kept,
    decoded,
    tree: dissection?.tree ?? [],
    eventTrees: dissection?.events.map((event) => fieldTree(event.data, dissector?.fields ?? [])) ?? [],
    findings: record.diagnostics.map(({ code, severity, message, path }) => ({
      code, severity, message: path === null ? message : `${path}: ${message}`, sessionKey: null, eventId: null, requestId: record.id,
    })),
  };
}
