import { browser } from 'wxt/browser';
import { err, ok, type Result } from '../base/result.ts';
import type { ControlLook, SdkOnPage } from '../domain/page-controls.ts';
import { answering } from './answer.ts';
import { isOwnPage, type CommandSender } from './commands.ts';
import { readAnswer, readControlRequest, type ControlRequest, type FrameAnswer } from './page-controls-schema.ts';

/** The function that asks in the page: it is sent there as text. */
export type InPage = (order: { readonly protocol?: string; readonly action?: string; readonly argument?: string }) => Promise<unknown>;

/**
 * Runs the asker in the frames of a tab, in the page's own world: that works under any policy of the page (facts page, section 6).
 *
 * @throws where the browser does not let us into the tab at all, as on its own pages.
 */
export async function askPage(inPage: InPage, { tabId, order }: ControlRequest): Promise<{ readonly sdks: readonly SdkOnPage[]; readonly answer: FrameAnswer | null }> {
  const run = async (frames: { frameIds: number[] } | { allFrames: true }, args: Parameters<InPage>): Promise<readonly (readonly [number, FrameAnswer])[]> => {
    const results = await browser.scripting.executeScript({ target: { tabId, ...frames }, world: 'MAIN', injectImmediately: true, func: inPage, args });
    return results.flatMap(({ frameId, result }) => {
      const answer = readAnswer(frameId, result);
      return answer ? [[frameId, answer] as const] : [];
    });
  };
  let answer: FrameAnswer | null = null;
  if (order) {
    const { protocol, action, argument } = order;
    [[, answer] = [0, null]] = await run({ frameIds: [order.frameId] }, [{ protocol, action, ...(argument === null ? {} : { argument }) }]);
  }
  const all = await run({ allFrames: true }, [{}]);
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
