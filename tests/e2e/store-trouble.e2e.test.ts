import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { pollUntil } from './support/expect-poll.ts';
import { killWorker, openExtensionPage, tabIdOf } from './support/extension.ts';
import { startShow, type Stage } from './support/stage.ts';

declare const chrome: { readonly storage: { readonly local: { set(items: object): Promise<void>; remove(key: string): Promise<void> } } };

const PATH = '/com.snowplowanalytics.snowplow/tp2';

describe('a database that cannot be used', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let site: Page;
  let tabId: number;
  let sent = 0;

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    site = await stage.open(`${demo.siteUrl}/replay.html`);
    tabId = await tabIdOf(stage.extension, site);
  });
  afterAll(async () => close?.());

  /** The name of the event that was sent. */
  async function send(): Promise<string> {
    const name = `event ${++sent}`;
    const body = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ e: 'se', se_ca: 'shop', se_ac: name, p: 'web', tv: 'js-4.10.1', aid: 'a', sid: '5e1f7e57-0000-4000-8000-000000000001', vid: '1', eid: crypto.randomUUID(), dtm: String(Date.now()) }] });
    await site.evaluate(async ([url, text]) => void (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })), [`${demo.collectorUrl}${PATH}?n=${sent}`, body] as const);
    return name;
  }
  const isStored = (number: number) => pollUntil(() => stage.stored(), ({ requests }) => requests.some(({ url }) => url.endsWith(`n=${number}`)), { what: `request ${number} is stored` });
  const open = (file: string): Promise<Page> => openExtensionPage(stage.browser.context, stage.extension, file);

  test('of a newer version is left alone: what is lost meanwhile is counted, what can be read is exported, and after a reset it is recorded again', async () => {
    await send();
    await isStored(1);
    const helper = await open('icon/16.png').then(async (page) => {
      await page.goto(stage.extension.url('popup.html?tab=0'));
      return page;
    });
    // As a later version of the extension leaves it behind.
    await helper.evaluate(() => new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('footsteps', 9_999);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore('ofLater'));
      request.addEventListener('success', () => {
        request.result.close();
        resolve();
      });
      request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
    }));
    await killWorker(stage.browser.context, site);
    await send();
    await send();
    await helper.close();

    const popup = await open(`popup.html?tab=${tabId}`);
    const alert = popup.getByRole('alert').filter({ hasText: 'newer version' });
    await alert.getByText('2 requests could not be stored').waitFor();
    const download = popup.waitForEvent('download');
    await alert.getByRole('button', { name: 'Export what can be read' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.footsteps\.json$/);
    await alert.getByText('Exported.').waitFor();
    await popup.close();

    const panel = await open(`panel.html?tabId=${tabId}`);
    const same = panel.getByRole('alert').filter({ hasText: 'newer version' });
    await same.getByRole('button', { name: 'Reset the database…' }).click();
    await same.getByRole('button', { name: 'Delete all that is recorded?' }).click();
    await pollUntil(() => stage.stored(), ({ requests }) => requests.length === 0, { what: 'the database is empty' });
    await same.waitFor({ state: 'detached' });
    await panel.close();
    await send();
    const { gaps } = await isStored(4);
    expect(gaps.filter(({ why }) => why === 'storageFull').map(({ lost, to }) => [lost, to !== null])).toEqual([[2, true]]);
  });

  test('whose records are damaged shows the others, says so, and goes on recording', async () => {
    const popup = await open(`popup.html?tab=${tabId}`);
    await popup.evaluate(() => new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('footsteps');
      request.addEventListener('success', () => {
        const sessions = request.result.transaction('sessions', 'readwrite').objectStore('sessions');
        const all = sessions.getAll();
        all.addEventListener('success', () => {
          const [one] = all.result as [Record<string, unknown>];
          const put = sessions.put({ ...one, key: 'damaged', counts: null, heartbeat: 3 });
          put.addEventListener('success', () => resolve());
        });
      });
      request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
    }));
    await popup.reload();
    await popup.getByRole('alert').getByText('1 stored record is damaged and left out.').waitFor();
    const others = popup.getByText('Snowplow').first();
    await others.waitFor();
    expect(await others.isVisible()).toBe(true);
    await popup.close();
    await send();
    await isStored(5);
  });

  test('and settings that cannot be read are told at the head of every page', async () => {
    const popup = await open(`popup.html?tab=${tabId}`);
    await popup.evaluate(() => chrome.storage.local.set({ settings: { version: 1, retention: 'much' } }));
    for (const file of [`popup.html?tab=${tabId}`, `panel.html?tabId=${tabId}`, `sidepanel.html?tab=${tabId}`]) {
      const view = await open(file);
      const told = view.getByRole('alert').getByText('how much is kept');
      await told.waitFor();
      expect(await told.textContent()).toContain('defaults hold');
      await view.close();
    }
    await popup.evaluate(() => chrome.storage.local.remove('settings'));
    await popup.close();
  });
});
