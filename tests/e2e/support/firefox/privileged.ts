/**
 * What runs inside Firefox's own window, with its rights. `installDesk` is sent there as text, so it may use nothing of this module but types.
 * The names are those of Firefox ESR 153; they are internal to it, hence in one place.
 */

/** A `<browser>`: the element that shows a page, in a tab, popup, sidebar or toolbox. */
type BrowserElement = Element & {
  readonly currentURI: { readonly spec: string } | null;
  readonly messageManager: MessageManager;
  readonly browsingContext: { readonly currentWindowGlobal: { drawSnapshot(rect: null, scale: number, background: string): Promise<ImageBitmap> } | null } | null;
  readonly webProgress?: { readonly isLoadingDocument: boolean };
  fixupAndLoadURIString(url: string, options: object): void;
};
type MessageManager = {
  addMessageListener(name: string, listener: (message: { readonly data: Answer }) => void): void;
  removeMessageListener(name: string, listener: (message: { readonly data: Answer }) => void): void;
  loadFrameScript(url: string, delayed: boolean): void;
};
type ScreenWindow = { readonly mozInnerScreenX: number; readonly mozInnerScreenY: number };
type Answer = { readonly text?: string; readonly error?: string };
type Tab = Element & { readonly linkedBrowser: BrowserElement };
type Toolbox = { readonly win: Window; getAdditionalTools(): readonly { readonly id: string; readonly label: string }[]; selectTool(id: string): Promise<unknown> };
type FirefoxExtension = {
  readonly backgroundState: string;
  terminateBackground(options: object): Promise<void>;
};
type ActionPopup = { openPopup(window: Window, openInMorePopup: boolean): Promise<void> | void };
type PermissionSet = { readonly permissions: readonly string[]; readonly origins: readonly string[] };

declare const gBrowser: { selectedTab: Tab; addTab(url: string, options: object): Tab; removeTab(tab: Tab): void };
declare const SidebarController: { show(id: string): Promise<unknown>; hide(): void };
declare const Services: { readonly scriptSecurityManager: { getSystemPrincipal(): object }; readonly prefs: { setStringPref(name: string, value: string): void } };
declare const WebExtensionPolicy: {
  getByID(id: string): { readonly mozExtensionHostname: string; readonly extension: FirefoxExtension; readonly allowedOrigins: { readonly patterns: readonly { readonly pattern: string }[] } } | null;
};
declare const ChromeUtils: { importESModule(url: string): Record<string, never> };

/** The functions that are put on the window; each call of `Firefox.run` finds them as its first argument. */
export type Desk = ReturnType<typeof installDesk>;

