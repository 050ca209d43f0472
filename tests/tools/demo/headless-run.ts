import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Archive } from '../../e2e/support/archive-shape.ts';
import { openDevToolsPanel, screenshot } from '../../e2e/support/devtools.ts';
import { poll } from '../../e2e/support/expect-poll.ts';
import { exportArchive, extensionOf, openPopup } from '../../e2e/support/extension.ts';
import type { Launched } from '../../e2e/support/launch.ts';
import { PROJECT_ROOT } from '../run-tool.ts';
import { compareSessions } from './compare.ts';
import { footstepTable, sessionTable } from './report.ts';
import type { Demo } from './server.ts';
import type { SeenSession } from './truth.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'demo');
const SCENARIO_TIMEOUT_MS = 60_000;
const RECORDING_TIMEOUT_MS = 15_000;

/**
 * Plays the scenario, and looks at it only through the extension: its popup, its panel, its export.
 *
 * @returns what differs between the extension's sessions and the SDKs' own; nothing means that all is well
 */
export async function playHeadless(demo: Demo, browser: Launched, say: (line: string) => void): Promise<string[]> {
  const { context } = browser;
  await mkdir(OUTPUT, { recursive: true });
  const extension = await extensionOf(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${demo.siteUrl}/?scenario=auto`);
  say('The demo page plays its scenario …');
  await page.waitForSelector('html[data-scenario="done"]', { timeout: SCENARIO_TIMEOUT_MS });

  // The demo page stays in front all the time: an SDK that sees its tab hidden and shown again may begin another session.
  const popup = await openPopup(context, extension, page);
  await screenshot(popup, path.join(OUTPUT, 'popup.png'));
  await popup.close();
  const { devtools, panel } = await openDevToolsPanel(context, page, 'Footsteps', 'panel.html');
  const { archive, differences } = await settledRecording(page, panel);
  await screenshot(devtools, path.join(OUTPUT, 'panel.png'));

  await writeFile(path.join(OUTPUT, 'demo.footsteps.json'), `${JSON.stringify(archive, null, 2)}\n`);
  say(`\nSessions\n\n${sessionTable(archive)}\n\nFootsteps\n\n${footstepTable(archive)}\n`);
  say(`The export and pictures of popup and panel are in ${path.relative(process.cwd(), OUTPUT) || '.'}${path.sep}`);
  return differences;
}

/** The last requests may still be under way to the store, so that a difference counts only when it stays. */
async function settledRecording(page: Page, panel: Frame): Promise<{ readonly archive: Archive; readonly differences: string[] }> {
  const look = async (): Promise<{ readonly archive: Archive; readonly differences: string[] }> => {
    const archive = await exportArchive(panel);
    const seen: readonly SeenSession[] = await page.evaluate(() => window.demo.history());
    return { archive, differences: compareSessions(archive, seen) };
  };
  try {
    return await poll(
      async () => {
        const looked = await look();
        return looked.differences.length === 0 && looked;
      },
      { what: 'the extension has recorded the sessions of the SDKs', timeout: RECORDING_TIMEOUT_MS, interval: 300 },
    );
  } catch {
    return look();
  }
}
