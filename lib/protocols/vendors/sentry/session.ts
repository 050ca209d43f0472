import { hash } from '../../../base/hash.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { EventKind } from '../../../domain/event.ts';
import type { DeclaredStatus, SignalType } from '../../../domain/signal.ts';
import { arr, bool, clip, compact, id, num, str } from '../../reader.ts';
import { checkTypes, corrected, type Context } from './context.ts';

const STATUSES: readonly DeclaredStatus[] = ['ok', 'exited', 'crashed', 'abnormal', 'unhandled', 'errored'];

/** Two readings of one clock, rounded. */
const CLOCK_MS = 1_000;

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** One session update. `init` makes a start whatever the status: a start that has exited is a complete session in one item. */
export function readSession(context: Context, session: JsonObject, text: string, path: string): void {
  const { record, arrival } = context;
  checkTypes(context, session, path, [
    ['sid', 'string'], ['init', 'boolean'], ['started', 'time'], ['timestamp', 'time'], ['status', 'string'], ['errors', 'number'],
    ['did', 'id'], ['duration', 'number'], ['attrs', 'object'], ['attrs/release', 'string'], ['attrs/environment', 'string'],
  ]);
  const sessionId = id(session, 'sid');
  const said = str(session, 'status') ?? 'ok';
  const status = STATUSES.find((s) => s === said);
  const init = bool(session, 'init');
  const errors = num(session, 'errors');
  const duration = num(session, 'duration');
  const did = id(session, 'did');
  const startedAt = corrected(context, session, 'started');
  const at = Math.max(corrected(context, session, 'timestamp') ?? arrival, startedAt ?? 0);
  if (startedAt !== null && (corrected(context, session, 'timestamp') ?? startedAt) < startedAt - CLOCK_MS) record.diagnostic('sentry.session.timesReversed', 'its timestamp lies before its start', `${path}.timestamp`);
  else if (duration !== undefined && duration < 0) record.diagnostic('sentry.session.timesReversed', 'its duration is negative', `${path}.duration`);
  if (!status) record.diagnostic('sentry.session.unknownStatus', `status ${clip(said, 100)}`, `${path}.status`);

  const ends = status !== undefined && status !== 'ok';
  const [kind, type, word]: readonly [EventKind, SignalType, string] = init
    ? ['sessionStart', 'start', 'Session start'] : ends ? ['sessionEnd', 'end', 'Session end'] : ['sessionUpdate', 'update', 'Session update'];
  const details = [ends || !status ? clip(said, 40) : '', errors ? plural(errors, 'error') : ''].filter(Boolean).join(', ');
  const eventIndex = record.event({
    kind, name: details ? `${word}: ${details}` : word, occurredAt: at, sentAt: context.sentAt, identity: compact({ userId: did }), data: session, dedupeKey: hash(text),
  });
  if (sessionId === undefined) return record.diagnostic('sentry.session.noId', 'the server makes up an id', `${path}.sid`);
  const ip = str(session, 'attrs/ip_address');
  record.signal(compact({
    type, at, eventIndex, sessionId, startFlag: init, status, errors, startedAt: startedAt ?? undefined,
    durationMs: duration === undefined ? undefined : duration * 1000,
    // Automatic sessions of the browser SDK ignore durations; those by hand send theirs.
    manual: duration === undefined ? undefined : (true as const),
    userId: did,
    attributes: compact({
      release: str(session, 'attrs/release'), environment: str(session, 'attrs/environment'), userAgent: str(session, 'attrs/user_agent'),
      ipAddress: ip === '{{auto}}' ? undefined : ip, sdk: context.sdk,
    }),
  }));
}

/** Counts of a server SDK's sessions: there is no session to follow. */
export function readAggregates(context: Context, value: JsonObject, text: string): void {
  const sums = new Map<string, number>();
  for (const bucket of arr(value, 'aggregates') ?? []) {
    for (const key of ['exited', 'errored', 'abnormal', 'unhandled', 'crashed']) sums.set(key, (sums.get(key) ?? 0) + (num(bucket, key) ?? 0));
  }
  const told = [...sums].filter(([, n]) => n).map(([key, n]) => `${n} ${key}`).join(', ');
  context.record.event({
    kind: 'report', name: `Session counts: ${told || 'none'}`, occurredAt: corrected(context, value, 'aggregates/0/started'), sentAt: context.sentAt, data: value, dedupeKey: hash(text),
  });
}
