import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runPolicyWatch } from '../lib/app/policy-watch.ts';

/** What Firefox needs of the page tap: it shows bodies itself, but not what a page's policy stopped. */
export default defineUnlistedScript({ include: ['firefox'], globalName: false, main: runPolicyWatch });
