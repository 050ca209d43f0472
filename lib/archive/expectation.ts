import * as v from 'valibot';
import { parseJson } from '../base/lossless-json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { EVENT_KINDS, type EventKind } from '../domain/event.ts';
import { CAUSES, type Cause } from '../domain/session.ts';
import type { ArchiveEvent, ArchiveSession } from './archive.ts';
import { collect, type ArchiveParts } from './parts.ts';
import type { Refusal } from './problem.ts';
import { firstIssue } from './schema.ts';

export const EXPECTATION_FORMAT = 'footsteps-expectation';

/** A text as it must be, or one in which each `*` of `like` stands for any text. */
export type TextExpectation = string | { readonly like: string };

/** What is not said is not compared. */
export type StepExpectation = { readonly kind: EventKind; readonly name?: TextExpectation | undefined; readonly page?: TextExpectation | undefined; readonly isError?: boolean | undefined; readonly delivered?: boolean | undefined };
export type SessionExpectation = {
  readonly protocol: string;
  readonly project?: TextExpectation | null | undefined;
  /** Why it began and ended; `ended` null: it must not have ended. */
  readonly began?: Cause | undefined;
  readonly ended?: Cause | null | undefined;
  readonly findings?: readonly string[] | undefined;
  readonly footsteps?: readonly StepExpectation[] | undefined;
};
export type Expectation = { readonly sessions: readonly SessionExpectation[]; readonly withoutSession?: readonly StepExpectation[] | undefined };

const textSchema = v.union([v.string(), v.strictObject({ like: v.string() })]);
const stepSchema = v.strictObject({ kind: v.picklist(EVENT_KINDS), name: v.optional(textSchema), page: v.optional(textSchema), isError: v.optional(v.boolean()), delivered: v.optional(v.boolean()) });
const sessionSchema = v.strictObject({
  protocol: v.string(), project: v.nullish(textSchema), began: v.optional(v.picklist(CAUSES)), ended: v.nullish(v.picklist(CAUSES)), findings: v.optional(v.array(v.string())),
  footsteps: v.optional(v.array(stepSchema)),
});
// Strict, as a misspelt key would be an expectation that nothing checks.
const schema = v.strictObject({ format: v.literal(EXPECTATION_FORMAT), version: v.literal(1), sessions: v.array(sessionSchema), withoutSession: v.optional(v.array(stepSchema)) });

/** Reads a file of expectations. Refused with a sentence that names the place. Never throws. */
export function parseExpectation(text: string): Result<Expectation, Refusal> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err({ place: null, message: `expected a file of expectations, found no sound JSON: ${parsed.error}` });
  const issue = firstIssue(schema, parsed.value);
  if (issue) return err({ place: issue.path || null, message: `expected ${issue.expected}, found ${issue.found}` });
  return ok(parsed.value as unknown as Expectation);
}

/** Kinds that come by the clock or by size, and not by what the user did: how many there are says nothing. */
const BY_THE_CLOCK: ReadonlySet<EventKind> = new Set(['heartbeat', 'replay', 'metric', 'report']);

/** A session with what is compared of it. */
export type ObservedSession = Required<Pick<SessionExpectation, 'protocol'>> & { readonly project: string | null; readonly began: Cause; readonly ended: Cause | null; readonly findings: readonly string[]; readonly footsteps: readonly ObservedStep[]; readonly id: string };
export type ObservedStep = { readonly kind: EventKind; readonly name: string; readonly page: string | null; readonly isError: boolean; readonly delivered: boolean | null };
export type Observed = { readonly sessions: readonly ObservedSession[]; readonly withoutSession: readonly ObservedStep[] };

