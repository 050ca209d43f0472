import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { openPopup } from './support/extension.ts';
import type { Stage } from './support/stage.ts';
import { openPanelTab, sessionWithId, startShow } from './support/stage.ts';
import { pollUntil } from './support/expect-poll.ts';
import type { Stored } from './support/stored.ts';

type StoredRequest = Stored['requests'][number] & { readonly result: string; readonly bodySize: number | null; readonly diagnostics: readonly { readonly code: string; readonly message: string }[] };

const SENTRY = '/api/42/envelope/?sentry_key=0123456789abcdef0123456789abcdef';
const SNOWPLOW = '/com.snowplowanalytics.snowplow/tp2';
const RUDDERSTACK = '/v1/track';
const EXCEPTIONLESS = '/api/v2/events';
const JSON_TYPE = { 'content-type': 'application/json' };
const RUDDER_HEADERS = { ...JSON_TYPE, authorization: `Basic ${Buffer.from('demoWriteKeyABCDEFGHIJKLMNOP:').toString('base64')}` };
const EXCEPTIONLESS_HEADERS = { ...JSON_TYPE, authorization: 'Bearer demo0123456789abcdef0123456789abcdef0123' };
const ENVELOPE_HEAD = JSON.stringify({ sent_at: new Date().toISOString(), sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } });
const RUDDER_SESSION = '1795262955299';
const BIG = 20_000_000;

