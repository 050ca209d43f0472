import { REDACTION_REASONS, type RedactionPreview } from '../domain/export-format.ts';
import type { ArchiveEvent } from './archive.ts';
import type { ArchiveParts, Entries } from './parts.ts';
import type { BodyCodec } from './redact-body.ts';
import { redactRequest } from './redact-request.ts';
import type { RedactionRules } from './redact-rules.ts';
import { createTextRedactor, type TextRedactor } from './redact-text.ts';
import { redactUrl } from './redact-url.ts';

/** `salt`: random, made for one archive and kept nowhere. */
export type RedactionTools = { readonly salt: string; readonly codec: BodyCodec };

/**
 * Parts without what must not leave: secrets in any case, the rest as chosen. Reads all requests and events once before, so that a value
 * that stands under its name in one place is found in every other.
 */
export async function redactParts(parts: ArchiveParts, rules: RedactionRules, tools: RedactionTools): Promise<ArchiveParts> {
  const redactor = createTextRedactor(rules, tools);
  await learn(parts, redactor, tools.codec);
  return through(parts, redactor, tools.codec);
}

/** How often each reason applies to what would be written. */
export async function previewRedaction(parts: ArchiveParts, rules: RedactionRules, tools: RedactionTools): Promise<RedactionPreview> {
  const known = createTextRedactor(rules, tools);
  await learn(parts, known, tools.codec);
  const before = { ...known.counts() };
  const out = through(parts, known, tools.codec);
  for (const list of [out.requests(), out.events(), out.sessions(), out.findings()] as const) for await (const _entry of list as Entries<object>);
  const after = known.counts();
  return REDACTION_REASONS.map((reason) => ({ reason, count: after[reason] - before[reason] })).filter(({ count }) => count > 0);
}

async function learn(parts: ArchiveParts, redactor: TextRedactor, codec: BodyCodec): Promise<void> {
  for await (const { sessionId, identity, attributes } of parts.sessions()) {
    if (sessionId !== null) redactor.learnSession(sessionId);
    const previous = attributes['previousSessionId'];
    if (typeof previous === 'string') redactor.learnSession(previous);
    for (const value of [identity.userId, identity.name]) if (value !== undefined) redactor.learnUser(value);
  }
  for await (const { event } of parts.events()) for (const value of [event.identity.userId, event.identity.name]) if (value !== undefined) redactor.learnUser(value);
  for await (const request of parts.requests()) redactRequest(request, redactor, codec);
  for await (const { event } of parts.events()) redactor.json(JSON.stringify(event.data));
}

function through(parts: ArchiveParts, redactor: TextRedactor, codec: BodyCodec): ArchiveParts {
  const entry = <T>(value: T): T => JSON.parse(redactor.json(JSON.stringify(value))) as T;
  const event = ({ occurredAt, sentAt, receivedAt, page, ...rest }: ArchiveEvent): ArchiveEvent => ({ ...entry(rest), occurredAt, sentAt, receivedAt, page: page === null ? null : redactUrl(page, redactor) });
  return {
    ...parts,
    extra: entry(parts.extra),
    requests: () => each(parts.requests(), (request) => redactRequest(request, redactor, codec)),
    events: () => each(parts.events(), (part) => ({ ...part, event: event(part.event), request: part.request && { ...part.request, url: redactUrl(part.request.url, redactor) } })),
    sessions: () => each(parts.sessions(), ({ startedAt, lastActivityAt, endedAt, counts, serverView, ...rest }) => ({ ...entry(rest), startedAt, lastActivityAt, endedAt, counts, serverView })),
    findings: () => each(parts.findings(), entry),
  };
}

async function* each<T>(entries: Entries<T>, change: (one: T) => T): AsyncGenerator<T> {
  for await (const one of entries) yield change(one);
}