/** What a recording has of what can be expected: sessions in the order in which they began, each with its footsteps in theirs. */
export async function observe(parts: ArchiveParts): Promise<Observed> {
  const sessions = (await collect(parts.sessions())).toSorted((a, b) => a.startedAt - b.startedAt || a.lastActivityAt - b.lastActivityAt);
  const steps = new Map<string | null, { step: ObservedStep; event: Pick<ArchiveEvent, 'occurredAt' | 'receivedAt' | 'index'> }[]>(sessions.map(({ key }) => [key, []]));
  for await (const { event, lastOutcome } of parts.events()) {
    if (BY_THE_CLOCK.has(event.kind)) continue;
    const delivered = lastOutcome?.kind === 'responded' ? lastOutcome.status < 400 : lastOutcome?.kind === 'failed' ? false : null;
    const place = event.sessionKey !== null && steps.has(event.sessionKey) ? event.sessionKey : null;
    const list = steps.get(place) ?? [];
    list.push({ step: { kind: event.kind, name: event.name, page: pathOf(event.page), isError: event.isError, delivered }, event: { occurredAt: event.occurredAt, receivedAt: event.receivedAt, index: event.index } });
    steps.set(place, list);
  }
  const findings = Map.groupBy((await collect(parts.findings())).filter(({ severity }) => severity !== 'info'), ({ sessionKey }) => sessionKey);
  // Events of one moment keep the order in which they were sent: clocks of pages are coarse.
  const ordered = (key: string | null): ObservedStep[] => (steps.get(key) ?? []).toSorted(({ event: a }, { event: b }) => a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || a.index - b.index).map(({ step }) => step);
  return {
    sessions: sessions.map((s) => ({
      protocol: s.protocol, project: s.endpoint.project ?? null, began: s.start.cause, ended: endedBy(s), id: s.sessionId ?? s.key,
      findings: [...new Set((findings.get(s.key) ?? []).map(({ code }) => code))].toSorted(), footsteps: ordered(s.key),
    })),
    withoutSession: ordered(null),
  };
}

const endedBy = ({ end }: ArchiveSession): Cause | null => end?.cause ?? null;

/** Hosts differ between a developer's machine and the test's: the path is what stays. */
const pathOf = (url: string | null): string | null => (url === null ? null : (/^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] ?? url));

/**
 * A recording as the expectation of the next: a file to be kept beside a test, and edited. What differs from run to run (ids, times, hosts, how
 * many heartbeats) is left out, and stands as `*` inside names and paths. A session that has not ended yet may end later.
 */
export async function* expectationText(parts: ArchiveParts): AsyncGenerator<string> {
  const { sessions, withoutSession } = await observe(parts);
  yield `{\n  "format": ${JSON.stringify(EXPECTATION_FORMAT)},\n  "version": 1,\n  "sessions": [`;
  let first = true;
  for (const { footsteps, findings, ended, protocol, project, began } of sessions) {
    const head = { protocol, ...(project === null ? {} : { project: stable(project) }), began, ...(ended === null ? {} : { ended }), findings };
    yield `${first ? '' : ','}\n    {\n${Object.entries(head).map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join('')}      "footsteps": `;
    yield* stepLines(footsteps, '      ');
    yield '\n    }';
    first = false;
  }
  yield `${first ? '' : '\n  '}],\n  "withoutSession": `;
  yield* stepLines(withoutSession, '  ');
  yield '\n}\n';
}

/** One a line, so that a change shows as the line that it is. */
function* stepLines(steps: readonly ObservedStep[], indent: string): Generator<string> {
  if (!steps.length) return yield '[]';
  for (const [i, { kind, name, page, isError, delivered }] of steps.entries()) {
    const step: StepExpectation = { kind, name: stable(name), ...(page === null ? {} : { page: stable(page) }), ...(isError ? { isError } : {}), ...(delivered === false ? { delivered } : {}) };
    yield `${i ? ',' : '['}\n${indent}  ${JSON.stringify(step)}`;
  }
  yield `\n${indent}]`;
}

/** UUIDs, long hexadecimal ids with a digit, and numbers of four digits or more. */
const VOLATILE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d{4,}/gi;

function stable(text: string): TextExpectation {
  const like = text.replace(VOLATILE, '*').replace(/\*{2,}/g, '*');
  return like === text ? text : { like };
}
