import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CollectedRequest } from '../tools/demo/collector.ts';
import type { Demo } from '../tools/demo/server.ts';
import type { Archive } from './support/archive-shape.ts';
import { pollUntil } from './support/expect-poll.ts';
import { killWorker, stopWorker } from './support/extension.ts';
import type { Stage } from './support/stage.ts';
import { demoReady, saidBy, sessionWithId, startShow } from './support/stage.ts';
import { onTheWay, type Stored } from './support/stored.ts';
import { randomOf } from '../tools/endurance/random.ts';

const SDKS = ['snowplow', 'rudderstack'] as const;
/** Where their events go: nothing else of what they send counts here. */
const EVENTS = /\/tp2$|\/v1\/(track|page|identify)$/;
/**
 * When the worker is killed: with all told, at a moment of nobody's choosing; while an answer is out; or as soon as the requests are in the
 * database, read or not.
 */
const MOMENTS = ['atRest', 'beforeTheAnswer', 'onTheWay'] as const;
type Moment = (typeof MOMENTS)[number];
const KILLS_EACH = 8;
const LONGEST_PAUSE_MS = 60;

/** The order and the pauses can be had again: `FOOTSTEPS_SEED` takes the seed that a failed run named. */
const SEED = Number(process.env['FOOTSTEPS_SEED'] ?? Date.now() % 2 ** 31);

describe(`the worker is killed at any moment (seed ${SEED})`, () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let page: Page;

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    page = await stage.open(`${demo.siteUrl}/?sdks=${SDKS.join(',')}&spPing=600`);
    await demoReady(page);
  });
  afterAll(async () => close?.());

  const collected = (): readonly CollectedRequest[] => demo.collector.sent(EVENTS);
  const kill = (): Promise<void> => killWorker(stage.browser.context, page);
  /** Each SDK tracks one more event, with a number of its own. */
  const act = (): Promise<void> => page.evaluate(() => window.demo.run('feature'));
  /** Waits until the collector has every event so far; the SDKs send a moment after they are called, and in batches of their own choice. */
  const allSent = async (): Promise<number> => {
    const last = await page.evaluate(() => Number(sessionStorage.getItem('demo.count')));
    await pollUntil(() => sentNumbers(collected()), (numbers) => numbers.length >= last, { what: `${last} events have reached the collector`, interval: 5 });
    return collected().length;
  };
  type Seen = { readonly stored: Stored['requests']; /** Numbers of those that wait to be read. */ readonly waiting: readonly string[] };
  const seen = async (): Promise<Seen> => {
    const rows = await stage.stored();
    return { stored: rows.requests.filter((request) => isEvent(request.url)), waiting: onTheWay(rows).flatMap(({ number, url }) => (isEvent(url) ? number : [])) };
  };
  const seenWhen = (holds: (now: Seen) => boolean, what: string): Promise<Seen> => pollUntil(seen, holds, { what, interval: 5 });

  async function actAndKill(moment: Moment, random: () => number): Promise<void> {
    const { stored: had, waiting } = await seen();
    // Of what waits to be read the last kill may have taken the end.
    const before = new Set(had.map((request) => request.id));
    const newest = ({ stored }: Seen): Stored['requests'] => stored.filter(({ id }) => !before.has(id) && !waiting.some((number) => id.endsWith(`-${number}`)));
    const answered = (now: Seen): boolean => newest(now).every((request) => request.outcome.kind !== 'pending');
    const { promise: until, resolve: answer } = Promise.withResolvers<void>();
    demo.collector.treat(EVENTS, { until });
    if (moment !== 'beforeTheAnswer') answer();
    await act();
    const count = await allSent();
    if (moment === 'onTheWay') await seenWhen((now) => now.stored.length + now.waiting.length >= count, `${count} requests are in the database`);
    else if (moment === 'atRest') {
      await seenWhen((now) => now.stored.length >= count && answered(now), `${count} requests are stored and answered`);
      // No wait for anything: a moment by chance.
      await pause(random() * LONGEST_PAUSE_MS);
    } else await seenWhen(({ stored }) => stored.length >= count, `${count} requests are stored`);
    // Until it is gone: what comes while a worker is just going away is shown to nobody, which is what the other test is about.
    await stopWorker(stage.browser.context, page);
    if (moment !== 'beforeTheAnswer') return;
    answer();
    await seenWhen(answered, "the answers that came after the worker's death are stored");
  }

  test(`${KILLS_EACH * MOMENTS.length} kills between requests, and between a request and its answer, lose and double nothing`, async () => {
    const random = randomOf(SEED);
    const moments = Array.from({ length: KILLS_EACH }, () => MOMENTS).flat().map((moment) => ({ moment, place: random() })).toSorted((one, other) => one.place - other.place);
    for (const { moment } of moments) await actAndKill(moment, random);
    await act();
    await allSent();
    const archive = await stage.archiveWhen((now) => now.requests.filter((request) => isEvent(request.url)).length >= collected().length, 'all that the collector was sent is recorded');

    expect(recordedOf(archive)).toEqual(collectedOf(collected()));
    expect(recordedNumbers(archive)).toEqual(sentNumbers(collected()));
    expect(repeatsIn(archive.events.map((event) => event.id))).toEqual([]);
    for (const sdk of SDKS) {
      const { key, counts } = sessionWithId(archive, (await saidBy(page, sdk)).session);
      const events = archive.events.filter((event) => event.protocol === sdk);
      expect(archive.sessions.filter((session) => session.protocol === sdk)).toHaveLength(1);
      expect(counts, sdk).toMatchObject({ events: events.length, requests: new Set(events.map((event) => event.requestId)).size });
      expect(events.every((event) => event.sessionKey === key)).toBe(true);
    }
    expect(archive.captureLedger, JSON.stringify(archive.captureLedger)).toMatchObject({ candidates: archive.requests.length, decoded: archive.requests.length });
    expect((await stage.stored()).inbox).toEqual([]);
  });

  test('kills in the very moment of a request, which may cost it, double nothing and harm no other', async () => {
    const random = randomOf(SEED + 1);
    demo.collector.treat(EVENTS, {});
    const before = (await seen()).stored.length;
    for (let kills = 0; kills < KILLS_EACH; kills++) {
      const acting = act();
      await pause(random() * LONGEST_PAUSE_MS);
      await Promise.all([kill(), acting]);
    }
    const killed = await allSent();
    await act();
    await allSent();
    const last = collectedOf(collected().slice(killed));
    const archive = await stage.archiveWhen((now) => last.every((request) => recordedOf(now).includes(request)), 'what was sent after the last kill is recorded');
    const recorded = recordedOf(archive);
    expect(recorded.length).toBeGreaterThan(before);
    expect(repeatsIn(recorded)).toEqual([]);
    const sent = new Set(collectedOf(collected()));
    expect(recorded.filter((request) => !sent.has(request))).toEqual([]);
    for (const { protocol, key, counts } of archive.sessions) expect(counts.events, protocol).toBe(archive.events.filter((event) => event.sessionKey === key).length);
    expect(archive.sessions.map((session) => session.protocol).toSorted()).toEqual([...SDKS].toSorted());
    expect(archive.captureLedger, JSON.stringify(archive.captureLedger)).toMatchObject({ candidates: archive.requests.length, decoded: archive.requests.length });
  });
});

