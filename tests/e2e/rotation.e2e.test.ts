import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import type { ActionId } from '../tools/demo/truth.ts';
import { PROJECT_ROOT } from '../tools/run-tool.ts';
import type { Archive } from './support/archive-shape.ts';
import { pollUntil } from './support/expect-poll.ts';
import { openPopup } from './support/extension.ts';
import type { LedgerSession, Stage } from './support/stage.ts';
import { demoReady, openPanelTab, saidBy, sessionWithId, startShow, startStage } from './support/stage.ts';

type RudderWindow = Window & { readonly rudderanalytics: { startSession(id: number): void; track(name: string): void } };

const run = (page: Page, action: ActionId): Promise<void> => page.evaluate((name) => window.demo.run(name), action);
const causes = (session: LedgerSession): { readonly start: string; readonly end: string | null } => ({ start: session.start.cause, end: session.end?.cause ?? null });

/** Asserts that the ledger leads from each session to the next, and back. */
function expectChain(sessions: readonly LedgerSession[]): void {
  expect(sessions.map((session) => session.start.previousKey)).toEqual([null, ...sessions.slice(0, -1).map((session) => session.key)]);
  expect(sessions.map((session) => session.end?.nextKey ?? null)).toEqual([...sessions.slice(1).map((session) => session.key), null]);
  for (const { start, end } of sessions) for (const entry of [start, ...(end ? [end] : [])]) expect(entry.evidence).toMatch(/\.$/);
}