/** A track call as RudderStack's SDK sends it. The session id stands as digits, as on the wire. */
const track = (event: string, more: object = {}): string =>
  JSON.stringify({ context: { sessionId: Number(RUDDER_SESSION), library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' } }, type: 'track', channel: 'web', event, anonymousId: 'anon-1', messageId: crypto.randomUUID(), originalTimestamp: new Date().toISOString(), sentAt: new Date().toISOString(), ...more });
const sentrySession = (sid: string): string => {
  const time = new Date().toISOString();
  return [ENVELOPE_HEAD, '{"type":"session"}', JSON.stringify({ sid, init: true, started: time, timestamp: time, status: 'ok', errors: 0, attrs: { release: 'shop@1' } })].join('\n');
};
const noise = (length: number): number[] => Array.from({ length }, (_, index) => (index * 37 + 11) % 256);

type Case = { readonly name: string; readonly path: string; readonly headers?: Readonly<Record<string, string>>; readonly body: string | readonly number[]; readonly result: 'undecodable' | 'partly' };

const CASES: readonly Case[] = [
  { name: 'binary where an envelope should be', path: SENTRY, body: noise(300), result: 'undecodable' },
  { name: 'an envelope that is cut off', path: SENTRY, body: sentrySession('5a8c1b7ed0f94a0f8e0a2b3c4d5e6f70').slice(0, 170), result: 'undecodable' },
  { name: 'an item of no known type', path: SENTRY, body: `${ENVELOPE_HEAD}\n{"type":"carrier_pigeon"}\n{"coo":1}`, result: 'undecodable' },
  { name: 'a foreign body on the path of envelopes', path: SENTRY, body: JSON.stringify({ resourceSpans: [{ scopeSpans: [] }] }), result: 'undecodable' },
  { name: 'an item whose length lies', path: SENTRY, body: `${ENVELOPE_HEAD}\n{"type":"event","length":99999}\n{"message":"x"}`, result: 'partly' },
  { name: 'binary that says it is JSON', path: SNOWPLOW, headers: JSON_TYPE, body: noise(200), result: 'undecodable' },
  { name: 'JSON of another kind', path: SNOWPLOW, headers: JSON_TYPE, body: '[1,2,3]', result: 'undecodable' },
  { name: 'JSON that is cut off', path: SNOWPLOW, headers: JSON_TYPE, body: '{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{"e":"se","se_ca":"sh', result: 'undecodable' },
  { name: 'values of the wrong types', path: SNOWPLOW, headers: JSON_TYPE, body: '{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{"e":5,"sid":{"a":1},"dtm":"soon"},null,"x"]}', result: 'partly' },
  { name: 'an event that is cut off', path: RUDDERSTACK, headers: RUDDER_HEADERS, body: track('Cut').slice(0, 160), result: 'undecodable' },
  { name: 'arrays in arrays in arrays', path: RUDDERSTACK, headers: RUDDER_HEADERS, body: track('Deep', { properties: null }).replace('null', '['.repeat(20_000) + ']'.repeat(20_000)), result: 'undecodable' },
  { name: 'bytes that are no UTF-8', path: RUDDERSTACK, headers: RUDDER_HEADERS, body: [...Buffer.from(track('Bytes: #')).map((byte) => (byte === 0x23 ? 0xff : byte))], result: 'partly' },
  { name: 'control characters, and keys that mean something to a script', path: RUDDERSTACK, headers: RUDDER_HEADERS, body: track('Junk').replace('"Junk"', '"\u0000 junk","__proto__":{"polluted":true},"sessionId":1e400'), result: 'undecodable' },
  { name: 'events that are cut off', path: EXCEPTIONLESS, headers: EXCEPTIONLESS_HEADERS, body: '[{"type":"usage","source":"x","date":"2026-', result: 'undecodable' },
];

describe('bad input', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let page: Page;
  let good = 0;

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    page = await stage.open(`${demo.siteUrl}/replay.html`);
  });
  afterAll(async () => close?.());

  const address = (path: string, mark: string): string => `${demo.collectorUrl}${path}${path.includes('?') ? '&' : '?'}mark=${encodeURIComponent(mark)}`;
  const send = ({ path, headers = {}, body, name }: Omit<Case, 'result'>): Promise<void> =>
    page.evaluate(async ([url, given, content]) => void (await fetch(url, { method: 'POST', headers: given, body: typeof content === 'string' ? content : new Uint8Array(content) })), [address(path, name), headers, body] as const);
  const markedOf = (stored: Stored, mark: string): StoredRequest[] => stored.requests.filter((request) => new URL(request.url).searchParams.get('mark') === mark) as StoredRequest[];
  const stored = (mark: string): Promise<StoredRequest> => pollUntil(async () => markedOf(await stage.stored(), mark), (found) => found.length === 1, { what: `the request "${mark}" is stored` }).then(([request]) => request as StoredRequest);
  const counters = async (): Promise<Readonly<Record<string, number>>> => Object.fromEntries((await stage.stored()).counters.map(({ name, n }) => [name, n]));

  /** What comes after bad input has to be read as if there had been none. */
  async function expectNextToBeRead(): Promise<void> {
    const name = `good ${++good}`;
    await send({ name, path: RUDDERSTACK, headers: RUDDER_HEADERS, body: track(name) });
    expect(await stored(name)).toMatchObject({ result: 'decoded', diagnostics: [] });
  }
  async function expectTold(mark: string, result: string): Promise<StoredRequest> {
    const request = await stored(mark);
    expect({ mark, result: request.result, told: request.diagnostics.length > 0 }).toEqual({ mark, result, told: true });
    for (const { message } of request.diagnostics) expect(message).not.toBe('');
    return request;
  }

  test.each(CASES)('$name', async (bad) => {
    const before = await counters();
    await send(bad);
    await expectTold(bad.name, bad.result);
    const after = await counters();
    expect({ candidates: after['candidates'], [bad.result]: after[bad.result] }).toEqual({ candidates: (before['candidates'] ?? 0) + 1, [bad.result]: (before[bad.result] ?? 0) + 1 });
    await expectNextToBeRead();
  });

  test.each(['string', 'blob'] as const)('20 MB as a %s', async (kind) => {
    await page.evaluate(
      async ([url, head, size, as]) => {
        const text = `${head}\n{"type":"attachment","length":${size}}\n${'x'.repeat(size)}`;
        await fetch(url, { method: 'POST', body: as === 'blob' ? new Blob([text]) : text });
      },
      [address(SENTRY, kind), ENVELOPE_HEAD, BIG, kind] as const,
    );
    // The page tap may tell the size of a Blob only after the request was stored.
    await pollUntil(() => stored(kind), ({ bodySize }) => (bodySize ?? 0) > BIG, { what: `the size of the ${kind} is known` });
    expect(await expectTold(kind, 'bodyUnavailable')).toMatchObject({ bodyKind: 'unavailable', diagnostics: [{ message: expect.stringContaining('tooLarge') }] });
    await expectNextToBeRead();
  });

  test('requests of a worker and of a shared worker, which has no tab', async () => {
    const sids = { worker: '5a8c1b7ed0f94a0f8e0a2b3c4d5e6f01', sharedWorker: '5a8c1b7ed0f94a0f8e0a2b3c4d5e6f02' };
    await page.evaluate(
      ([one, other]) => {
        const script = ([url, body]: readonly [string, string]): string => URL.createObjectURL(new Blob([`fetch(${JSON.stringify(url)}, { method: 'POST', body: ${JSON.stringify(body)} })`], { type: 'text/javascript' }));
        // Held on to: a shared worker ends with the last reference to it.
        Object.assign(window, { workers: [new Worker(script(one)), new SharedWorker(script(other))] });
      },
      [[address(SENTRY, 'worker'), sentrySession(sids.worker)], [address(SENTRY, 'sharedWorker'), sentrySession(sids.sharedWorker)]] as const,
    );
    expect(await stored('worker')).toMatchObject({ result: 'decoded', tabId: expect.any(Number) });
    expect(await stored('sharedWorker')).toMatchObject({ result: 'decoded', tabId: null });
    const archive = await stage.archiveWhen((now) => Object.values(sids).every((sid) => now.sessions.some((session) => session.sessionId === sid)), 'both sessions are recorded');
    for (const sid of Object.values(sids)) expect(sessionWithId(archive, sid).counts.events).toBe(1);
    await expectNextToBeRead();
  });

  test('a name with markup is text, in popup and panel', async () => {
    const name = '<img src=x onerror="document.title=\'hacked\'"><b>bold</b><script>document.title="hacked"</script>';
    await send({ name: 'markup', path: RUDDERSTACK, headers: RUDDER_HEADERS, body: track(name) });
    expect(await stored('markup')).toMatchObject({ result: 'decoded' });
    const expectInert = async (view: Page): Promise<void> => {
      expect(await view.evaluate(() => [...document.querySelectorAll('img, b, script:not([src])')].filter((element) => /src=x|bold|hacked/.test(element.outerHTML)).length)).toBe(0);
      expect(await view.title()).not.toContain('hacked');
    };
    const popup = await openPopup(stage.browser.context, stage.extension, page);
    await popup.getByText(name).first().waitFor();
    await expectInert(popup);
    await popup.close();

    const panel = await openPanelTab(stage, page);
    const footstep = panel.getByRole('grid', { name: 'Footsteps' }).getByText(name);
    await footstep.click();
    await panel.getByRole('tab', { name: 'Fields' }).click();
    await panel.getByRole('tree', { name: 'Fields of this footstep' }).getByText(name).first().waitFor();
    await expectInert(panel);
    await panel.close();
  });

  test('the capture ledger has an entry for each request, in the store, in the export and on the screen', async () => {
    const archive = await stage.archive();
    const { candidates = 0, decoded = 0, partly = 0, bodyUnavailable = 0, undecodable = 0, dropped = 0 } = archive.captureLedger ?? {};
    expect(candidates).toBe(demo.collector.sent().length);
    expect(archive.requests).toHaveLength(candidates);
    expect(decoded + partly + bodyUnavailable + undecodable + dropped).toBe(candidates);
    expect({ partly, bodyUnavailable, undecodable }).toEqual({ partly: CASES.filter((bad) => bad.result === 'partly').length, bodyUnavailable: 2, undecodable: CASES.filter((bad) => bad.result === 'undecodable').length });
    // Every good one between them.
    const names = archive.events.filter((event) => event.sessionKey === sessionWithId(archive, RUDDER_SESSION).key).map((event) => event.name);
    expect(names.filter((name) => name.startsWith('good ')).toSorted()).toEqual(Array.from({ length: good }, (_, index) => `good ${index + 1}`).toSorted());

    const panel = await openPanelTab(stage, page);
    await panel.getByRole('grid', { name: 'Footsteps' }).getByText('Bytes: ').click();
    await panel.getByRole('tab', { name: /^Findings/ }).click();
    await panel.getByRole('tabpanel').getByText('some bytes are no UTF-8').waitFor();
    const open = panel.getByRole('button', { name: `${decoded} of ${candidates} read` });
    await open.click();
    const sheet = panel.getByRole('dialog', { name: 'Capture ledger' });
    await sheet.waitFor();
    const rows = Object.fromEntries((await sheet.getByRole('row').allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.trim())));
    expect(rows).toMatchObject({ 'of them telemetry': String(candidates), 'read completely': String(decoded), 'read in part': String(partly), 'not readable': String(undecodable), 'body hidden by the browser': String(bodyUnavailable) });
    await panel.close();
  });
});
