import { browser } from 'wxt/browser';
import { err, ok, type Result } from '../base/result.ts';
import { SDK_ORDER } from '../base/sdk-order.ts';
import type { ControlLook, SdkOnPage } from '../domain/page-controls.ts';
import { answering } from './answer.ts';
import { isOwnPage, type CommandSender } from './commands.ts';
import { readAnswer, readControlRequest, type ControlRequest, type FrameAnswer } from './page-controls-schema.ts';

/** The script that asks in the page (entrypoints/sdk-control.ts): in a file of its own, as the background would carry it along for nothing. */
const SCRIPT = '/sdk-control.js';

/** Runs in the page. */
function leaveOrder(name: string, order: object): void {
  Object.defineProperty(window, name, { value: order, configurable: true });
}

/**
 * Runs the asker in the frames of a tab, in the page's own world: that works under any policy of the page (facts page, section 6).
 *
 * @throws where the browser does not let us into the tab at all, as on its own pages.
 */
export async function askPage({ tabId, order }: ControlRequest): Promise<{ readonly sdks: readonly SdkOnPage[]; readonly answer: FrameAnswer | null }> {
  const { scripting } = browser;
  const inPage = (frames: { frameIds: number[] } | { allFrames: true }) => ({ target: { tabId, ...frames }, world: 'MAIN', injectImmediately: true }) as const;
  const ask = async (where: ReturnType<typeof inPage>): Promise<readonly (readonly [number, FrameAnswer])[]> =>
    (await scripting.executeScript({ ...where, files: [SCRIPT] })).flatMap(({ frameId, result }) => {
      const answer = readAnswer(frameId, result);
      return answer ? [[frameId, answer] as const] : [];
    });
  let answer: FrameAnswer | null = null;
  if (order) {
    const { protocol, action, argument } = order;
    const there = inPage({ frameIds: [order.frameId] });
    await scripting.executeScript({ ...there, func: leaveOrder, args: [SDK_ORDER, { protocol, action, ...(argument === null ? {} : { argument }) }] });
    const [[, its] = [0, null]] = await ask(there);
    // With neither, the page that had the order is gone, and another one was only looked at.
    if (its && (its.done !== null || its.error !== null)) answer = its;
  }
  const all = await ask(inPage({ allFrames: true }));
  return { sdks: all.toSorted(([a], [b]) => a - b).flatMap(([, { sdks }]) => sdks), answer };
}

type Message = { readonly pageControl: unknown };
const isMessage = (message: unknown): message is Message => typeof message === 'object' && message !== null && 'pageControl' in message;

/** Answers pages of ours alone. Call it in the first turn of the worker. */
export function listenToPageControls(act: (request: ControlRequest) => Promise<ControlLook>): void {
  browser.runtime.onMessage.addListener(answering((message, sender: CommandSender): Promise<Result<ControlLook>> | undefined => {
    if (!isMessage(message) || !isOwnPage(sender)) return undefined;
    const request = readControlRequest(message.pageControl);
    if (!request) return Promise.resolve(err('no such control'));
    return act(request).then(ok, (error: unknown) => err(error instanceof Error ? error.message : String(error)));
  }));
}
