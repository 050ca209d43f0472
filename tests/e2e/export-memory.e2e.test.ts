import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { fillDatabase } from '../bench/parts/fill.ts';
import { pollUntil } from './support/expect-poll.ts';
import { extensionOf, openExtensionPage } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';

/** `EXPORT_EVENTS=100000` measures the long form. */
const EVENTS = Number(process.env['EXPORT_EVENTS'] ?? 5_000);
const MAX_GROWTH = 50e6;

let browser: Launched;
beforeAll(async () => {
  browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY] });
});
afterAll(() => browser?.close());

test(`an export of ${EVENTS} events takes little memory, however many there are`, async () => {
  const extension = await extensionOf(browser.context);
  // The background makes the database.
  const panel = await openExtensionPage(browser.context, extension, 'panel.html?tabId=999999');
  await pollUntil(() => panel.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'footsteps')), (there) => there, { what: 'there is a database' });
  await panel.locator('button[aria-label="Export…"]').waitFor();
  expect(await fillDatabase(panel, { events: EVENTS, sessions: EVENTS / 100, now: Date.now() })).toBe(EVENTS);

  // What is saved is held by the browser, and this test has no use for the file.
  await panel.evaluate(() => {
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await panel.locator('button[aria-label="Export…"]').click();
  await panel.getByRole('radio', { name: /^Everything/ }).click();
  await panel.getByText(/replaced or removed|Nothing is found/).waitFor({ timeout: 300_000 });
  const devtools = await browser.context.newCDPSession(panel);
  const live = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await live();
  await panel.getByRole('button', { name: 'Save file' }).click();
  let peak = before;
  let looks = 0;
  await pollUntil(async () => {
    peak = Math.max(peak, await live());
    looks++;
    return panel.locator('dialog[open]').count();
  }, (open) => open === 0, { what: 'the file is written', timeout: 600_000, interval: EVENTS > 10_000 ? 3_000 : 50 });
  expect(looks).toBeGreaterThan(2);
  expect(peak - before).toBeLessThan(MAX_GROWTH);
}, 900_000);
