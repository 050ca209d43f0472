import type { Json } from '../base/json.ts';
import type { Diagnostic, DiagnosticSpec } from '../domain/diagnostic.ts';
import type { Endpoint } from '../domain/event.ts';
import type { FieldNode } from '../domain/field.ts';
import type { RequestId } from '../domain/request.ts';
import type { SessionSignal } from '../domain/signal.ts';
import type { CaptureResult, Dissection, Dissector, EventDraft, Recorder } from './dissector.ts';
import type { WireRequest } from './wire-request.ts';

/** Diagnostics that any dissection may carry, whoever dissects. */
export const COMMON_DIAGNOSTICS = [
  { code: 'dissector.threw', severity: 'error', losesData: true, description: 'The dissector failed midway; what it had read is kept.' },
  { code: 'dissector.nearTie', severity: 'info', losesData: false, description: 'Two vendors\' protocols fit the request almost equally.' },
  { code: 'dissector.undeclared', severity: 'warning', losesData: false, description: 'The dissector used a field or code that it does not declare.' },
  { code: 'body.unavailable', severity: 'warning', losesData: true, description: 'The browser did not show the body.' },
  { code: 'body.notUtf8', severity: 'warning', losesData: true, description: 'Bytes of the body are no UTF-8.' },
  { code: 'body.notAsSaid', severity: 'info', losesData: false, description: 'The body is not compressed as its headers say; it was read as it is.' },
  { code: 'body.decompression', severity: 'warning', losesData: true, description: 'The body could not be decompressed whole.' },
  { code: 'body.unexpected', severity: 'warning', losesData: true, description: 'The body is not what the vendor\'s protocol has in this place.' },
  { code: 'limit.events', severity: 'warning', losesData: true, description: 'More events in one request than are read.' },
] as const;

/** The build of the background, which shows none, leaves the declared fields out, and says so here (wxt.plugins.ts). */
const KNOWS_FIELDS = true;

/** A batch larger than this is no SDK's. */
const MAX_EVENTS = 10_000;

type Declared = { readonly labels: ReadonlyMap<string, string>; readonly codes: ReadonlyMap<string, DiagnosticSpec> };
const declared = new WeakMap<Dissector, Declared>();

/** What a dissector declares, by name: made once, as it is asked for with every request. */
function declaredBy(dissector: Dissector): Declared {
  let known = declared.get(dissector);
  if (!known) {
    known = {
      labels: new Map(dissector.fields.map((f) => [f.name, f.label])),
      codes: new Map([...COMMON_DIAGNOSTICS, ...dissector.diagnostics].map((d) => [d.code, d])),
    };
    declared.set(dissector, known);
  }
  return known;
}

/** Runs a dissector over a request it took. Never throws: a failure midway is a diagnostic beside what was read. */
export function runDissector(dissector: Dissector, request: WireRequest, requestId: RequestId, tie?: string): Dissection {
  let endpoint: Endpoint = { collector: request.origin, project: null };
  let endpointKey: string | undefined;
  const tree: FieldNode[] = [];
  const events: EventDraft[] = [];
  const signals: SessionSignal[] = [];
  const diagnostics: Diagnostic[] = [];
  const { labels, codes } = declaredBy(dissector);
  let lost = 0;

  const record: Recorder = {
    endpoint(value, key) {
      endpoint = value;
      endpointKey = key;
    },
    field(name: string, value: Json) {
      if (KNOWS_FIELDS && !labels.has(name)) record.diagnostic('dissector.undeclared', `field ${name}`);
      tree.push({ name, label: labels.get(name) ?? name, value, children: [] });
    },
    event(draft) {
      if (events.length < MAX_EVENTS) return events.push(draft) - 1;
      lost++;
      return events.length - 1;
    },
    signal(signal) {
      signals.push(signal);
    },
    diagnostic(code, message, path) {
      const spec = codes.get(code);
      diagnostics.push({ code, severity: spec?.severity ?? 'warning', losesData: spec?.losesData ?? false, message, path: path ?? null });
      if (!spec) record.diagnostic('dissector.undeclared', `diagnostic ${code}`);
    },
  };

  if (tie) record.diagnostic('dissector.nearTie', `could also be ${tie}`);
  if (request.body.kind === 'unavailable') record.diagnostic('body.unavailable', `the browser hid the body: ${request.body.reason}`);
  if (!dissector.binaryBody && request.text()?.exact === false) record.diagnostic('body.notUtf8', 'some bytes are no UTF-8; they show as U+FFFD');
  try {
    dissector.dissect(request, record);
  } catch (error) {
    record.diagnostic('dissector.threw', error instanceof Error ? error.message : String(error));
  }
  if (lost) record.diagnostic('limit.events', `${lost} events beyond the first ${MAX_EVENTS} were not read`);

  return {
    requestId, protocol: dissector.id, revision: dissector.revision, endpoint,
    endpointKey: endpointKey ?? `${endpoint.collector}|${endpoint.project ?? ''}`,
    result: resultOf(request, events.length + signals.length, diagnostics), tree, events, signals, diagnostics,
  };
}

function resultOf(request: WireRequest, read: number, diagnostics: readonly Diagnostic[]): CaptureResult {
  if (request.body.kind === 'unavailable' && !read) return 'bodyUnavailable';
  if (!diagnostics.some((d) => d.losesData)) return 'decoded';
  return read ? 'partly' : 'undecodable';
}
