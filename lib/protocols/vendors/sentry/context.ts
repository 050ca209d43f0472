import type { Json } from '../../../base/json.ts';
import type { EpochMs } from '../../../base/time.ts';
import type { Recorder } from '../../dissector.ts';
import { at, clip, compact, id, str, time } from '../../reader.ts';
import type { WireRequest } from '../../wire-request.ts';
import { wrongTypes, type Expectation } from '../../wrong-types.ts';
import { auth } from './endpoint.ts';

/** Relay corrects no smaller drift (MINIMUM_CLOCK_DRIFT, whole seconds, either way), and none without `sent_at`. */
const MINIMUM_DRIFT_S = 55 * 60;

/** What all items of one request share. */
export type Context = {
  readonly record: Recorder;
  readonly arrival: EpochMs;
  readonly sentAt: EpochMs | null;
  /** Added to every client time. */
  readonly drift: number;
  readonly header: Json;
  /** Name and version, e.g. `sentry.javascript.browser/11.12.0`. */
  readonly sdk: string | undefined;
};

export function contextOf(request: WireRequest, record: Recorder, header: Json): Context {
  const sentAt = time(header, 'sent_at') ?? null;
  const off = sentAt === null ? 0 : request.at - sentAt;
  const drift = Math.floor(Math.abs(off) / 1000) >= MINIMUM_DRIFT_S ? off : 0;
  if (drift) record.diagnostic('sentry.clock.drift', `the client's clock is ${Math.round(Math.abs(drift) / 60_000)} min ${drift > 0 ? 'behind' : 'ahead'}`, 'header.sent_at');
  return { record, arrival: request.at, sentAt, drift, header, sdk: sdkOf(header) ?? auth(request).client ?? undefined };
}

export function sdkOf(value: Json): string | undefined {
  const name = str(value, 'sdk/name');
  return name && clip([name, str(value, 'sdk/version')].filter(Boolean).join('/'), 100);
}

/** A client time as the server corrects it. ISO text without a zone is UTC for the server. */
export function corrected(context: Context, value: Json, path: string): EpochMs | null {
  const raw = at(value, path);
  const zoned = typeof raw === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(raw) ? `${raw}Z` : raw;
  const found = time({ zoned: zoned ?? null }, 'zoned');
  return found === undefined ? null : found + context.drift;
}

/** What stays the same during a session, as far as the item says; the trace of a page load changes with tracing, so the first counts. */
export function attributesOf(context: Context, parts: { release?: string | undefined; environment?: string | undefined; traceId?: string | undefined; replayId?: string | undefined }): { [key: string]: Json } {
  return compact({
    release: parts.release ?? str(context.header, 'trace/release'),
    environment: parts.environment ?? str(context.header, 'trace/environment'),
    traceId: parts.traceId ?? id(context.header, 'trace/trace_id'),
    replayId: parts.replayId ?? id(context.header, 'trace/replay_id'),
    sdk: context.sdk,
  });
}

export function checkTypes(context: Context, value: Json, path: string, expectations: readonly Expectation[]): void {
  for (const wrong of wrongTypes(value, expectations)) context.record.diagnostic('sentry.item.wrongType', `no ${wrong.expected}`, [path, wrong.path].filter(Boolean).join('.'));
}
