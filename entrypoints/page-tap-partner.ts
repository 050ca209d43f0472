import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runTapPartner } from '../lib/app/page-tap-partner.ts';

/** Beside the page tap, in the extension's own world of the same document. */
export default defineUnlistedScript({ exclude: ['firefox'], globalName: false, main: runTapPartner });
