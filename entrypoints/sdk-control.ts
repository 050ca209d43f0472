import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { sdkControl, takeOrder } from '../lib/page/sdk-control.ts';

/** In the page's own world, when a page of ours asks: run by lib/browser/page-controls.ts, which gets what `main` gives. */
export default defineUnlistedScript({ globalName: false, main: () => sdkControl(takeOrder()) });