export function installDesk() {
  const views = new Map<number, BrowserElement>();
  const tabs = new Map<number, Tab>();
  let lastView = 0;
  let lastMessage = 0;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const module = (url: string): Record<string, unknown> => ChromeUtils.importESModule(url);

  function viewOf(view: number): BrowserElement {
    const found = views.get(view);
    if (!found?.isConnected) throw new Error('this page is no longer on screen');
    return found;
  }

  function keep(element: BrowserElement): number {
    for (const [view, known] of views) if (known === element) return view;
    views.set(++lastView, element);
    return lastView;
  }

  /** Every `<browser>` of the window, toolbox and sidebar included, but none of a tab. */
  function browsersBesideTabs(from: Window = window): BrowserElement[] {
    return [...from.document.querySelectorAll<HTMLIFrameElement>('browser, iframe')].flatMap((element) => {
      // A popup loads in a hidden element first, and moves to another one to be shown.
      const isShown = element.localName === 'browser' && element.closest('tabpanels') === null && !element.classList.contains('webextension-preload-browser');
      const here = isShown ? [element as unknown as BrowserElement] : [];
      let inside: BrowserElement[] = [];
      try {
        // A page of another process has no document here, and one of a tab is none of the window's.
        if (element.contentWindow !== null && element.contentDocument !== null) inside = browsersBesideTabs(element.contentWindow);
      } catch {
        inside = [];
      }
      return [...here, ...inside];
    });
  }

  /** Waits until an extension page of this address is shown beside the tabs: anywhere, or in one window of the browser's own. */
  async function findView(prefix: string, timeout: number, from: Window = window): Promise<number> {
    for (const end = Date.now() + timeout; ; await pause(25)) {
      const found = browsersBesideTabs(from).find((element) => element.currentURI?.spec.startsWith(prefix));
      if (found !== undefined) return keep(found);
      if (Date.now() >= end) throw new Error(`no page at ${prefix} came on screen in ${timeout} ms`);
    }
  }

  /**
   * Evaluates an expression in a page, in the page's own world, and awaits it.
   *
   * @returns its value as JSON; undefined for undefined
   */
  function evaluate(view: number, expression: string, timeout: number): Promise<string | undefined> {
    const { messageManager } = viewOf(view);
    const name = `footsteps-test:${++lastMessage}`;
    const source = `(async () => { const value = await (${expression}); return value === undefined ? undefined : JSON.stringify(value); })()`;
    // Runs beside the page with the browser's rights; the sandbox takes them away again and shares the page's world.
    const script = `(async () => {
      let answer;
      try {
        const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
        answer = { text: await Cu.evalInSandbox(${JSON.stringify(source)}, sandbox) };
      } catch (error) {
        answer = { error: String(error) };
      }
      sendAsyncMessage(${JSON.stringify(name)}, answer);
    })()`;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        messageManager.removeMessageListener(name, take);
      };
      const take = ({ data }: { readonly data: Answer }): void => {
        end();
        if (data.error === undefined) resolve(data.text);
        else reject(new Error(data.error));
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`no answer from the page in ${timeout} ms`));
      }, timeout);
      messageManager.addMessageListener(name, take);
      messageManager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(script)}`, false);
    });
  }

  /** The middle of an element of a page, in CSS pixels of the browser's window. */
  async function middleOf(view: number, selector: string): Promise<{ readonly x: number; readonly y: number }> {
    const text = await evaluate(
      view,
      `(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        if (element === null) throw new Error('nothing matches ' + ${JSON.stringify(selector)});
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) throw new Error('it has no size: ' + ${JSON.stringify(selector)});
        return [box.x + box.width / 2, box.y + box.height / 2];
      })()`,
      60_000,
    );
    const [x, y] = JSON.parse(text ?? '[]') as [number, number];
    const element = viewOf(view);
    const outer = element.getBoundingClientRect();
    const host = element.ownerDocument.defaultView as unknown as ScreenWindow;
    const own = window as unknown as ScreenWindow;
    return { x: Math.round(host.mozInnerScreenX - own.mozInnerScreenX + outer.x + x), y: Math.round(host.mozInnerScreenY - own.mozInnerScreenY + outer.y + y) };
  }

  /** Where the first button of a question stands that the browser itself asks; undefined while it asks none. */
  function questionButton(): { readonly x: number; readonly y: number } | undefined {
    const button = document.querySelector('#notification-popup popupnotification .popup-notification-primary-button');
    const panel = document.querySelector('#notification-popup');
    const box = button?.getBoundingClientRect();
    if (panel?.getAttribute('panelopen') !== 'true' || box === undefined || box.width === 0) return undefined;
    return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  }

  /** Chooses an entry of the open menu of a page; false while there is none of that name. */
  function chooseInPageMenu(label: string): boolean {
    const menu = document.querySelector('#contentAreaContextMenu') as (Element & { readonly state: string; activateItem(item: Element): void }) | null;
    const item = menu?.state === 'open' ? [...menu.querySelectorAll('menuitem')].find((one) => one.getAttribute('label') === label && one.getAttribute('hidden') !== 'true') : undefined;
    if (item) menu?.activateItem(item);
    return item !== undefined;
  }

  /** Runs what the window does for these keys of the extension; false while it has none. */
  function pressKeysOf(id: string, key: string, modifiers: readonly string[]): boolean {
    const ofExtension = document.querySelectorAll(`#ext-keyset-id-${id.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '_')} key[key="${key}"]`);
    const found = [...ofExtension].find((one) => (one.getAttribute('modifiers') ?? '').split(/[ ,]+/).toSorted().join() === modifiers.toSorted().join());
    (found as (Element & { doCommand(): void }) | undefined)?.doCommand();
    return found !== undefined;
  }

  async function picture(view: number): Promise<string> {
    const page = viewOf(view).browsingContext?.currentWindowGlobal;
    if (!page) throw new Error('this page is no longer on screen');
    const image = await page.drawSnapshot(null, 1, 'white');
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }

  function openTab(url: string): number {
    const tab = gBrowser.addTab(url, { triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() });
    gBrowser.selectedTab = tab;
    const view = keep(tab.linkedBrowser);
    tabs.set(view, tab);
    return view;
  }

  function tabOf(view: number): Tab {
    const tab = tabs.get(view);
    if (tab === undefined) throw new Error('this page is in no tab');
    return tab;
  }

  function policyOf(id: string) {
    const policy = WebExtensionPolicy.getByID(id);
    if (policy === null) throw new Error(`the extension ${id} is not installed`);
    return policy;
  }

  type ManagerGlobal = { readonly actionFor?: (extension: unknown) => ActionPopup | undefined; readonly browserActionFor?: (extension: unknown) => ActionPopup | undefined; readonly tabTracker: { getId(tab: Tab): number } };
  const managerGlobal = (): ManagerGlobal => {
    const { ExtensionParent } = module('resource://gre/modules/ExtensionParent.sys.mjs') as { readonly ExtensionParent: { readonly apiManager: { readonly global: ManagerGlobal } } };
    return ExtensionParent.apiManager.global;
  };

  const devTools = () => {
    const { require: load } = module('resource://devtools/shared/loader/Loader.sys.mjs') as { readonly require: (path: string) => unknown };
    return (load('devtools/client/framework/devtools') as { readonly gDevTools: { showToolboxForTab(tab: Tab): Promise<Toolbox>; getToolboxForTab(tab: Tab): { destroy(): Promise<void> } | undefined } }).gDevTools;
  };

  return {
    evaluate,
    findView,
    middleOf,
    picture,
    questionButton,
    chooseInPageMenu,
    pressKeysOf,
    openTab,
    urlOf: (view: number): string => viewOf(view).currentURI?.spec ?? '',
    /** A sidebar that is hidden keeps its element. */
    isShown: (view: number): boolean => (views.get(view)?.isConnected ?? false) && (tabs.has(view) || (views.get(view)?.getClientRects().length ?? 0) > 0),
    /** Whether a tab shows what it was sent to, and not the blank page before it. */
    hasLoaded: (view: number): boolean => viewOf(view).webProgress?.isLoadingDocument === false && viewOf(view).currentURI?.spec !== 'about:blank',
    navigate: (view: number, url: string): void => viewOf(view).fixupAndLoadURIString(url, { triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() }),
    selectTab: (view: number): void => void (gBrowser.selectedTab = tabOf(view)),
    closeTab: (view: number): void => gBrowser.removeTab(tabOf(view)),
    tabId: (view: number): number => managerGlobal().tabTracker.getId(tabOf(view)),

    hostOf: (id: string): string => policyOf(id).mozExtensionHostname,
    backgroundState: (id: string): string => policyOf(id).extension.backgroundState,
    terminateBackground: async (id: string): Promise<void> => {
      // Without these two, an open toolbox or port would only put the end off.
      await policyOf(id).extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
    },
    grantedOrigins: (id: string): readonly string[] => policyOf(id).allowedOrigins.patterns.map(({ pattern }) => pattern),
    /** Grants or takes away hosts as the add-on manager's switches do. */
    setOrigins: async (id: string, origins: readonly string[], granted: boolean): Promise<void> => {
      const { ExtensionPermissions } = module('resource://gre/modules/ExtensionPermissions.sys.mjs') as {
        readonly ExtensionPermissions: Record<'add' | 'remove', (id: string, set: PermissionSet, extension: FirefoxExtension) => Promise<unknown>>;
      };
      await ExtensionPermissions[granted ? 'add' : 'remove'](id, { permissions: [], origins }, policyOf(id).extension);
    },

    setPreference: (name: string, value: string): void => Services.prefs.setStringPref(name, value),

    openPopup: async (id: string): Promise<void> => {
      const global = managerGlobal();
      const action = (global.actionFor ?? global.browserActionFor)?.(policyOf(id).extension);
      if (action === undefined) throw new Error(`the extension ${id} has no toolbar button`);
      await action.openPopup(window, true);
    },
    openSidebar: async (id: string): Promise<void> => void (await SidebarController.show(`${id.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '_')}-sidebar-action`)),
    closeSidebar: (): void => SidebarController.hide(),
    /** Opens the toolbox on a tab and selects the panel of that title, which an extension registers some time after the toolbox is there. */
    openPanel: async (view: number, title: string, prefix: string, timeout: number): Promise<number> => {
      const toolbox = await devTools().showToolboxForTab(tabOf(view));
      for (const end = Date.now() + timeout; ; await pause(50)) {
        const tool = toolbox.getAdditionalTools().find(({ label }) => label === title);
        if (tool !== undefined) {
          await toolbox.selectTool(tool.id);
          return findView(prefix, timeout, toolbox.win);
        }
        if (Date.now() >= end) throw new Error(`the toolbox has no panel "${title}" after ${timeout} ms, but ${toolbox.getAdditionalTools().map(({ label }) => `"${label}"`).join(', ')}`);
      }
    },
    closeToolbox: async (view: number): Promise<void> => void (await devTools().getToolboxForTab(tabOf(view))?.destroy()),
  };
}
