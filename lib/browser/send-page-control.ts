import { browser } from 'wxt/browser';
import { err, type Result } from '../base/result.ts';
import type { ControlLook, ControlOrder } from '../domain/page-controls.ts';
import type { ControlRequest } from './page-controls-schema.ts';

/** Asks the background to look at a tab's SDKs, after a call where there is an order. Fails with a sentence. */
export async function sendPageControl(tabId: number, order: ControlOrder | null): Promise<Result<ControlLook>> {
  const request: ControlRequest = { tabId, order };
  const answer: unknown = await browser.runtime.sendMessage({ pageControl: request });
  return (answer as Result<ControlLook> | undefined) ?? err('The background did not answer.');
}
