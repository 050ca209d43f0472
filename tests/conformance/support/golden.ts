import { isObject, type Json } from '../../../lib/base/json.ts';
import type { Dissection, EventDraft } from '../../../lib/protocols/dissector.ts';
import type { SessionSignal } from '../../../lib/domain/signal.ts';
import { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { dissect, type Subject } from './subjects.ts';

type Row = { [key: string]: Json | undefined };

const MAX_TEXT = 120;
const short = (value: Json): Json => {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  return value;
};

/** What a recording was read as, for a person to read against the SDK's own word and the protocol: one line an event, a signal, a diagnostic. */
export function golden(subject: Subject): string {
  let known: { readonly [key: string]: Json } = {};
  /** Attributes that the signal before it did not have so: they stay the same for a whole session. */
  const news = (attributes: { readonly [key: string]: Json } | undefined): Row | undefined => {
    if (!attributes) return undefined;
    const entries = Object.entries(attributes).filter(([key, value]) => known[key] !== value);
    known = attributes;
    return entries.length ? Object.fromEntries(entries.map(([key, value]) => [key, short(value)])) : undefined;
  };
  const requests = subject.captured.map((request) => {
    const head = `${request.method} ${new WireRequest(request).path} +${request.startedAt - subject.recording.startedAt}`;
    const dissection = dissect(request);
    return dissection ? read(head, dissection, request.startedAt, news) : `{ "request": ${JSON.stringify(head)}, "vendor": null }`;
  });
  return `[\n${requests.join(',\n')}\n]\n`;
}

function read(head: string, d: Dissection, at: number, news: (a: SessionSignal['attributes']) => Row | undefined): string {
  const first = line({ request: head, vendor: d.protocol, result: d.result, collector: d.endpoint.collector, project: d.endpoint.project, key: d.endpointKey });
  const lists = [
    list('fields', d.tree.map((f) => line({ [String(f.name)]: short(isObject(f.value) || Array.isArray(f.value) ? JSON.stringify(f.value) : f.value) }))),
    list('events', d.events.map((e) => line(eventRow(e, at)))),
    list('signals', d.signals.map((s) => line(signalRow(s, at, news)))),
    list('diagnostics', d.diagnostics.map(({ code, path, message }) => line({ code, path, message: short(message) }))),
  ].filter(Boolean);
  return lists.length ? `${first.slice(0, -2)},\n${lists.join(',\n')} }` : first;
}

/** Times are milliseconds from the request: 0 when it left, -250 a quarter of a second before. */
const offset = (time: number | null | undefined, at: number): number | undefined => (time === null || time === undefined ? undefined : Math.round(time - at));

function eventRow(event: EventDraft, at: number): Row {
  return {
    kind: event.kind, name: short(event.name), at: offset(event.occurredAt, at), sent: offset(event.sentAt, at), isError: event.isError || undefined,
    ...(event.identity && Object.keys(event.identity).length ? { identity: event.identity as Json } : {}),
    page: event.page ?? undefined, dedupeKey: event.dedupeKey ?? undefined,
  };
}

function signalRow({ type, at: time, deviceAt, startedAt, attributes, ...rest }: SessionSignal, at: number, news: (a: SessionSignal['attributes']) => Row | undefined): Row {
  return {
    type, at: offset(time, at), device: offset(deviceAt, at), startedAt: offset(startedAt, at), ...(rest as { readonly [key: string]: Json }),
    attributes: news(attributes) as Json | undefined,
  };
}

const list = (name: string, lines: readonly string[]): string => (lines.length ? `  ${JSON.stringify(name)}: [\n    ${lines.join(',\n    ')}\n  ]` : '');
const line = (row: Row): string => {
  const parts = Object.entries(row).flatMap(([key, value]) => (value === undefined ? [] : [`${JSON.stringify(key)}: ${JSON.stringify(value)}`]));
  return `{ ${parts.join(', ')} }`;
};
