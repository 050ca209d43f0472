import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { localeFile } from './lib/view/messages/locale-file.ts';
import { codesAlone, dexieAlone, namesAlone, namesInPages, noMarkup, polyfillOfDevtools } from './wxt.plugins.ts';

type Modules = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/** All modules that one imports, itself included, beside those that are loaded when they are asked for. */
function importedBy(id: string, modules: Modules, into = new Set<string>()): ReadonlySet<string> {
  if (into.has(id)) return into;
  into.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) importedBy(imported, modules, into);
  return into;
}

/**
 * What the popup draws, and what it and the panel both need for their first picture, is one file, and what else the panel draws is another: as
 * forty, which they else are, they take longer to ask for than to run, and are larger. Every page asks for the first of them.
 */
function firstFiles(): (id: string, modules: Modules) => string | undefined {
  const scriptOf = (page: string): string => fileURLToPath(new URL(`entrypoints/${page}`, import.meta.url));
  const [popup, panel] = [scriptOf('popup/main.ts'), scriptOf('panel/main.ts')];
  let known: { readonly popup: ReadonlySet<string>; readonly panel: ReadonlySet<string> } | null = null;
  return (id, modules) => {
    known ??= { popup: importedBy(popup, modules), panel: importedBy(panel, modules) };
    // WXT's own, of every page, and as good as empty.
    if (id.includes('wxt-html-plugins')) return 'first';
    if (known.popup.has(id)) return known.panel.has(id) || id.includes('/components/') || id.includes('/lib/view/') ? 'first' : undefined;
    // The page's own script draws it: nobody else may load that.
    return known.panel.has(id) && id !== panel ? 'panes' : undefined;
  };
}

/**
 * What our pages may do: run the scripts and use the styles that came with the extension. No request to anywhere, no inline script, no eval,
 * no frame, no form: whatever a page's text might become, it becomes nothing here.
 */
const EXTENSION_PAGES_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

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
  hooks: {
    'vite:build:extendConfig'(entrypoints, config) {
      const output = config.build?.rollupOptions?.output;
      if (entrypoints.some(({ type }) => type === 'popup') && output && !Array.isArray(output)) output.manualChunks = firstFiles();
      if (!entrypoints.every(({ type }) => type === 'background')) return;
      config.plugins = [...(config.plugins ?? []), codesAlone];
      // 5 kB less than esbuild makes of it, for four seconds more: only for what is read whenever the worker wakes.
      if (config.build?.minify !== false) config.build = { ...config.build, minify: 'terser', // Calls instead of copies of what is called, and comparisons as they were written, are smaller when they are compressed.
      terserOptions: { ecma: 2020, compress: { passes: 3, inline: 1, lhs_constants: false } } };
    },
    'build:publicAssets'(_wxt, files) {
      files.push({ relativeDest: '_locales/en/messages.json', contents: localeFile() });
    },
  },
  vite: () => ({
    // Both browsers preload modules by themselves.
    build: { sourcemap: false, modulePreload: { polyfill: false } },
    // Its build for the browsers that we run in; the one that packages get by its name is in the language of 2009, and larger.
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
    plugins: [noMarkup, dexieAlone, polyfillOfDevtools, namesInPages, namesAlone],
  }),
  manifest: ({ browser, command }) => ({
    name: 'Footsteps',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: ['webRequest', 'storage', 'tabs', 'alarms', 'unlimitedStorage', 'webNavigation', 'scripting', 'contextMenus'],
    host_permissions: ['<all_urls>'],
    action: { default_title: 'Footsteps' },
    // While it is developed, the development server is asked too.
    ...(command === 'build' ? { content_security_policy: { extension_pages: EXTENSION_PAGES_POLICY } } : {}),
    commands: { 'open-side-panel': { suggested_key: { default: 'Alt+Shift+F' }, description: '__MSG_sidePanel_open__' } },
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'footsteps@footsteps.dev', strict_min_version: '142.0', data_collection_permissions: { required: ['none'] } } } }
      : { minimum_chrome_version: '120' }),
  }),
});
