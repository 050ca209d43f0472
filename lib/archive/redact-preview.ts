import { decodeUtf8, encodeUtf8, fromBase64, toBase64 } from '../base/bytes.ts';
import type { RedactionSample } from '../domain/options-views.ts';
import { asRequestId } from '../domain/request.ts';
import type { ArchiveRequest } from './archive.ts';
import { redactRequest } from './redact-request.ts';
import type { RedactionRules } from './redact-rules.ts';
import { createTextRedactor } from './redact-text.ts';
import type { RedactionTools } from './redact.ts';

/** More of a body than that is no preview. */
const MAX_CHARS = 8_000;

/** Something of all that is looked for, where nothing is recorded yet. */
const SAMPLE_BODY = {
  event: 'signup', userId: 'u-4711', email: 'ada@example.com', ip: '203.0.113.7', session_id: '5f2c81d09a3e', password: 'correct horse', plan: 'team', note: 'invoice 2026-0042',
};
const SAMPLE: ArchiveRequest = {
  id: asRequestId('sample'), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: null, pageUrl: 'https://shop.example/welcome?ref=ada%40example.com', initiator: 'https://shop.example',
  resourceType: 'xmlhttprequest', method: 'POST', url: 'https://collect.example/e?access_token=k3y-7f0a91&lang=en', startedAt: 0, outcome: { kind: 'unknown' },
  headers: [{ name: 'content-type', value: 'application/json' }, { name: 'authorization', value: 'Bearer c2VjcmV0LXRva2Vu' }, { name: 'x-forwarded-for', value: '203.0.113.7' }],
  body: { kind: 'bytes', base64: toBase64(encodeUtf8(JSON.stringify(SAMPLE_BODY))), encoding: null },
};

/** A request as text, as it is and as it would leave; null: a made-up one. */
export function previewRequest(request: ArchiveRequest | null, rules: RedactionRules, tools: RedactionTools): RedactionSample {
  const { codec } = tools;
  const redactor = createTextRedactor(rules, tools);
  const of = request ?? SAMPLE;
  if (!request) redactor.learnSession(SAMPLE_BODY.session_id);
  // Once to learn what stands under a name, as an export does.
  redactRequest(of, redactor, codec);
  const known = { ...redactor.counts() };
  const left = redactRequest(of, redactor, codec);
  const counts = redactor.counts();
  return {
    before: textOf(of, codec), after: textOf(left, codec), sample: request === null,
    counts: Object.entries(counts).map(([reason, count]) => ({ reason, count: count - known[reason as keyof typeof known] })).filter(({ count }) => count > 0),
  };
}

function textOf({ method, url, headers, pageUrl, body, ...rest }: ArchiveRequest, codec: RedactionTools['codec']): string {
  const lines = [`${method} ${url}`, ...(pageUrl === null ? [] : [`(page) ${pageUrl}`]), ...headers.map(({ name, value }) => `${name}: ${value}`)];
  if (body.kind === 'form') lines.push('', ...body.entries.map(([name, value]) => `${name}=${value}`));
  if (body.kind === 'bytes') {
    const plain = codec.decompress({ url, headers, ...rest }, fromBase64(body.base64) ?? new Uint8Array(), body.encoding);
    if (plain) lines.push('', decodeUtf8(plain.bytes).text);
  }
  const text = lines.join('\n');
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}
