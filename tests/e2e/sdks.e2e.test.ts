import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaFaults } from '../tools/archive-schema.ts';
import { harFaults } from '../tools/har-schema.ts';
import type { Demo } from '../tools/demo/server.ts';
import type { SdkId, Truth } from '../tools/demo/truth.ts';
import { SDK_IDS } from '../tools/demo/truth.ts';
import type { Archive } from './support/archive-shape.ts';
import { readArchive } from './support/archive-shape.ts';
import { openDevToolsPanel } from './support/devtools.ts';
import { pollUntil } from './support/expect-poll.ts';
import { openPopup } from './support/extension.ts';
import type { Stage } from './support/stage.ts';
import { demoReady, sessionWithId, startShow } from './support/stage.ts';

const NAMES: Readonly<Record<SdkId, string>> = { exceptionless: 'Exceptionless', sentry: 'Sentry', snowplow: 'Snowplow', rudderstack: 'RudderStack' };

const HOUR_MS = 3_600_000;

/** A session as popup or panel shows it. */
type Shown = { readonly id: string; readonly state: string; readonly user: string; readonly events: number; readonly errors: number };

/** The screens against the SDKs: ids, users, states and counts are asked of the SDKs and read off the wire, never of our own code. */
describe('what popup and panel show of four SDKs', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let page: Page;
  let truth: Truth;
  let panel: Frame;
  let devtools: Page;

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    // What is counted stays so, however long the tests take: no sign of life comes by itself, and none is missed.
    await stage.setRules({ exceptionless: { heartbeatMs: HOUR_MS } });
    page = await stage.open(`${demo.siteUrl}/?exHeartbeat=${HOUR_MS}&spPing=${HOUR_MS / 1_000}`);
    await demoReady(page);
    for (const action of ['feature', 'log', 'handledError', 'feature'] as const) await page.evaluate((run) => window.demo.run(run), action);
    await page.evaluate(() => window.demo.flush());
    truth = await page.evaluate(() => window.demo.truth());
    await stage.archiveWhen((archive) => SDK_IDS.every((sdk) => isComplete(archive, sdk)), 'all that the SDKs sent is recorded');
  });
  afterAll(async () => close?.());

  const session = (sdk: SdkId): string => truth[sdk]?.session ?? `no session of ${sdk}`;

  /** Events and errors that went out in an SDK's session, counted on the wire. */
  function sent(sdk: SdkId): { readonly events: number; readonly errors: number } {
    const requests = demo.collector.sent(PATHS[sdk]);
    const events = requests.flatMap((request) => READERS[sdk](request.body.toString('utf8'), session(sdk), request.url)).filter((event) => event.session === session(sdk));
    return { events: events.length, errors: events.filter((event) => event.isError).length };
  }
  function isComplete(archive: Archive, sdk: SdkId): boolean {
    const found = archive.sessions.find((one) => one.sessionId === session(sdk));
    const said = sent(sdk);
    return found !== undefined && said.events > 0 && found.counts.events === said.events && found.counts.errors === said.errors;
  }
  /** By the size of the window, the panel shows its panes all at once or behind tabs. */
  const showPane = async (name: 'Sessions' | 'Footsteps' | 'Details'): Promise<void> => {
    const tab = panel.getByRole('tab', { name, exact: true });
    if (await tab.isVisible()) await tab.click();
  };
  const sessionRow = (sdk: SdkId): Promise<Record<string, string> | undefined> => panel.evaluate(readRow, session(sdk));
  const expected = (sdk: SdkId): Shown => ({ id: session(sdk), state: 'live', user: truth[sdk]?.user ?? '', ...sent(sdk) });

  test('the popup', async () => {
    const popup = await openPopup(stage.browser.context, stage.extension, page);
    const card = (sdk: SdkId): Promise<Shown | undefined> => popup.evaluate(readCard, `Session of ${NAMES[sdk]}`);
    await pollUntil(() => popup.locator('article').count(), (count) => count === SDK_IDS.length, { what: 'the popup shows a card a session' });
    for (const sdk of SDK_IDS) {
      const shown = await pollUntil(() => card(sdk), (seen) => seen?.events === sent(sdk).events, { what: `the card of ${sdk} counts ${sent(sdk).events} events` });
      expect(shown).toEqual(expected(sdk));
    }
    await popup.close();
  });

  test('the panel in the real DevTools: the list', async () => {
    ({ devtools, panel } = await openDevToolsPanel(stage.browser.context, page, 'Footsteps', 'panel.html'));
    await panel.getByRole('treegrid', { name: 'Sessions' }).waitFor();
    for (const sdk of SDK_IDS) {
      const { events, errors } = sent(sdk);
      const row = await pollUntil(() => sessionRow(sdk), (cells) => cells?.['Events'] === String(events), { what: `the row of ${sdk} counts ${events} events` });
      expect(row).toMatchObject({ State: 'live', Errors: String(errors) });
    }
  });

  test('the panel: session, footstep, its fields and its raw request', async () => {
    await panel.locator(`[title="${session('rudderstack')}"]`).first().click();
    await showPane('Details');
    const details = panel.getByRole('region', { name: 'Session details' });
    const facts = await pollUntil(() => details.evaluate(readFacts), (found) => found['Session id'] === session('rudderstack'), { what: 'the details are those of the session' });
    expect(facts).toMatchObject({ 'Session id': session('rudderstack'), 'User id': truth.rudderstack?.user, 'Anonymous id': truth.rudderstack?.extra['anonymousId'] });
    expect(facts['Counts']).toMatch(new RegExp(`^${sent('rudderstack').events} events`));
    expect(facts['Why it started']).toContain('Its start was sent');

    await showPane('Footsteps');
    await panel.getByRole('grid', { name: 'Footsteps' }).getByRole('row').filter({ hasText: 'Basket Viewed' }).first().click();
    await showPane('Details');
    await panel.getByRole('tab', { name: 'Fields' }).click();
    const tree = panel.getByRole('tree', { name: 'Fields of this footstep' });
    await tree.waitFor();
    const fields = await tree.getByRole('treeitem').allTextContents();
    expect(fields.some((text) => text.includes('Basket Viewed'))).toBe(true);
    expect(fields.some((text) => text.includes(session('rudderstack')))).toBe(true);

    await panel.getByRole('tab', { name: 'Request' }).click();
    const body = panel.getByLabel('Body', { exact: true });
    await body.waitFor();
    const raw = demo.collector.sent(PATHS.rudderstack).map((request) => request.body.toString('utf8'));
    await panel.getByRole('button', { name: 'Raw', exact: true }).click();
    expect(raw).toContain(await pollUntil(() => body.textContent(), (text) => text !== null && raw.includes(text), { what: 'the body is shown as it was sent' }));
  });

  test('the export of the panel, saved as a file, passes the schema and holds the same', async () => {
    const save = async (format: RegExp): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
      // DevTools is narrow here: the toolbar may have put it into its menu.
      if (!(await panel.getByRole('button', { name: 'Export…' }).isVisible())) await panel.getByRole('button', { name: 'More', exact: true }).click();
      await panel.getByRole('button', { name: 'Export…' }).click();
      await panel.getByRole('radio', { name: 'All of this tab' }).click();
      await panel.getByRole('radio', { name: format }).click();
      const [download] = await Promise.all([devtools.waitForEvent('download'), panel.getByRole('button', { name: 'Save file' }).click()]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const plain = await save(/^Archive everything/);
    expect(plain.name).toMatch(/^[a-z0-9.-]+_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.footsteps\.json$/);
    const text = plain.bytes.toString('utf8');
    expect(schemaFaults(JSON.parse(text))).toEqual([]);
    const packed = await save(/compressed/);
    expect(packed.name).toMatch(/\.footsteps\.json\.gz$/);
    expect(readArchive(gunzipSync(packed.bytes).toString('utf8')).sessions.map(({ sessionId }) => sessionId)).toEqual(readArchive(text).sessions.map(({ sessionId }) => sessionId));
    const har = await save(/^HAR/);
    expect(har.name).toMatch(/\.har$/);
    expect(harFaults(JSON.parse(har.bytes.toString('utf8')))).toEqual([]);
    const report = await save(/^Report/);
    for (const sdk of SDK_IDS) expect(report.bytes.toString('utf8')).toContain(session(sdk));
    const archive = readArchive(text);
    for (const sdk of SDK_IDS) {
      const { counts, identity, state } = sessionWithId(archive, session(sdk));
      expect({ id: session(sdk), state, user: identity['userId'] ?? '', events: counts.events, errors: counts.errors }, sdk).toEqual(expected(sdk));
    }
    expect(archive.sessions.map((one) => one.sessionId).toSorted()).toEqual(SDK_IDS.map(session).toSorted());
  });

  test('the screen follows: an end, and a new session', async () => {
    await page.evaluate(() => window.demo.run('endSession'));
    await showPane('Sessions');
    await pollUntil(() => sessionRow('sentry'), (cells) => cells?.['State'] === 'ended', { what: 'the session that Sentry ended is shown as ended' });
    await page.evaluate(() => window.demo.run('startSession'));
    const after = await page.evaluate(() => window.demo.truth());
    for (const sdk of ['sentry', 'snowplow', 'rudderstack'] as const) {
      expect(after[sdk]?.session).not.toBe(session(sdk));
      await panel.locator(`[title="${after[sdk]?.session}"]`).first().waitFor();
    }
  });
});

