import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { handOver } from '../lib/app/popup-handover.ts';
import { startPopup } from '../lib/app/popup-start.ts';

/** The popup's first script: small, so that what is shown is being read while the other is loaded. */
export default defineUnlistedScript({ globalName: false, main: () => handOver(startPopup(location.search)) });
