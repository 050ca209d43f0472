import { SDK_ORDER } from '../base/sdk-order.ts';
import { within } from './page-values.ts';
import { FINDERS } from './sdk-finders.ts';

/** What is asked of a page. Without `action`: which SDKs there are, and what each says of its session. With it: one call, of one SDK. */
export type SdkOrder = { readonly protocol?: string; readonly action?: string; readonly argument?: string };

/** What a page answers: of the page's own making, so whoever reads it checks it. */
export type SdkAnswer = { readonly frameUrl: string; readonly sdks: readonly unknown[]; /** Of the call; null where none was asked for. */ readonly done: string | null; readonly error: string | null };

/** Takes what the background left for this script; the page sees no more of it. Nothing left is a look. A page that leaves something itself calls its own SDKs. */
export function takeOrder(): SdkOrder {
  const left: unknown = Object.getOwnPropertyDescriptor(window, SDK_ORDER)?.value;
  Reflect.deleteProperty(window, SDK_ORDER);
  return typeof left === 'object' && left !== null ? left : {};
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/**
 * Asks the SDKs in a page, or makes one of their calls. It runs in the page's own world. It never throws, and reads nothing but what the SDKs
 * offer to the page's own scripts (and Snowplow's cookie, where the page keeps the tracker to itself). Reading changes nothing: none of the
 * getters renews a session (sources of the SDKs; RudderStack 3.34, Krenalis 0.12, Exceptionless 3.2, Sentry 11.12, Snowplow 4.10).
 */
export async function sdkControl(order: SdkOrder): Promise<SdkAnswer> {
  let frameUrl = '';
  let done: string | null = null;
  let error: string | null = null;
  const sdks: unknown[] = [];
  try {
    frameUrl = location.href.slice(0, 2000);
    const found = FINDERS.flatMap((find) => {
      try {
        return find() ?? [];
      } catch {
        // A getter of the page threw: there is nothing that could be asked.
        return [];
      }
    });
    if (order.action !== undefined) {
      const call = found.find(({ protocol }) => protocol === order.protocol)?.calls.find(({ action }) => action === order.action);
      if (call) {
        await within(Promise.resolve(call.run(order.argument ?? '')));
        done = call.call;
      } else error = 'the page has no such call any more';
    }
    for (const { protocol, asked, view, calls } of found) {
      let said: object;
      try {
        said = await view();
      } catch (failure) {
        said = { problem: sentence(failure) };
      }
      sdks.push({ protocol, asked, ...said, calls: calls.map(({ action, call }) => ({ action, call })) });
    }
  } catch (failure) {
    error = sentence(failure);
  }
  return { frameUrl, sdks, done, error };
}
