import { setTimeout as pause } from 'node:timers/promises';
import type { TestBrowser, View } from '../../e2e/support/browsers.ts';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { readStored, type Stored } from '../../e2e/support/stored.ts';
import { flood, floodNumber, floodOrder, startFloodSite, type Arrived, type FloodSite } from './flood-site.ts';
import { listenForHeard, readHeard, readWritten } from './hearing.ts';
import { readProgress } from './progress.ts';

export type EnduranceOptions = {
  readonly requests: number;
  readonly tabs: number;
  /** How often the background is stopped while the requests are under way, at moments by chance. */
  readonly stops: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** A page of the extension that records nothing; by default its popup. */
  readonly page?: string;
  readonly say?: (line: string) => void;
};

export type Endured = {
  readonly sent: number;
  /** Numbers that the browser told the background, in an extension that says so (`hearing.ts`); none in others. */
  readonly heard: ReadonlySet<number>;
  readonly arrived: number;
  /** Numbers that the server got, and of which nothing is stored. */
  readonly lost: readonly number[];
  /** Those of them that were under way at no time of any gap. */
  readonly untold: readonly number[];
  /** Of those that were sent after the last stop, when the background was there again: numbers of which nothing is stored, or not how they ended. */
  readonly calm: { readonly sent: number; readonly lost: readonly number[]; readonly endless: readonly number[] };
  /** Numbers that are stored more than once. */
  readonly doubled: readonly number[];
  /** Numbers that are stored and never arrived. */
  readonly invented: readonly number[];
  /** Stored requests whose event is not there exactly once. */
  readonly eventless: number;
  /** Stored requests by what is known of their end. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly gaps: Stored['gaps'];
  /** How many requests the gaps say may be lost. */
  readonly told: number;
  /** How long all gaps take, in milliseconds. */
  readonly gapMs: number;
  readonly inbox: number;
  readonly candidates: number;
  /** What the capture ledger says was dropped, by name. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly stored: number;
  readonly stops: number;
  readonly seconds: number;
};

/** What an answer that the stop took away is waited for before its request counts as of unknown end, with time to spare; and what a request may take to be read. */
const SETTLE_MS = 60_000;
const READ_MS = 50;
const FLOOD_MS = 600_000;
/** A background that runs is stopped within this. */
const LIFE_MS = 200;
/** Sent when the stops are over. */
const CALM = 60;
/** Within this the background has stored a request that was sent while it came up, or the next is sent. */
const UP_MS = 2_000;
const MAX_TRIES = 30;

/** What a flood left behind it. */
type Flooded = { readonly site: FloodSite; readonly observer: View; readonly pages: readonly View[]; readonly stops: number; readonly seconds: number };

/** Has tabs send as fast as they can while the background is stopped again and again, and hands over when the server has all. */
async function floodWithStops<T>(browser: TestBrowser, { requests, tabs, stops, random, page = 'popup.html', say = () => undefined }: EnduranceOptions, then: (flooded: Flooded) => Promise<T>): Promise<T> {
  const site = await startFloodSite();
  try {
    const observer = await browser.openExtensionPage(page);
    await observer.evaluate(listenForHeard);
    const pages: View[] = [];
    for (let i = 0; i < tabs; i++) pages.push(await browser.openTab(`${site.url}/page`));
    const share = Math.ceil(requests / tabs);
    const began = performance.now();
    for (const [i, its] of pages.entries()) await its.evaluate(flood, floodOrder(i * share, Math.min(requests, (i + 1) * share)));
    // By how many have arrived, so that the stops fall among the requests however fast the machine is.
    const moments = Array.from({ length: stops }, () => Math.floor(random() * requests * 0.98)).toSorted((a, b) => a - b);
    let stopped = 0;
    for (const moment of moments) {
      await pollUntil(() => site.arrived.length, (arrived) => arrived >= moment, { what: `${moment} requests have arrived`, timeout: FLOOD_MS, interval: 2 });
      // When all has been sent, nothing starts it again.
      await browser.workerRuns().catch((error: unknown) => {
        if (site.arrived.length < requests) throw error;
      });
      if (site.arrived.length >= requests) break;
      await pause(random() * LIFE_MS);
      stopped++;
      await browser.killWorker();
    }
    await pollUntil(() => site.arrived.length, (arrived) => arrived >= requests, { what: 'all requests have arrived', timeout: FLOOD_MS, interval: 20 });
    const seconds = (performance.now() - began) / 1000;
    say(`${requests} requests in ${seconds.toFixed(1)} s, ${stopped} stops among them`);
    return await then({ site, observer, pages, stops: stopped, seconds });
  } finally {
    await site.close();
  }
}

/** Compares what the server got of such a flood with what is stored. */
export const endure = (browser: TestBrowser, options: EnduranceOptions): Promise<Endured> =>
  floodWithStops(browser, options, async ({ site, observer, pages, stops, seconds }) => {
    const { requests } = options;
    let sent = requests;
    const send = async (count: number): Promise<void> => {
      const from = sent;
      sent += count;
      await pages[0]?.evaluate(flood, floodOrder(from, sent));
      await pollUntil(() => site.arrived.length, (arrived) => arrived >= sent, { what: `${sent} requests have arrived`, timeout: FLOOD_MS, interval: 20 });
    };
    const isUp = async (): Promise<boolean> => (await observer.evaluate(readProgress)).latest.some((url) => (floodNumber(url) ?? -1) >= requests);
    // What the last stop took is told when the background sees that numbers are missing: it needs requests after it. Of the first the browser may not tell all.
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      await send(1);
      if (await pollUntil(isUp, (is) => is, { what: 'a request after the last stop is stored', timeout: UP_MS, interval: 100 }).catch(() => false)) break;
    }
    const calmFrom = sent;
    await send(CALM);
    // What it wrote down in the last run of its own may lie there for longer.
    await pollUntil(() => observer.evaluate(readProgress), ({ inbox, pending, lives }) => inbox === 0 && pending === 0 && lives <= 1, {
      what: 'nothing is on its way any more', timeout: SETTLE_MS + requests * READ_MS, interval: 1_000,
    }).catch(() => undefined);
    const stored = await readStored({ evaluate: (script) => observer.evaluate(script) });
    return { ...judge(site.arrived, stored, calmFrom), heard: new Set(await observer.evaluate(readHeard)), sent, stops, seconds };
  });

