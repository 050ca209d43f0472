import * as v from 'valibot';
import type { Json } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { asRequestId, type Body, type CapturedRequest, type Witness } from '../domain/request.ts';
import type { Problem } from './problem.ts';
import { firstIssue, requestSchema } from './schema.ts';

/** What our own HAR says of a request where HAR has no word for it: the key `_footsteps` of an entry. */
const { id, startedAt, resourceType, tabId, frameId, documentId, pageUrl, initiator, witnesses, outcome } = requestSchema.entries;
const bodySchema = v.variant('kind', [
  v.object({ kind: v.picklist(['none', 'form']) }),
  v.object({ kind: v.literal('bytes'), encoding: v.nullish(v.string()) }),
  v.object({ kind: v.literal('unavailable'), reason: v.picklist(['blob', 'stream', 'tooLarge', 'notCaptured']), size: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))) }),
]);
const ownSchema = v.object({ id, startedAt, resourceType, tabId, frameId, documentId, pageUrl, initiator, witnesses, outcome, body: v.optional(bodySchema) });

export type OwnWords = v.InferOutput<typeof ownSchema>;

/** Undefined: none of ours. Fails with the place inside `_footsteps`. */
export function readOwnWords(said: Json | undefined): Result<OwnWords | undefined, Problem> {
  if (said === undefined) return ok(undefined);
  const issue = firstIssue(ownSchema, said);
  if (issue) return err({ place: `._footsteps${issue.path ? `.${issue.path}` : ''}`, message: `expected ${issue.expected}, found ${issue.found}` });
  return ok(said as OwnWords);
}

/** A request as HAR's words tell it, put right by our own. */
export function withOwnWords(read: CapturedRequest, own: OwnWords): CapturedRequest {
  const { body, witnesses: seenBy = ['import'] } = own;
  return {
    ...read,
    id: asRequestId(own.id), startedAt: own.startedAt, resourceType: own.resourceType ?? null, tabId: own.tabId ?? null, frameId: own.frameId ?? null,
    documentId: own.documentId ?? null, pageUrl: own.pageUrl ?? null, initiator: own.initiator ?? null, witnesses: seenBy as readonly Witness[],
    outcome: own.outcome ?? read.outcome, body: body ? ownBody(read.body, body) : read.body,
  };
}

/** The bytes are HAR's own; ours is what they are. What does not fit them counts for nothing. */
function ownBody(read: Body, own: NonNullable<OwnWords['body']>): Body {
  if (own.kind === 'unavailable') return read.kind === 'none' || read.kind === 'unavailable' ? { kind: 'unavailable', reason: own.reason, size: own.size ?? null } : read;
  return own.kind === 'bytes' && read.kind === 'bytes' ? { ...read, encoding: own.encoding ?? null } : read;
}
