import { defineConfig } from 'wxt';

/**
 * `<all_urls>` and `webRequest`: first-party proxies and self-hosted collectors are normal, so no list of hosts can be complete.
 * The reason for every permission stands in the README.
 */
export default defineConfig({
  imports: false,
  srcDir: '.',
  entrypointsDir: 'entrypoints',
  outDir: '.output',
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ build: { sourcemap: false } }),
  manifest: ({ browser }) => ({
    name: 'Footsteps',
    description: 'Shows the sessions that analytics and error SDKs open on a page, and why each began and ended.',
    permissions: ['webRequest', 'storage', 'tabs', 'alarms', 'unlimitedStorage', 'webNavigation', ...(browser === 'firefox' ? [] : ['scripting'])],
    host_permissions: ['<all_urls>'],
    action: { default_title: 'Footsteps' },
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'footsteps@footsteps.dev', strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } } } }
      : { minimum_chrome_version: '120' }),
  }),
});