export type BareEndured = Pick<Endured, 'arrived' | 'heard' | 'lost' | 'stops' | 'seconds'>;

/** The same with an extension that does nothing but write down what the browser tells it (`hearing.ts`). */
export const endureBare = (browser: TestBrowser, options: EnduranceOptions): Promise<BareEndured> =>
  floodWithStops(browser, options, async ({ site, observer, stops, seconds }) => {
    const written = new Set((await observer.evaluate(readWritten)).map((url) => floodNumber(url)));
    const arrived = new Set(site.arrived.map(({ number }) => number));
    return { arrived: arrived.size, heard: new Set(await observer.evaluate(readHeard)), lost: [...arrived].filter((number) => !written.has(number)), stops, seconds };
  });

function judge(arrived: readonly Arrived[], { requests, events, gaps, inbox, counters }: Stored, calmFrom: number): Omit<Endured, 'sent' | 'heard' | 'stops' | 'seconds'> {
  const times = new Map<number, number>();
  const ended = new Set<number>();
  const outcomes: Record<string, number> = {};
  const eventsOf = Map.groupBy(events, (event) => event.requestId);
  let eventless = 0;
  for (const { id, url, outcome } of requests) {
    const number = floodNumber(url);
    if (number === undefined) continue;
    times.set(number, (times.get(number) ?? 0) + 1);
    outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
    if (outcome.kind === 'responded') ended.add(number);
    if (eventsOf.get(id)?.length !== 1) eventless++;
  }
  const sent = new Set(arrived.map(({ number }) => number));
  const lost = arrived.filter(({ number }) => !times.has(number));
  const calm = [...sent].filter((number) => number >= calmFrom);
  const stops = gaps.filter(({ why }) => why === 'workerLost');
  const isTold = ({ sentAt, arrivedAt }: Arrived): boolean => stops.some(({ from, to }) => Math.floor(from) <= arrivedAt && (to === null || Math.ceil(to) >= sentAt));
  return {
    arrived: sent.size, calm: { sent: calm.length, lost: calm.filter((number) => !times.has(number)), endless: calm.filter((number) => times.has(number) && !ended.has(number)) },
    lost: lost.map(({ number }) => number), untold: lost.filter((one) => !isTold(one)).map(({ number }) => number), doubled: [...times].flatMap(([number, n]) => (n > 1 ? [number] : [])),
    invented: [...times.keys()].filter((number) => !sent.has(number)), eventless, outcomes, gaps, inbox: inbox.length,
    told: stops.reduce((sum, gap) => sum + (gap.lost ?? 0), 0), gapMs: stops.reduce((sum, { from, to }) => sum + (to ?? from) - from, 0),
    candidates: counters.find(({ name }) => name === 'candidates')?.n ?? 0, stored: requests.length,
    dropped: Object.fromEntries(counters.flatMap(({ name, n }) => (name.startsWith('dropped.') ? [[name, n]] : []))),
  };
}

/**
 * Each request is stored once with its event and its end, or it falls into a gap, and the gaps tell of no fewer than are lost. When the stops are
 * over, nothing is lost any more.
 */
export const holds = ({ calm, lost, untold, told, doubled, invented, eventless, outcomes, inbox, candidates, stored }: Endured): boolean =>
  calm.lost.length === 0 && calm.endless.length === 0 && lost.length <= told && untold.length === 0 && doubled.length === 0 && invented.length === 0 && eventless === 0 && !outcomes['pending'] && inbox === 0 && candidates === stored;
