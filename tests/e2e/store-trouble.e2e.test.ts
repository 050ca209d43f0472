import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo } from '../tools/demo/server.ts';
import type { Demo } from '../tools/demo/server.ts';
import { forEachBrowser, textOf } from './support/browsers.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';
import { readStored } from './support/stored.ts';
import type { Stored } from './support/stored.ts';

declare const chrome: { readonly storage: { readonly local: { set(items: object): Promise<void>; remove(key: string): Promise<void> } } };

const PATH = '/com.snowplowanalytics.snowplow/tp2';

forEachBrowser((launch) => {
  describe('a database that cannot be used', () => {
    let demo: Demo;
    let browser: TestBrowser;
    let site: View;
    /** A page of the extension that holds no database: looked from here, the background is left alone. */
    let observer: View;
    let tabId: number;
    let sent = 0;

    beforeAll(async () => {
      demo = await startDemo();
      browser = await launch();
      observer = await browser.openExtensionPage('icon/16.png');
      site = await browser.openTab(`${demo.siteUrl}/replay.html`);
      tabId = await browser.tabIdOf(site);
    });
    afterAll(async () => {
      await browser?.close();
      await demo?.close();
    });

    /** Sends one event more, with a number of its own, and waits for the answer. */
    async function send(): Promise<void> {
      const name = `event ${++sent}`;
      const body = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ e: 'se', se_ca: 'shop', se_ac: name, p: 'web', tv: 'js-4.10.1', aid: 'a', sid: '5e1f7e57-0000-4000-8000-000000000001', vid: '1', eid: crypto.randomUUID(), dtm: String(Date.now()) }] });
      await site.evaluate(async ([url, text]) => void (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })), [`${demo.collectorUrl}${PATH}?n=${sent}`, body] as const);
    }
    const stored = (): Promise<Stored> => readStored({ evaluate: (script) => observer.evaluate(script) });
    const isStored = (number: number): Promise<Stored> => pollUntil(stored, ({ requests }) => requests.some(({ url }) => url.endsWith(`n=${number}`)), { what: `request ${number} is stored` });
    /** The text of the one alert with these words, once it is there. */
    const alertWith = (view: View, words: string): Promise<string> =>
      pollUntil(() => view.evaluate(() => [...document.querySelectorAll('[role="alert"]')].map((one) => one.textContent)), (alerts) => alerts.some((text) => text.includes(words)), { what: `an alert says "${words}"` })
        .then((alerts) => alerts.find((text) => text.includes(words)) ?? '');
    /** Clicks a button in an alert, once it is there. */
    const press = (view: View, label: string): Promise<boolean> =>
      pollUntil(
        () => view.evaluate((wanted) => {
          const button = [...document.querySelectorAll<HTMLButtonElement>('[role="alert"] button')].find(({ textContent, disabled }) => textContent.trim() === wanted && !disabled);
          button?.click();
          return button !== undefined;
        }, label),
        Boolean, { what: `the button "${label}" is there` },
      );

    test('of a newer version is left alone: what is lost meanwhile is counted, what can be read is exported, and after a reset it is recorded again', async () => {
      await send();
      await isStored(1);
      // As a later version of the extension leaves it behind.
      await observer.evaluate(() => new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('footsteps', 9_999);
        request.addEventListener('upgradeneeded', () => request.result.createObjectStore('ofLater'));
        request.addEventListener('success', () => {
          request.result.close();
          resolve();
        });
        request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
      }));
      await browser.stopWorker();
      await send();
      await send();

      const popup = await browser.openExtensionPage(`popup.html?tab=${tabId}`);
      await alertWith(popup, 'newer version');
      await alertWith(popup, '2 requests could not be stored');
      await press(popup, 'Export what can be read');
      await alertWith(popup, 'Exported.');
      await popup.close();

      const panel = await browser.openExtensionPage(`panel.html?tabId=${tabId}`);
      await alertWith(panel, 'newer version');
      await press(panel, 'Reset the database…');
      await press(panel, 'Delete all that is recorded?');
      await pollUntil(stored, ({ requests }) => requests.length === 0, { what: 'the database is empty' });
      await pollUntil(() => textOf(panel), (text) => !text.includes('newer version'), { what: 'nothing is said of it any more' });
      await panel.close();
      await send();
      await isStored(4);
      // That something is stored again ends the gap, so it is written after that.
      const lost = ({ gaps }: Stored): Stored['gaps'] => gaps.filter(({ why }) => why === 'storageFull');
      const gaps = lost(await pollUntil(stored, (now) => lost(now).length > 0 && lost(now).every(({ to }) => to !== null), { what: 'the gap is told, and over' }));
      expect(gaps.map(({ lost: n }) => n)).toEqual([2]);
    });

    test('whose records are damaged shows the others, says so, and goes on recording', async () => {
      await observer.evaluate(() => new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('footsteps');
        request.addEventListener('success', () => {
          const sessions = request.result.transaction('sessions', 'readwrite').objectStore('sessions');
          const all = sessions.getAll();
          all.addEventListener('success', () => {
            const [one] = all.result as [Record<string, unknown>];
            const put = sessions.put({ ...one, key: 'damaged', counts: null, heartbeat: 3 });
            put.addEventListener('success', () => {
              request.result.close();
              resolve();
            });
          });
        });
        request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
      }));
      const popup = await browser.openExtensionPage(`popup.html?tab=${tabId}`);
      await alertWith(popup, '1 stored record is damaged and left out.');
      await pollUntil(() => textOf(popup), (text) => text.includes('Snowplow'), { what: 'the others are shown' });
      await popup.close();
      await send();
      expect((await isStored(5)).requests.map(({ url }) => new URL(url).search)).toEqual(['?n=4', '?n=5']);
    });

    test('and settings that cannot be read are told at the head of every page', async () => {
      const popup = await browser.openExtensionPage(`popup.html?tab=${tabId}`);
      await popup.evaluate(() => chrome.storage.local.set({ settings: { version: 1, retention: 'much' } }));
      for (const file of [`popup.html?tab=${tabId}`, `panel.html?tabId=${tabId}`, `sidepanel.html?tab=${tabId}`]) {
        const view = await browser.openExtensionPage(file);
        expect(await alertWith(view, 'how much is kept'), file).toContain('defaults hold');
        await view.close();
      }
      await popup.evaluate(() => chrome.storage.local.remove('settings'));
      await popup.close();
    });
  });
});
