import type { Recording } from '../corpus.ts';

/** Sets this where one of the texts is run as a script, in whatever page. */
export const CANARY = '__footstepsCanary';

const RUN = `window.${CANARY}=1;document.title='ran'`;

/** Texts that do something where they are taken for more than text. */
export const HOSTILE_TEXTS: readonly string[] = [
  `<img src=x onerror="${RUN}">`, `"><script>${RUN}</script>`, `</style></title></textarea><svg onload="${RUN}">`, `javascript:${RUN}`, `data:text/html,<script>${RUN}</script>`,
  `'-${RUN}-'`, `\${${RUN}}`, '{{constructor.constructor("return 1")()}}', '=HYPERLINK("http://evil.test/","x")', '[x](javascript:alert(1)) ![x](http://evil.test/x.png)',
  '\u202egnp.eladgnorts \u2066\u2067', 'שלום עולם', '\u0007\u001b[31mred\u0000\u0085\u2028', '__proto__', 'constructor', '\ud800', '🍪'.repeat(40),
];

/** Values that are no text, and times that no calendar has. */
const HOSTILE_TIMES: readonly unknown[] = ['+275760-09-13T00:00:00.001Z', '0000-00-00T00:00:00Z', 'NaN', 8.64e15, -8.64e15, 1e308, '99999999999999999999'];

/** Names under which vendors send what people read. */
const TEXT = /^(event|name|title|message|value|type_detail|source|user_?id|anonymous_?id|email|release|environment|identity|uid|se_(ca|ac|la|pr)|page|url|referrer|path|search|description|transaction|username|ip_address|data)$/i;
const TIME = /^(originalTimestamp|date|dtm|ttm)$/i;

/** A recording whose requests carry hostile texts wherever a person would read something, one after the other; a third of the times are hostile too. */
export function hostileRecording(recording: Recording): Recording {
  let text = 0;
  let time = 0;
  const nextText = (): string => `${HOSTILE_TEXTS[text++ % HOSTILE_TEXTS.length]}`;
  const change = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return (value as unknown[]).map((one) => change(one, key));
    if (typeof value === 'object' && value !== null) {
      const changed = Object.entries(value).map(([name, inner]): [string, unknown] => [name, change(inner, name)]);
      // A key of its own, and not the object's prototype.
      return Object.defineProperty(Object.fromEntries([...changed, [nextText(), nextText()]]), '__proto__', { value: { polluted: nextText() }, enumerable: true });
    }
    if (TIME.test(key) && time++ % 3 === 0) return HOSTILE_TIMES[time % HOSTILE_TIMES.length];
    return typeof value === 'string' && TEXT.test(key) ? `${value}${nextText()}` : value;
  };
  /** Objects with few keys of a fixed meaning: an envelope's headers and Snowplow's wrapper stay as they are. */
  const changeLine = (line: string, index: number): string => {
    if (!line.startsWith('{') && !line.startsWith('[')) return line;
    const parsed: unknown = JSON.parse(line);
    const keys = typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
    if (keys.includes('schema') && keys.includes('data')) return JSON.stringify({ ...(parsed as object), data: (parsed as { readonly data: unknown[] }).data.map((one) => texts(one, change)) });
    const isHead = index % 2 === 1 || (index === 0 && keys.some((key) => ['sent_at', 'sdk', 'dsn', 'event_id'].includes(key)) && !keys.includes('message'));
    return isHead ? line : JSON.stringify(change(parsed, ''));
  };
  const changeBody = (base64: string): string => {
    const lines = Buffer.from(base64, 'base64').toString('utf8').split('\n');
    try {
      return Buffer.from(lines.map(changeLine).join('\n'), 'utf8').toString('base64');
    } catch {
      // No JSON, or cut off: as it is.
      return base64;
    }
  };
  return { ...recording, requests: recording.requests.map((request) => (request.bodyBase64 ? { ...request, bodyBase64: changeBody(request.bodyBase64) } : request)) };
}

/** Snowplow's events hold texts alone: a value of another type would not be read, and so not be shown. */
function texts(event: unknown, change: (value: unknown, key: string) => unknown): unknown {
  return Object.fromEntries(Object.entries(event as object).map(([key, value]): [string, unknown] => [key, typeof value === 'string' ? String(change(value, key)) : value]));
}
