import { beforeEach, describe, expect, it, vi } from 'vitest';

type Listener = (...args: readonly unknown[]) => void;
const event = () => {
  const listeners: Listener[] = [];
  return { addListener: (listener: Listener) => void listeners.push(listener), tell: (...args: readonly unknown[]) => listeners.forEach((listener) => listener(...args)) };
};
const calls: unknown[] = [];
const call = (name: string) => (argument?: unknown) => {
  calls.push(argument === undefined ? [name] : [name, argument]);
  return Promise.reject(new Error('not now'));
};
const common = () => ({ commands: { onCommand: event() }, contextMenus: { onClicked: event(), create: vi.fn<(menu: object) => void>() }, runtime: { onInstalled: event(), lastError: undefined } });
const chromium = { ...common(), sidePanel: { open: call('sidePanel.open') } };
const firefox = { ...common(), sidebarAction: { open: call('sidebarAction.open'), toggle: call('sidebarAction.toggle') } };

/** As it is loaded in a browser that offers `browser`. */
async function loaded(browser: object) {
  vi.resetModules();
  vi.doMock('wxt/browser', () => ({ browser }));
  return import('../../../lib/browser/side-panel.ts');
}
beforeEach(() => void calls.splice(0));

describe.each([['Chromium', chromium, ['sidePanel.open', { tabId: 7 }], ['sidePanel.open', { tabId: 7 }]], ['Firefox', firefox, ['sidebarAction.toggle'], ['sidebarAction.open']]] as const)('the side panel in %s', (_, browser, byKeys, byMenu) => {
  it('opens by its keys and from the menu in the same turn, as browsers ask for it; a refusal is nobody\'s trouble', async () => {
    (await loaded(browser)).offerSidePanel('The side panel');
    browser.commands.onCommand.tell('open-side-panel', { id: 7 });
    expect(calls.splice(0)).toEqual([byKeys]);
    browser.contextMenus.onClicked.tell({ menuItemId: 'open-side-panel' }, { id: 7 });
    expect(calls.splice(0)).toEqual([byMenu]);
    browser.commands.onCommand.tell('another', { id: 7 });
    browser.contextMenus.onClicked.tell({ menuItemId: 'another' }, { id: 7 });
    browser.contextMenus.onClicked.tell({ menuItemId: 'open-side-panel' }, undefined);
    expect(calls).toEqual([]);
  });

  it('is an entry of the menu of pages and of the button once it is installed', async () => {
    (await loaded(browser)).offerSidePanel('The side panel');
    browser.contextMenus.create.mockClear();
    browser.runtime.onInstalled.tell();
    expect(browser.contextMenus.create.mock.calls.at(-1)?.[0]).toEqual({ id: 'open-side-panel', title: 'The side panel', contexts: ['page', 'action'] });
  });

  it('opens from a page of ours', async () => {
    const { canOpenSidePanel, openSidePanel } = await loaded(browser);
    expect(canOpenSidePanel()).toBe(true);
    await expect(openSidePanel(7)).rejects.toThrow('not now');
    expect(calls).toEqual([byMenu]);
  });
});

it('is not offered where there is none', async () => expect((await loaded(common())).canOpenSidePanel()).toBe(false));