const isEvent = (url: string): boolean => EVENTS.test(new URL(url).pathname);

type WithBody = { readonly body: { readonly kind: string; readonly base64?: string } };

/** Path and bytes of each request, so that a lost one, a doubled one and a mixed-up one all show. */
function recordedOf(archive: Archive): string[] {
  const bytesOf = ({ body }: WithBody): string => (body.kind === 'bytes' ? Buffer.from(body.base64 ?? '', 'base64').toString('utf8') : body.kind);
  return archive.requests.filter((request) => isEvent(request.url)).map((request) => `${new URL(request.url).pathname} ${bytesOf(request)}`).toSorted();
}
const collectedOf = (requests: readonly CollectedRequest[]): string[] => requests.map((request) => `${request.url} ${request.body.toString('utf8')}`).toSorted();

/** What tells the events of this page apart: each has its own number. An SDK that waits too long for its answer sends again, and the event is one. */
const sentNumbers = (requests: readonly CollectedRequest[]): string[] => {
  const numbers = requests.flatMap((request) => [...request.body.toString('utf8').matchAll(/"se_la":"Basket (\d+)"|"step":(\d+)/g)].map((match) => match[1] ?? match[2] ?? ''));
  return [...new Set(numbers)].toSorted();
};
function recordedNumbers(archive: Archive): string[] {
  return archive.events.flatMap((event) => [...JSON.stringify(event).matchAll(/use \(shop, Basket (\d+)\)|"step":(\d+)/g)].slice(0, 1).map((match) => match[1] ?? match[2] ?? '')).toSorted();
}

/** What is there more than once. */
const repeatsIn = (texts: readonly string[]): string[] => [...Map.groupBy(texts, (text) => text)].flatMap(([text, same]) => (same.length > 1 ? [`${same.length} x ${text}`] : []));