type SentEvent = { readonly session: string | null; readonly isError: boolean };
/** As much of the vendors' payloads as is looked at. */
type ExceptionlessEvent = { readonly type: string; readonly reference_id?: string; readonly data?: { readonly '@ref:session'?: string } };
type SentryLine = { readonly type?: string; readonly sid?: string; readonly level?: string };
type SnowplowPayload = { readonly data: readonly { readonly e: string; readonly sid?: string; readonly ue_px?: string }[] };
type RudderEvent = { readonly context: { readonly sessionId?: number } };

const PATHS: Readonly<Record<SdkId, RegExp>> = {
  exceptionless: /\/api\/v2\/events(\/session\/heartbeat\?.*)?$/, sentry: /\/envelope\//, snowplow: /\/tp2$/, rudderstack: /\/v1\/(track|page|identify|group|alias|batch)$/,
};

/** The events in a body, read with as little code as can be: an own reading of the wire to hold ours against. */
const READERS: Readonly<Record<SdkId, (body: string, session: string, url: string) => SentEvent[]>> = {
  exceptionless: (body, _session, url) => (body === '' ? [{ session: new URL(url, 'http://collector').searchParams.get('id'), isError: false }] : exceptionlessEvents(body)),
  // Its events name no session: those of a page are in the one that the page has.
  sentry: (body, session) => envelopeItems(body).map(({ type, payload }) => (type === 'session' ? { session: payload.sid ?? null, isError: false } : { session, isError: (payload.level ?? 'error') === 'error' })),
  snowplow: (body) => (JSON.parse(body) as SnowplowPayload).data.map((event) => ({ session: event.sid ?? null, isError: event.e === 'ue' && (event.ue_px ?? '').includes('application_error') })),
  rudderstack: (body) => [{ session: String((JSON.parse(body) as RudderEvent).context.sessionId), isError: false }],
};

