import type { BrowserContext, Frame, Page } from 'playwright-core';
import { PATIENCE_MS, poll } from './expect-poll.ts';

export type OpenedDevTools = {
  /** The DevTools window itself, toolbar included. */
  readonly devtools: Page;
  /** Our panel inside it: an ordinary frame that can be clicked, filled and read. */
  readonly panel: Frame;
};

/**
 * Runs inside the DevTools page: by its own view registry, an internal module, so what the pinned browser has and no contract. Text, as a
 * test runner puts a function of its own in place of each `import()`, which does not exist there.
 */
const SHOW_VIEW = `async (title) => {
  const { ViewManager } = await import('./ui/legacy/legacy.js');
  const manager = ViewManager.ViewManager.instance();
  const views = [...manager.views.values()];
  const view = views.find((candidate) => candidate.title?.() === title);
  if (view === undefined) return 'no panel of that title yet among ' + views.length + ' views';
  await manager.showView(view.viewId());
  return 'shown';
}`;

/**
 * Opens the real DevTools on `page` and shows the panel with the given title.
 *
 * @param file name of the panel's HTML file, `panel.html`
 * @throws Error naming the last answer of DevTools, if the panel does not come up in time
 */
export async function openDevToolsPanel(context: BrowserContext, page: Page, title: string, file: string, timeout = PATIENCE_MS): Promise<OpenedDevTools> {
  const devtools = await openDevTools(context, page, timeout);
  const panel = await poll(
    async () => {
      // Panels register some time after DevTools is there.
      const answer = await devtools.evaluate<string>(`(${SHOW_VIEW})(${JSON.stringify(title)})`);
      if (answer !== 'shown') throw new Error(answer);
      return devtools.frames().find((frame) => frame.url().startsWith('chrome-extension://') && new URL(frame.url()).pathname.endsWith(file));
    },
    { what: `DevTools shows the panel "${title}"`, timeout, interval: 100 },
  );
  return { devtools, panel };
}

/** Opens the real DevTools on `page`, as a page of its own. */
export async function openDevTools(context: BrowserContext, page: Page, timeout = PATIENCE_MS): Promise<Page> {
  const browser = context.browser();
  if (browser === null) throw new Error('this context has no browser');
  const before = new Set(context.pages());
  const [browserSession, pageSession] = [await browser.newBrowserCDPSession(), await context.newCDPSession(page)];
  try {
    const { targetInfo } = await pageSession.send('Target.getTargetInfo');
    // Playwright's protocol types are older than this command.
    await (browserSession.send as (method: string, params: object) => Promise<unknown>)('Target.openDevTools', { targetId: targetInfo.targetId });
    return await poll(() => context.pages().find((candidate) => !before.has(candidate) && candidate.url().startsWith('devtools://')), { what: 'DevTools is open', timeout });
  } finally {
    await pageSession.detach();
    await browserSession.detach();
  }
}

/** Chooses a theme as the settings of DevTools do, by their own registry of settings. */
export async function setDevToolsTheme(devtools: Page, theme: 'light' | 'dark'): Promise<void> {
  await devtools.evaluate(`(async () => {
    const { Settings } = await import('./core/common/common.js');
    Settings.Settings.instance().moduleSetting('ui-theme').set(${JSON.stringify(theme === 'dark' ? 'dark' : 'default')});
  })()`);
}

/** A picture of a page. Taking one of DevTools hangs once in a while, hence the bound and the second and third try. */
export async function screenshot(target: Page, file: string, tries = 3): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await target.screenshot({ path: file, timeout: 8_000 });
      return;
    } catch (error) {
      if (attempt >= tries) throw error;
    }
  }
}