describe('sessions turn over', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  const pages: Page[] = [];

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    await stage.setRules({});
  });
  afterAll(async () => close?.());

  /** A site of its own for each test: what one stored is not there for the next. */
  async function open(site: string, pathAndQuery: string): Promise<Page> {
    const url = new URL(pathAndQuery, demo.siteUrl);
    url.hostname = `${site}.localhost`;
    const page = await stage.open(url.href);
    pages.push(page);
    return page;
  }
  async function openDemo(site: string, query: string): Promise<Page> {
    const page = await open(site, `/?${query}`);
    await demoReady(page);
    return page;
  }
  const has = (archive: Archive, ids: readonly string[]): boolean => ids.every((id) => archive.sessions.some((session) => session.sessionId === id));
  const ledgerOf = async (ids: readonly string[], holds: (sessions: readonly LedgerSession[], archive: Archive) => boolean = () => true): Promise<LedgerSession[]> => {
    const archive = await stage.archiveWhen((now) => has(now, ids) && holds(ids.map((id) => sessionWithId(now, id)), now), `the sessions ${ids.join(', ')} are recorded`);
    return ids.map((id) => sessionWithId(archive, id));
  };

  test('by idleness, told with the time-out that the user set; and on the screen', async () => {
    // Snowplow keeps its time-out in a cookie, which may outlive it by a second. Long enough that a page is loaded, and the last session looked at, before it passes.
    await stage.setRules({ snowplow: { idleMs: 8_000 }, rudderstack: { idleMs: 8_000 } });
    const page = await openDemo('idle', 'sdks=snowplow,rudderstack&spTimeout=8&rsTimeout=8000&idle=9500&spPing=600');
    const sdks = ['snowplow', 'rudderstack'] as const;
    const before = await Promise.all(sdks.map((sdk) => saidBy(page, sdk)));
    await run(page, 'idle');
    const after = await Promise.all(sdks.map((sdk) => saidBy(page, sdk)));
    const all = await ledgerOf(sdks.flatMap((_, index) => [before[index]?.session ?? '', after[index]?.session ?? '']));
    for (const [index, sdk] of sdks.entries()) {
      const sessions = all.slice(2 * index, 2 * index + 2);
      expect(new Set(sessions.map(({ sessionId }) => sessionId)).size, `sessions of ${sdk}`).toBe(2);
      expectChain(sessions);
      expect(sessions.map(causes)).toEqual([{ start: 'declaredStart', end: 'idleTimeout' }, { start: 'idleTimeout', end: null }]);
      expect(sessions.map((session) => session.state)).toEqual(['expired', 'live']);
      expect(sessions[1]?.start).toMatchObject({ confidence: 'certain', evidence: expect.stringMatching(/passed without an event; the time-out is 8 s\.$/) });
      expect((sessions[0]?.endedAt ?? 0) - (sessions[0]?.lastActivityAt ?? 0), `time-out of ${sdk}`).toBe(8_000);
    }
    expect((await ledgerOf([after[0]?.session ?? '']))[0]?.attributes['index']).toBe(after[0]?.extra['index']);

    const panel = await openPanelTab(stage, page);
    pages.push(panel);
    await panel.locator(`[title="${after[0]?.session}"]`).first().click();
    const details = panel.getByRole('region', { name: 'Session details' });
    await pollUntil(() => details.innerText(), (text) => text.includes('The one before had timed out (certain)') && text.includes('the time-out is 8 s.'), { what: 'the panel tells why it started' });
    await details.getByRole('button', { name: 'Session before' }).click();
    await pollUntil(() => details.innerText(), (text) => text.includes(before[0]?.session ?? '') && text.includes('Too long without an event (certain)') && text.includes('expired'), { what: 'the panel tells why the one before ended' });
  });

  test('by endSession(), startSession(), startSession(id), another user, and reset()', async () => {
    const page = await openDemo('manual', 'sdks=rudderstack');
    const ids = [(await saidBy(page, 'rudderstack')).session];
    await run(page, 'endSession');
    expect(await page.evaluate(() => window.demo.truth().rudderstack?.session)).toBeNull();
    await run(page, 'feature');
    await run(page, 'startSession');
    ids.push((await saidBy(page, 'rudderstack')).session);
    await page.evaluate(() => {
      const { rudderanalytics } = window as unknown as RudderWindow;
      rudderanalytics.startSession(1234567890);
      rudderanalytics.track('Session Named');
    });
    expect((await saidBy(page, 'rudderstack')).session).toBe('1234567890');
    ids.push('1234567890');
    await run(page, 'switchUser');
    await run(page, 'feature');
    ids.push((await saidBy(page, 'rudderstack')).session);
    await run(page, 'signOut');
    await run(page, 'feature');
    ids.push((await saidBy(page, 'rudderstack')).session);

    const sessions = await ledgerOf(ids, (found) => found.at(-1)?.counts.events === 1);
    expectChain(sessions);
    expect(sessions.map(causes)).toEqual([
      { start: 'declaredStart', end: 'declaredEnd' },
      { start: 'manualStart', end: 'manualStart' },
      { start: 'manualStart', end: 'identityChange' },
      { start: 'identityChange', end: 'reset' },
      { start: 'reset', end: null },
    ]);
    expect(sessions.map((session) => session.identity['userId'])).toEqual(['u-1001', 'u-1001', 'u-1001', 'u-2002', undefined]);
    expect(sessions.map((session) => session.state)).toEqual(['ended', 'ended', 'ended', 'ended', 'live']);
    expect(sessions[0]?.end?.evidence).toContain('endSession()');
  });

  test('by a switch of the user, where the server makes the sessions: no identity is shown as an id', async () => {
    const page = await openDemo('identity', 'sdks=exceptionless&exSessionIds=0');
    await run(page, 'feature');
    await run(page, 'switchUser');
    await run(page, 'feature');
    await page.evaluate(() => window.demo.flush());
    const users = ['u-1001', 'u-2002'];
    const ofSite = (archive: Archive): LedgerSession[] => users.flatMap((user) => archive.sessions.filter((session) => session.protocol === 'exceptionless' && session.identity['userId'] === user)) as LedgerSession[];
    const sessions = ofSite(await stage.archiveWhen((now) => ofSite(now).length === 2, 'a session a user is recorded'));
    expect(sessions.map(({ sessionId, basis }) => ({ sessionId, basis }))).toEqual(users.map(() => ({ sessionId: null, basis: 'identity' })));
    // The server closes the first by its own rule, later: another user's session ends nothing.
    expect(sessions.map(causes)).toEqual([{ start: 'declaredStart', end: null }, { start: 'identityChange', end: null }]);
    expect(sessions[1]?.start.previousKey).toBe(sessions[0]?.key);

    const popup = await openPopup(stage.browser.context, stage.extension, page);
    const cards = await pollUntil(() => popup.locator('article').allInnerTexts(), (texts) => texts.length === 2, { what: 'the popup shows both' });
    for (const card of cards) expect(card).toContain('id made by the server');
    expect(await popup.locator('article code').count()).toBe(0);
    await popup.close();
  });

  test('not by another tab: one session in two, and both tabs show it', async () => {
    const one = await openDemo('tabs', 'sdks=snowplow,rudderstack,sentry');
    const other = await openDemo('tabs', 'sdks=snowplow,rudderstack,sentry');
    await run(one, 'feature');
    await run(other, 'feature');
    for (const sdk of ['snowplow', 'rudderstack'] as const) {
      const { session } = await saidBy(one, sdk);
      expect((await saidBy(other, sdk)).session).toBe(session);
      const archive = await stage.archiveWhen((now) => has(now, [session]) && tabsOf(now, session).size === 2, `the session of ${sdk} is in two tabs`);
      expect([...tabsOf(archive, session)]).not.toContain(null);
      expect(causes(sessionWithId(archive, session)).end).toBeNull();
    }
    // Sentry keeps one a page.
    const pagesOwn = await Promise.all([saidBy(one, 'sentry'), saidBy(other, 'sentry')]);
    expect((await ledgerOf(pagesOwn.map((said) => said.session))).map(causes)).toEqual([{ start: 'declaredStart', end: null }, { start: 'declaredStart', end: null }]);
    const { session } = await saidBy(one, 'snowplow');
    for (const page of [one, other]) {
      const popup = await openPopup(stage.browser.context, stage.extension, page);
      await popup.locator('article', { hasText: 'Snowplow' }).locator('code', { hasText: session }).waitFor();
      await popup.close();
    }
  });

  /** Recordings of the Krenalis SDK, sent as it sends them: a Blob of text by fetch, or by a beacon. Only the page tap sees such bodies. */
  describe('Krenalis, replayed', () => {
    type Truth = { readonly sessions: readonly { readonly id: number | string; readonly seenAt: string }[] };
    type Recording = { readonly requests: readonly { readonly method: string; readonly bodyBase64: string }[]; readonly truth: Truth };

    /** Long enough that one batch is over before the next: within a request the SDK's own times stand. */
    const LONGEST_PAUSE_MS = 700;

    async function replay(name: string, transport: 'fetch' | 'beacon'): Promise<{ readonly truth: Truth; readonly sent: readonly string[]; readonly archive: Archive }> {
      const recording = JSON.parse(await readFile(path.join(PROJECT_ROOT, 'tests', 'fixtures', 'krenalis', `${name}.json`), 'utf8')) as Recording;
      demo.recordings.set(name, recording);
      const wanted = recording.requests.filter(({ method }) => method !== 'OPTIONS');
      const sent = wanted.flatMap(({ bodyBase64 }) => [...Buffer.from(bodyBase64, 'base64').toString('utf8').matchAll(/"messageId":"([^"]+)"/g)].map((match) => match[1] ?? ''));
      const page = await open(transport + name.replaceAll(/\W+/g, ''), `/replay.html?recording=${name}&transport=${transport}&body=blob&pause=${LONGEST_PAUSE_MS}`);
      await page.waitForSelector('html[data-replay="done"]');
      const here = page.url();
      const ofPage = (archive: Archive): Archive => {
        const requests = archive.requests.filter((request) => request.pageUrl === here);
        const ids = new Set(requests.map((request) => request.id));
        const events = archive.events.filter((event) => ids.has(event.requestId));
        return { ...archive, requests, events, sessions: archive.sessions.filter((session) => events.some((event) => event.sessionKey === session.key)) };
      };
      const archive = await stage.archiveWhen((now) => ofPage(now).requests.length === wanted.length && ofPage(now).requests.every((request) => request.body.kind !== 'unavailable'), 'every request of the recording is recorded with its body');
      return { truth: recording.truth, sent, archive: ofPage(archive) };
    }
    const inOrder = (archive: Archive): LedgerSession[] => archive.sessions.toSorted((one, other) => one.startedAt - other.startedAt) as LedgerSession[];

    /** Why a session began, by what was done to the page when the SDK first named it. */
    const CAUSES: readonly (readonly [seenAt: RegExp, cause: string])[] = [
      [/^open/, 'declaredStart'], [/idle|s later/, 'idleTimeout'], [/endSession/, 'declaredStart'], [/^startSession/, 'manualStart'], [/^reset/, 'reset'],
    ];
    const expectTruth = (archive: Archive, { sessions }: Truth): void => {
      const found = inOrder(archive);
      expect(found.map((session) => ({ id: session.sessionId, cause: session.start.cause }))).toEqual(
        sessions.map(({ id, seenAt }) => ({ id: String(id), cause: CAUSES.find(([pattern]) => pattern.test(seenAt))?.[1] })),
      );
      expectChain(found);
    };

    test('every rotation of its life, by fetch', async () => {
      const { truth, sent, archive } = await replay('krenalis-javascript-sdk-0.12.0--lifecycle', 'fetch');
      expectTruth(archive, truth);
      expect(archive.events.length).toBe(new Set(sent).size);
    });

    test('its time-out of 10 s, where the user has set it', async () => {
      await stage.setRules({ krenalis: { idleMs: 10_000 } });
      const { truth, archive } = await replay('krenalis-javascript-sdk-0.12.0--timeout-10s', 'fetch');
      expectTruth(archive, truth);
      expect(inOrder(archive)[1]?.start).toMatchObject({ confidence: 'certain', evidence: '15 s passed without an event; the time-out is 10 s.' });
    });

    test('sessions by hand alone, by beacons', async () => {
      const { truth, archive } = await replay('krenalis-javascript-sdk-0.12.0--autotrack-off', 'beacon');
      expectTruth(archive, truth);
      expect(archive.events.some((event) => event.sessionKey === null)).toBe(true);
    });

    test('what beacon and queue both sent is one event, and says so', async () => {
      const { truth, sent, archive } = await replay('krenalis-javascript-sdk-0.12.0--beacon-duplicates', 'beacon');
      expectTruth(archive, truth);
      const times = Map.groupBy(sent, (id) => id);
      expect(sent.length).toBeGreaterThan(times.size);
      expect(archive.events.length).toBe(times.size);
      expect(archive.events.map((event) => ((event as { repeats?: number }).repeats ?? 0) + 1).toSorted()).toEqual([...times.values()].map((ids) => ids.length).toSorted());
      expect(sessionWithId(archive, String(truth.sessions[0]?.id)).counts.events).toBe(times.size);
    });

    test('ids of 64 bits keep every digit', async () => {
      const { truth, archive } = await replay('krenalis-receive-format-docs--int64-session-ids', 'fetch');
      expect(archive.sessions.map((session) => session.sessionId).toSorted()).toEqual(truth.sessions.map((session) => String(session.id)).toSorted());
    });
  });
});