function exceptionlessEvents(body: string): SentEvent[] {
  return [JSON.parse(body) as ExceptionlessEvent | ExceptionlessEvent[]].flat().map((event) => ({ session: event.data?.['@ref:session'] ?? event.reference_id ?? null, isError: event.type === 'error' }));
}

function envelopeItems(body: string): { readonly type: string | undefined; readonly payload: SentryLine }[] {
  const [, ...lines] = body.trim().split('\n').map((line) => JSON.parse(line) as SentryLine);
  return lines.flatMap((line, index) => (index % 2 === 1 ? [{ type: lines[index - 1]?.type, payload: line }] : []));
}

/** Runs in the popup. */
function readCard(label: string): Shown | undefined {
  const card = [...document.querySelectorAll('article')].find((article) => article.getAttribute('aria-label') === label);
  if (!card) return undefined;
  const user = card.querySelector<HTMLElement>('[data-user]');
  const [, events, errors] = /(\d+) events?, (\d+|no) errors?/.exec(card.querySelector('footer')?.textContent ?? '') ?? [];
  return {
    id: card.querySelector('code')?.textContent ?? '',
    state: /[a-z]+/.exec(card.querySelector('[data-state]')?.textContent ?? '')?.[0] ?? '',
    user: /User id: (.*)/.exec(user?.title ?? '')?.[1] ?? '',
    events: Number(events),
    errors: errors === 'no' ? 0 : Number(errors),
  };
}

/** Runs in the panel: what a session's row says under each heading. */
function readRow(id: string): Record<string, string> | undefined {
  const grid = document.querySelector('[role="treegrid"][aria-label="Sessions"]');
  const row = [...(grid?.querySelectorAll('[role="row"]') ?? [])].find((candidate) => candidate.querySelector(`[title="${id}"]`));
  const texts = (within: Element, role: string): string[] => [...within.querySelectorAll(`[role="${role}"]`)].map((cell) => cell.textContent ?? '');
  if (!grid || !row) return undefined;
  const cells = texts(row, 'gridcell');
  return Object.fromEntries(texts(grid, 'columnheader').map((heading, index) => [heading, cells[index] ?? '']));
}

/** Runs in the panel: labels with their values, without the buttons beside them. */
function readFacts(region: Element): Record<string, string> {
  return Object.fromEntries(
    [...region.querySelectorAll('dl > div')].map((row) => {
      const value = row.querySelector('dd')?.cloneNode(true) as HTMLElement;
      for (const button of value.querySelectorAll('button')) button.remove();
      return [row.querySelector('dt')?.textContent ?? '', value.textContent ?? ''];
    }),
  );
}
