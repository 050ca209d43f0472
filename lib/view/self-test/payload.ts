import { hash } from '../../base/hash.ts';
import type { SelfTestCase } from './cases.ts';

/** Where requests go. Both without a slash at the end. */
export type Targets = {
  readonly collector: string;
  /** The collector over HTTP/2, which needs TLS: streams are sent by nothing else. */
  readonly secure: string;
  /** An address of this machine at which nobody listens. */
  readonly closed: string;
};

/** The case that tells what the other ones came to: sent last, as a string, which every browser shows. */
export const REPORT_CASE = 'report';

/** What a browser without streams of requests sends in place of one. */
export const STREAM_AS_TEXT = '[object ReadableStream]';

/** Titles by which the self-test's pages say how far they are: ready to be left, waiting for DevTools, through, or failed, with a sentence behind it. */
export const TITLES = { ready: 'Self-test ready to be left', waiting: 'Self-test waits for DevTools', done: 'Self-test done', failed: 'Self-test failed: ' } as const;

const KEY = '5e1f7e57';

/** Project numbers that the demo's collector treats as their names say (tests/tools/demo/collector.ts). */
export const PROJECTS = { usual: 42, slow: 408, withoutCors: 403, /** Not the collector: an extension whose rules block it (tests/e2e/support/blocker). */ blocked: 66 } as const;

/** Before a path, the status by which the collector sends on to the path without it. */
export const MOVED = /^\/moved(\d{3})(\/.*)$/s;

/** What a request is known by, whatever is seen of its body. */
export type Tag = { readonly run: string; readonly id: string };

export function tagOf(url: string): Tag | null {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const of = (name: string): string | undefined => new RegExp(`(?:^|&)${name}=([\\w.-]+)`).exec(query)?.[1];
  const [run, id] = [of('run'), of('case')];
  return run === undefined || id === undefined ? null : { run, id };
}

/**
 * The address of a case. Requests must look like a vendor's, as those that nobody claims are counted and not kept: bodies go as Sentry
 * envelopes, forms as Sentry's crash dialog sends them, and what has no body as a Snowplow pixel.
 */
export function addressOf(testCase: SelfTestCase, run: string, { collector, secure, closed }: Targets): string {
  const tag = `run=${run}&case=${testCase.id}`;
  const { transport, body, ending } = testCase;
  const moved = /^redirect(\d+)$/.exec(ending ?? '')?.[1];
  const base = ending === 'refused' ? closed : body === 'stream' || body === 'gzipStream' ? secure : moved === undefined ? collector : `${collector}/moved${moved}`;
  if (body === 'none' && transport !== 'ping') return `${base}/i?e=pv&p=web&tv=js-4.0.0&aid=self-test&eid=${uuidOf(run, testCase.id)}&${tag}`;
  if (isForm(testCase)) return `${base}/api/embed/error-page/?dsn=${encodeURIComponent(`http://${KEY}@self-test.invalid/42`)}&eventId=${idOf(run, testCase.id)}&${tag}`;
  return `${base}/api/${projectOf(testCase)}/envelope/?sentry_version=7&sentry_key=${KEY}&${tag}`;
}

export const isForm = ({ transport, body }: SelfTestCase): boolean => body === 'params' || body === 'formData' || body === 'formDataBlob' || transport === 'form';

function projectOf({ ending }: SelfTestCase): number {
  if (ending === 'aborted') return PROJECTS.slow;
  if (ending === 'corsRefused') return PROJECTS.withoutCors;
  if (ending === 'blocked') return PROJECTS.blocked;
  return Number(/^status(\d+)$/.exec(ending ?? '')?.[1] ?? PROJECTS.usual);
}

/** What may be under way at one time by keepalive requests and beacons is 64 KiB. */
/** Otherwise what is larger than the page tap reads, 1 MiB. */
const LARGE = { quota: 60_000, free: 1_200_000 } as const;
const SMALL = 400;

function lengthOf({ transport, body }: SelfTestCase): number {
  if (body !== 'largeString' && body !== 'largeBlob') return SMALL;
  return transport === 'keepalive' || transport === 'beacon' ? LARGE.quota : LARGE.free;
}

/** The text of a case's body: an envelope with one event. It depends on run and case alone, so whoever knows those knows every byte. */
export function envelopeOf(testCase: SelfTestCase, run: string): string {
  const event_id = idOf(run, testCase.id);
  const event = { event_id, platform: 'javascript', level: 'info', message: `Self-test ${testCase.id}`, extra: { padding: paddingOf(run, testCase.id, lengthOf(testCase)) } };
  return envelope(event_id, event);
}

/** The fields of a case's form. The crash dialog asks for these. */
export function fieldsOf(testCase: SelfTestCase, run: string): readonly (readonly [name: string, value: string])[] {
  return [['name', `Self-test ${testCase.id}`], ['email', 'self-test@example.test'], ['comments', paddingOf(run, testCase.id, SMALL)]];
}

/** What a file in a form holds. */
export const attachmentOf = (testCase: SelfTestCase, run: string): string => paddingOf(run, `${testCase.id}/attachment`, SMALL);

/** What became of each case, as the sending page and the server know it. */
export type Report = {
  readonly sent: Readonly<Record<string, string>>;
  readonly arrived: Readonly<Record<string, readonly Arrival[]>>;
};
/** `hash`: {@link hash} of the body's bytes, one char a byte. */
export type Arrival = { readonly size: number; readonly hash: string };

export function reportEnvelope(run: string, report: Report): string {
  const event_id = idOf(run, REPORT_CASE);
  return envelope(event_id, { event_id, platform: 'javascript', level: 'info', message: 'Self-test report', extra: { report } });
}

export const reportAddress = (run: string, { collector }: Targets): string => `${collector}/api/${PROJECTS.usual}/envelope/?sentry_version=7&sentry_key=${KEY}&run=${run}&case=${REPORT_CASE}`;

/** Null where the text is no report. */
export function parseReport(text: string): Report | null {
  try {
    const event = JSON.parse(text.split('\n')[2] ?? '') as { readonly extra?: { readonly report?: Report } };
    return event.extra?.report ?? null;
  } catch {
    return null;
  }
}

function envelope(event_id: string, event: object): string {
  const head = { event_id, sent_at: '2026-01-01T00:00:00.000Z', sdk: { name: 'sentry.javascript.self-test', version: '1.0.0' } };
  return [head, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
}

/** 32 hexadecimal digits. */
function idOf(run: string, id: string): string {
  return Array.from({ length: 32 }, (_, i) => (Number.parseInt(hash(`${run}/${id}/${i >> 3}`).slice(-8), 36) >>> ((i & 7) * 4) & 15).toString(16)).join('');
}

const uuidOf = (run: string, id: string): string => idOf(run, id).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4$5');

/** Text of so many characters that looks like nothing, with letters of two to four bytes in UTF-8. */
function paddingOf(run: string, id: string, length: number): string {
  const words: string[] = ['é√😀'];
  // Chained, so that no stretch comes twice.
  for (let word = hash(`${run}/${id}`), size = 4; size < length; size += word.length) words.push((word = hash(word)));
  return words.join('').slice(0, length);
}
