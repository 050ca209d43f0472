import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { poll } from '../expect-poll.ts';
import type { LaunchedFirefox } from './launch-firefox.ts';
import type { Desk } from './privileged.ts';
import { installDesk } from './privileged.ts';

/** Milliseconds after which the browser itself gives up on a script; a page's answer is given up sooner, with better words. */
const SCRIPT_TIMEOUT = 110_000;
const PAGE_TIMEOUT = 100_000;

/** WebDriver's code points of keys that type nothing. */
const KEYS = {
  ArrowLeft: '\ue012', ArrowUp: '\ue013', ArrowRight: '\ue014', ArrowDown: '\ue015', Home: '\ue011', End: '\ue010', Enter: '\ue007', Escape: '\ue00c', Tab: '\ue004', Backspace: '\ue003',
} as const;

/** A running Firefox, commanded from inside its own window. */
export class Firefox {
  readonly version: string;
  readonly #launched: LaunchedFirefox;

  private constructor(launched: LaunchedFirefox) {
    this.#launched = launched;
    this.version = launched.version;
  }

  static async over(launched: LaunchedFirefox): Promise<Firefox> {
    const firefox = new Firefox(launched);
    await launched.marionette.send('WebDriver:SetTimeouts', { script: SCRIPT_TIMEOUT });
    await firefox.#execute(`window.footstepsTestDesk = (${installDesk.toString()})();`, []);
    return firefox;
  }

  /** Runs a function in the browser's window. It is sent as text: it sees its arguments and the window, nothing of its module. */
  async run<Args extends readonly unknown[], Result>(script: (desk: Desk, ...args: Args) => Result, ...args: Args): Promise<Awaited<Result>> {
    return (await this.#execute(`return (${script.toString()})(window.footstepsTestDesk, ...args);`, args)) as Awaited<Result>;
  }

  /** @param folder an unpacked extension; it stays until the browser closes */
  async install(folder: string, allowPrivateBrowsing = false): Promise<string> {
    return (await this.#launched.marionette.send('Addon:Install', { path: path.resolve(folder), temporary: true, allowPrivateBrowsing })) as string;
  }

  /** Presses a button of the mouse at a point of the window. */
  async clickAt(x: number, y: number, button: 'left' | 'right' = 'left'): Promise<void> {
    const number = button === 'left' ? 0 : 2;
    const actions = [{ type: 'pointerMove', x, y, duration: 0 }, { type: 'pointerDown', button: number }, { type: 'pointerUp', button: number }];
    await this.#launched.marionette.send('WebDriver:PerformActions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }

  /** Presses keys one after the other; they go to whatever has the focus. A key that types nothing is a WebDriver code point. */
  async press(keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.#launched.marionette.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** A picture of the whole window, toolbox and sidebar included. */
  async screenshot(file: string): Promise<void> {
    const base64 = (await this.#launched.marionette.send('WebDriver:TakeScreenshot', { full: false, hash: false })) as string;
    await writeFile(file, Buffer.from(base64, 'base64'));
  }

  close(): Promise<void> {
    return this.#launched.close();
  }

  async #execute(body: string, args: readonly unknown[]): Promise<unknown> {
    // The answer travels in an object, as an exception's text would be cut by the protocol.
    const script = `
      const done = arguments[arguments.length - 1];
      const args = [...arguments].slice(0, -1);
      (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await this.#launched.marionette.send('WebDriver:ExecuteAsyncScript', { script, args, sandbox: 'system', newSandbox: false });
    const { value, error } = answer as { readonly value?: unknown; readonly error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }
}

/** A page that Firefox shows: in a tab, as popup, in the sidebar or in the toolbox. */
export class FirefoxView {
  readonly #firefox: Firefox;
  readonly #close: () => Promise<void>;
  /** The desk's number of it. */
  readonly id: number;

  constructor(firefox: Firefox, id: number, close: () => Promise<void>) {
    this.#firefox = firefox;
    this.id = id;
    this.#close = close;
  }

  evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Argument>(script: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
  async evaluate<Result, Argument>(script: (argument: Argument) => Result | Promise<Result>, argument?: Argument): Promise<Result> {
    const expression = `(${script.toString()})(${argument === undefined ? '' : JSON.stringify(argument)})`;
    const text = await this.#firefox.run((desk, id, source, timeout) => desk.evaluate(id, source, timeout), this.id, expression, PAGE_TIMEOUT);
    // As with any driver, the value is what JSON keeps of it.
    return (text === undefined || text === null ? undefined : JSON.parse(text)) as Result;
  }

  url(): Promise<string> {
    return this.#firefox.run((desk, id) => desk.urlOf(id), this.id);
  }

  isOpen(): Promise<boolean> {
    return this.#firefox.run((desk, id) => desk.isShown(id), this.id);
  }

  /** Clicks with the mouse in the middle of the first element that matches, as soon as there is one. */
  async click(selector: string): Promise<void> {
    const { x, y } = await poll(() => this.#firefox.run((desk, id, wanted) => desk.middleOf(id, wanted), this.id, selector), { what: `${selector} can be clicked` });
    await this.#firefox.clickAt(x, y);
  }

  /** Types into whatever has the focus. */
  type(text: string): Promise<void> {
    return this.#firefox.press([...text]);
  }

  press(key: keyof typeof KEYS): Promise<void> {
    return this.#firefox.press([KEYS[key]]);
  }

  async screenshot(file: string): Promise<void> {
    const base64 = await this.#firefox.run((desk, id) => desk.picture(id), this.id);
    await writeFile(file, Buffer.from(base64, 'base64'));
  }

  close(): Promise<void> {
    return this.#close();
  }
}
