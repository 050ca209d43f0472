import { PATIENCE_MS, poll } from '../expect-poll.ts';
import { Firefox, FirefoxView } from './firefox.ts';
import type { FirefoxOptions } from './launch-firefox.ts';
import { launchFirefox } from './launch-firefox.ts';

const ALL_HOSTS = ['<all_urls>'];
/** Firefox with our extension in it, and all that a person can open of it. */
export class FirefoxExtension {
  readonly firefox: Firefox;
  readonly id: string;
  readonly #host: string;

  private constructor(firefox: Firefox, id: string, host: string) {
    this.firefox = firefox;
    this.id = id;
    this.#host = host;
  }

  /** @param folder the built extension, unpacked */
  static async launch(folder: string, options: FirefoxOptions & { readonly allowPrivateBrowsing?: boolean } = {}): Promise<FirefoxExtension> {
    const launched = await launchFirefox(options);
    try {
      const firefox = await Firefox.over(launched);
      const id = await firefox.install(folder, options.allowPrivateBrowsing);
      const host = await firefox.run((desk, ours) => desk.hostOf(ours), id);
      const extension = new FirefoxExtension(firefox, id, host);
      // A page that is opened before the background has run once may send before anything listens.
      await poll(async () => (await extension.backgroundState()) === 'running', { what: "the extension's background runs" });
      return extension;
    } catch (error) {
      await launched.close();
      throw error;
    }
  }

  /** Address of one of the extension's own pages: `url('popup.html?tab=3')`. */
  url(page: string): string {
    return `moz-extension://${this.#host}/${page}`;
  }

  /** Opens a tab, in front, and waits until its page has loaded. */
  async openTab(url: string): Promise<FirefoxView> {
    const id = await this.firefox.run((desk, address) => desk.openTab(address), url);
    const tab = new FirefoxView(this.firefox, id, () => this.firefox.run((desk, view) => desk.closeTab(view), id));
    await this.#loaded(tab, url);
    return tab;
  }

  async navigate(tab: FirefoxView, url: string): Promise<void> {
    await this.firefox.run((desk, view, address) => desk.navigate(view, address), tab.id, url);
    await poll(async () => (await tab.url()) === url, { what: `the tab is on its way to ${url}` });
    await this.#loaded(tab, url);
  }

  select(tab: FirefoxView): Promise<void> {
    return this.firefox.run((desk, view) => desk.selectTab(view), tab.id);
  }

  /** The browser's number of a tab, as the extension API has it. */
  tabIdOf(tab: FirefoxView): Promise<number> {
    return this.firefox.run((desk, view) => desk.tabId(view), tab.id);
  }

  /** Opens the true popup over a tab, as a click on the toolbar button does. */
  async openPopup(tab: FirefoxView): Promise<FirefoxView> {
    await this.select(tab);
    await this.firefox.run((desk, id) => desk.openPopup(id), this.id);
    return this.#shown('popup.html', (popup) => popup.evaluate(() => void setTimeout(() => window.close(), 0)));
  }

  /** Opens the sidebar beside a tab. */
  async openSidebar(tab: FirefoxView): Promise<FirefoxView> {
    await this.select(tab);
    await this.firefox.run((desk, id) => desk.openSidebar(id), this.id);
    return this.sidebar();
  }

  /** The sidebar, once it is on screen, whoever opened it. */
  sidebar(): Promise<FirefoxView> {
    return this.#shown('sidepanel.html', () => this.firefox.run((desk) => desk.closeSidebar()));
  }

  /** Chooses an entry of the menu of a page, as after a click with the right button. */
  async chooseInPageMenu(tab: FirefoxView, label: string): Promise<void> {
    await this.select(tab);
    const { x, y } = await this.firefox.run((desk, view) => desk.middleOf(view, 'body'), tab.id);
    await this.firefox.clickAt(x, y, 'right');
    await poll(() => this.firefox.run((desk, entry) => desk.chooseInPageMenu(entry), label), { what: `"${label}" is in the menu of the page` });
  }

  /** Runs what the browser has bound to the keys of one of the extension's commands; they are the window's own, and reach it from wherever the focus is. */
  async pressKeysOf(key: string, modifiers: readonly string[]): Promise<void> {
    await poll(() => this.firefox.run((desk, id, letter, held) => desk.pressKeysOf(id, letter, held), this.id, key, modifiers), { what: `the window knows ${modifiers.join('+')}+${key}` });
  }

  /** Opens the real toolbox on a tab and shows our panel in it. Closing the panel closes the toolbox. */
  async openPanel(tab: FirefoxView): Promise<FirefoxView> {
    await this.select(tab);
    const id = await this.firefox.run((desk, view, prefix, timeout) => desk.openPanel(view, 'Footsteps', prefix, timeout), tab.id, this.url('panel.html'), PATIENCE_MS);
    return this.#ready(id, () => this.firefox.run((desk, view) => desk.closeToolbox(view), tab.id));
  }

  /** Chooses the theme of the toolbox, as its settings do. */
  setDevToolsTheme(theme: 'light' | 'dark'): Promise<void> {
    return this.firefox.run((desk, name) => desk.setPreference('devtools.theme', name), theme);
  }

  backgroundState(): Promise<string> {
    return this.firefox.run((desk, id) => desk.backgroundState(id), this.id);
  }

  /**
   * Stops the background at once, as the browser does when it has been idle; the next event starts it anew. One that is just starting is let
   * come up first: the browser never stops it then, and would drop the events that wait for it.
   */
  async killBackground(): Promise<void> {
    await poll(async () => (await this.backgroundState()) !== 'starting', { what: 'the background has started' });
    await this.firefox.run((desk, id) => desk.terminateBackground(id), this.id);
  }

  async hasHostPermission(): Promise<boolean> {
    return (await this.firefox.run((desk, id) => desk.grantedOrigins(id), this.id)).includes('<all_urls>');
  }

  /** Grants or takes away the hosts, as a person does in the add-on manager. */
  setHostPermission(granted: boolean): Promise<void> {
    return this.firefox.run((desk, id, hosts, on) => desk.setOrigins(id, hosts, on), this.id, ALL_HOSTS, granted);
  }

  /** Answers the browser's own question for a permission with its first button, once it is asked. */
  async allowWhatIsAsked(): Promise<void> {
    const at = await poll(() => this.firefox.run((desk) => desk.questionButton()), { what: 'the browser asks for a permission' });
    await this.firefox.clickAt(at.x, at.y);
  }

  close(): Promise<void> {
    return this.firefox.close();
  }

  async #loaded(tab: FirefoxView, url: string): Promise<void> {
    await poll(() => this.firefox.run((desk, view) => desk.hasLoaded(view), tab.id), { what: `${url} has loaded` });
  }

  async #shown(file: string, close: (view: FirefoxView) => Promise<void>): Promise<FirefoxView> {
    const id = await this.firefox.run((desk, prefix, timeout) => desk.findView(prefix, timeout), this.url(file), PATIENCE_MS);
    return this.#ready(id, close);
  }

  async #ready(id: number, close: (view: FirefoxView) => Promise<void>): Promise<FirefoxView> {
    const view: FirefoxView = new FirefoxView(this.firefox, id, async () => {
      await close(view);
      await poll(async () => !(await view.isOpen()), { what: 'the page is gone from the screen' });
    });
    await poll(() => view.evaluate(() => document.readyState !== 'loading'), { what: 'the page has its document' });
    return view;
  }
}
