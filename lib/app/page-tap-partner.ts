import { sendFromPage } from '../browser/send-from-page.ts';
import { startTapPartner } from '../page/tap-partner.ts';

export function runTapPartner(): void {
  startTapPartner({ scope: window, send: sendFromPage });
}
