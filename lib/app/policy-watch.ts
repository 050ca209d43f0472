import { sendFromPage } from '../browser/send-from-page.ts';
import { watchPolicy } from '../page/policy-watch.ts';

export function runPolicyWatch(): void {
  const stop = new AbortController();
  watchPolicy(document, (message) => sendFromPage(message) || stop.abort(), stop.signal);
}
