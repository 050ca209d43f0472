import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, startEnvelopeSite } from './support/envelope-site.ts';
import { pollUntil } from './support/expect-poll.ts';
import { exportArchive, extensionOf, openExtensionPage, type Extension } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';
import { readStored, type Stored } from './support/stored.ts';

describe('when nothing was recorded', () => {
  let site: EnvelopeSite;
  let profile: string;
  let browser: Launched;
  let extension: Extension;

  const start = async (): Promise<void> => {
    browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY], profile });
    extension = await extensionOf(browser.context);
  };
  beforeAll(async () => {
    site = await startEnvelopeSite();
    profile = await mkdtemp(path.join(tmpdir(), 'footsteps-gaps-'));
    await start();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const stored = (holds: (rows: Stored) => boolean, what: string): Promise<Stored> => pollUntil(() => readStored(extension.worker), holds, { what });
  const send = async (number: number): Promise<void> => {
    await stored(() => true, 'the extension has its database');
    const page = await browser.context.newPage();
    await page.goto(`${site.url}/page`);
    await page.evaluate(([url, body]) => fetch(url, { method: 'POST', body }).then(() => undefined), [envelopePath(number), envelope(number, Date.now())] as const);
    await stored((rows) => rows.requests.some((r) => r.url.includes(envelopePath(number)) && r.outcome.kind === 'responded'), `request ${number} is stored`);
  };

  test('a pause and a closed browser are told between footsteps, and in the archive', async () => {
    await send(1);
    const panel = await openExtensionPage(browser.context, extension, 'panel.html');
    await panel.getByRole('button', { name: /^Recording\./ }).click();
    const record = panel.getByRole('menuitemcheckbox', { name: 'Record', exact: true });
    await record.click();
    await stored((rows) => rows.gaps.some((gap) => gap.why === 'paused' && gap.to === null), 'the pause has begun');
    await record.click();
    await stored((rows) => rows.gaps.some((gap) => gap.why === 'paused' && gap.to !== null), 'the pause is over');
    await send(2);
    await browser.close();

    await start();
    const { gaps, requests } = await stored((rows) => rows.gaps.some((gap) => gap.why === 'browserClosed'), 'it is noted that the browser was closed');
    expect(gaps.map((gap) => gap.why)).toEqual(['paused', 'browserClosed']);
    expect(gaps[1]?.from).toBeGreaterThanOrEqual(Math.max(...requests.map((r) => r.startedAt)));
    await send(3);
    const view = await openExtensionPage(browser.context, extension, 'panel.html');
    const lines = await pollUntil(() => view.getByRole('grid', { name: 'Footsteps' }).getByRole('row').allInnerTexts(), (rows) => rows.length === 6, { what: 'three footsteps, two gaps and the head are shown' });
    expect(lines.map((line) => /: (paused|browser or Footsteps closed)/.exec(line)?.[1] ?? '')).toEqual(['', '', 'paused', '', 'browser or Footsteps closed', '']);
    const archive: object & { readonly gaps?: unknown } = await exportArchive(view);
    expect(archive.gaps).toEqual(gaps.map(({ from, to, why }) => ({ from, to, why, lost: null })));
  });
});
