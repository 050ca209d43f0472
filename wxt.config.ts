import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { vendorNames } from './lib/protocols/vendor-names.ts';
import { localeFile } from './lib/view/messages/locale-file.ts';

/**
 * The page tap stands in the stack traces of the page's own errors. Under an address of an extension, error monitors take those errors for
 * the extension's and drop them; so it goes by a name, which still tells a person who it is.
 */
const pageTapName = {
  name: 'footsteps:page-tap-name',
  generateBundle(_options: unknown, bundle: Record<string, { readonly type: string; readonly fileName: string; code?: string }>): void {
    for (const file of Object.values(bundle)) if (file.type === 'chunk' && file.fileName.endsWith('page-tap.js')) file.code += '\n//# sourceURL=footsteps-page-tap.js\n';
  },
};

/** Preact can set markup when it is asked to. Nobody asks it here; and nobody shall be able to, as what we show comes from pages. */
const noMarkup = {
  name: 'footsteps:no-markup',
  transform: (code: string, id: string): string | null => (/[/]node_modules[/]preact[/]/.test(id) && code.includes('.innerHTML') ? code.replaceAll('.innerHTML', '.textContent') : null),
};

const OF_LIVE_QUERIES = ['cacheExistingValues', 'cache', 'observability', 'hooks'].map((name) => `this.use(${name}Middleware);`).concat('    liveQuery,\n');

/**
 * Dexie without what only its live queries, its cache and its hooks need, which is a seventh of it. None of them is used here: pages read the
 * database without Dexie, and what was written is told by a middleware of ours (lib/store/tell-writes.ts).
 */
const dexieAlone = {
  name: 'footsteps:dexie-without-live-queries',
  transform(code: string, id: string): string | null {
    if (!id.endsWith('/dexie/dist/modern/dexie.mjs')) return null;
    return OF_LIVE_QUERIES.reduce((rest, part) => {
      if (!rest.includes(part)) throw new Error(`Dexie has no "${part.trim()}" any more: see wxt.config.ts`);
      return rest.replace(part, '');
    }, code);
  },
};

type Modules = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/** All modules that one imports, itself included, beside those that are loaded when they are asked for. */
function importedBy(id: string, modules: Modules, into = new Set<string>()): ReadonlySet<string> {
  if (into.has(id)) return into;
  into.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) importedBy(imported, modules, into);
  return into;
}

/**
 * What popup and panel both need for their first picture is one file, and what else the popup draws is another: as forty, which they else are,
 * they take longer to ask for than to run, and are larger.
 */
function firstFiles(): (id: string, modules: Modules) => string | undefined {
  const scriptOf = (page: string): string => fileURLToPath(new URL(`entrypoints/${page}`, import.meta.url));
  let known: { readonly popup: ReadonlySet<string>; readonly panel: ReadonlySet<string> } | null = null;
  return (id, modules) => {
    known ??= { popup: importedBy(scriptOf('popup/main.ts'), modules), panel: importedBy(scriptOf('panel/main.ts'), modules) };
    if (!known.popup.has(id)) return undefined;
    if (known.panel.has(id)) return 'first';
    return id.includes('/components/') || id.includes('/lib/view/') ? 'cards' : undefined;
  };
}

/** The names of the vendors as they are when building, so that a page that shows only them loads no dissector. */
const namesAlone = {
  name: 'footsteps:vendor-names',
  load: (id: string): string | null => (id.endsWith('/lib/protocols/vendor-names.ts') ? `export const vendorNames = new Map(${JSON.stringify([...vendorNames])});` : null),
};

/** What fields and diagnostics are called and mean, and where rules were read, is told on pages; the background needs names and numbers alone, and is smaller without the words. */
const namesOfFieldsAlone = {
  name: 'footsteps:names-of-fields-alone',
  enforce: 'pre' as const,
  transform(code: string, id: string): string | null {
    if (!id.includes('/lib/protocols/')) return null;
    const text = /'(?:[^'\\\n]|\\.)*'/.source;
    return code
      .replace(new RegExp(`(\\bdescription: )${text}`, 'g'), "$1''")
      .replace(new RegExp(`(${text}, )${text}(, '(?:string|number|boolean|time|id|url|json)', )${text}`, 'g'), "$1''$2''")
      .replace(new RegExp(`(\\blabel: )${text}(?=, type:)`, 'g'), "$1''")
      .replace(new RegExp(`(\\bsources: \\[)(?:\\s*${text},?)+\\s*\\]`, 'g'), '$1]');
  },
};

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
      if (entrypoints.every(({ type }) => type === 'background')) config.plugins = [...(config.plugins ?? []), namesOfFieldsAlone];
    },
    'build:publicAssets'(_wxt, files) {
      files.push({ relativeDest: '_locales/en/messages.json', contents: localeFile() });
    },
  },
  vite: () => ({
    build: { sourcemap: false },
    // Its build for the browsers that we run in; the one that packages get by its name is in the language of 2009, and larger.
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
    plugins: [noMarkup, dexieAlone, pageTapName, namesAlone],
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