/** Tabs in which requests of a session were sent. */
function tabsOf(archive: Archive, sessionId: string): ReadonlySet<number | null> {
  const { key } = sessionWithId(archive, sessionId);
  const requests = new Set(archive.events.filter((event) => event.sessionKey === key).map((event) => event.requestId));
  return new Set(archive.requests.filter((request) => requests.has(request.id)).map((request) => (request as { tabId?: number | null }).tabId ?? null));
}

describe('across a restart of the browser', () => {
  test("Sentry's session has ended with its tab, Snowplow's goes on, and both are right at once", async () => {
    const demo = await startDemo();
    const profile = await mkdtemp(path.join(tmpdir(), 'footsteps-restart-'));
    let stage: Stage | undefined;
    try {
      stage = await startStage({ profile });
      const page = await stage.open(`${demo.siteUrl}/?sdks=snowplow,sentry&spPing=3600`);
      await demoReady(page);
      const before = { snowplow: await saidBy(page, 'snowplow'), sentry: await saidBy(page, 'sentry') };
      await stage.archiveWhen((now) => now.sessions.length === 2, 'both sessions are recorded');
      await stage.close();

      stage = await startStage({ profile });
      const reborn = await stage.archiveWhen((now) => sessionWithId(now, before.sentry.session).end !== null, 'the session of the tab that is gone has ended');
      expect(sessionWithId(reborn, before.sentry.session)).toMatchObject({ state: 'ended', end: { cause: 'tabClosed', confidence: 'certain' } });
      expect(sessionWithId(reborn, before.snowplow.session)).toMatchObject({ state: 'live', end: null });

      const again = await stage.open(`${demo.siteUrl}/?sdks=snowplow,sentry&spPing=3600`);
      await demoReady(again);
      expect((await saidBy(again, 'snowplow')).session).toBe(before.snowplow.session);
      const next = (await saidBy(again, 'sentry')).session;
      const archive = await stage.archiveWhen((now) => now.sessions.some((session) => session.sessionId === next) && sessionWithId(now, before.snowplow.session).counts.events === 2, 'what the new page sent is recorded');
      expect(archive.sessions).toHaveLength(3);
      expect(causes(sessionWithId(archive, before.snowplow.session))).toEqual({ start: 'declaredStart', end: null });
      expect(causes(sessionWithId(archive, next))).toEqual({ start: 'declaredStart', end: null });

      const popup = await openPopup(stage.browser.context, stage.extension, again);
      for (const id of [next, before.snowplow.session]) await popup.locator('article code', { hasText: id }).waitFor();
      expect(await popup.locator('article').count()).toBe(2);
    } finally {
      await stage?.close();
      await demo.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  });
});
