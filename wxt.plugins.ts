import { vendorNames } from './lib/protocols/vendor-names.ts';

const RUN_IN_PAGES = /(?:^|\/)(page-tap|sdk-control)\.js$/;

/**
 * Scripts of ours that run in the page's own world stand in the stack traces of the page's errors. Under an address of an extension, error
 * monitors take those errors for the extension's and drop them; so they go by a name, which still tells a person whose they are.
 */
export const namesInPages = {
  name: 'footsteps:names-in-pages',
  generateBundle(_options: unknown, bundle: Record<string, { readonly type: string; readonly fileName: string; code?: string }>): void {
    for (const file of Object.values(bundle)) {
      const script = RUN_IN_PAGES.exec(file.fileName)?.[1];
      if (script && file.type === 'chunk') file.code += `\n//# sourceURL=footsteps-${script}.js\n`;
    }
  },
};

/** Preact can set markup when it is asked to. Nobody asks it here; and nobody shall be able to, as what we show comes from pages. */
export const noMarkup = {
  name: 'footsteps:no-markup',
  transform: (code: string, id: string): string | null => (/[/]node_modules[/]preact[/]/.test(id) && code.includes('.innerHTML') ? code.replaceAll('.innerHTML', '.textContent') : null),
};

/** What only live queries, their signals, the cache and hooks need of Dexie, and what stands in its place. */
const UNUSED_IN_DEXIE: readonly (readonly [part: string | RegExp, instead: string])[] = [
  ...['cacheExistingValues', 'cache', 'observability', 'hooks'].map((name) => [`this.use(${name}Middleware);`, ''] as const),
  ['    liveQuery,\n', ''],
  // What was written is told to nobody by Dexie, neither here nor in other pages.
  [/if \(typeof dispatchEvent !== 'undefined'[^]*?(?=function add\(value\))/, ''],
  [/const everything = \{\};[^]*?signalSubscribersNow\(everything, true\);/, ''],
  [/if \('mutatedParts' in idbtrans\) \{[^}]*\}/, ''],
  [/props\(RangeSet\.prototype, \{[^]*?\n\}\);/, ''],
  ['    extendObservabilitySet,\n', ''],
  ['    cache,\n', ''],
  [/(?<=this\.hook = )db\._allTables\[name\]\s+\? db\._allTables\[name\]\.hook\s+: Events\(null, \{[^}]+\}\)/, '{ reading: { fire: mirror } }'],
];

/**
 * Dexie without what only its live queries, its cache and its hooks need, which is a seventh of it. None of them is used here: pages read the
 * database without Dexie, and what was written is told by a middleware of ours (lib/store/tell-writes.ts).
 */
export const dexieAlone = {
  name: 'footsteps:dexie-without-live-queries',
  transform(code: string, id: string): string | null {
    if (!id.endsWith('/dexie/dist/modern/dexie.mjs')) return null;
    return UNUSED_IN_DEXIE.reduce((rest, [part, instead]) => {
      const without = rest.replace(part, instead);
      if (without === rest) throw new Error(`Dexie has no "${String(part).trim()}" any more: see wxt.plugins.ts`);
      return without;
    }, code);
  },
};

/** The names of the vendors as they are when building, so that a page that shows only them loads no dissector. */
export const namesAlone = {
  name: 'footsteps:vendor-names',
  load: (id: string): string | null => (id.endsWith('/lib/protocols/vendor-names.ts') ? `export const vendorNames = new Map(${JSON.stringify([...vendorNames])});` : null),
};

/**
 * What fields are there, what diagnostics mean, and where rules were read, is told on pages; the background needs the codes and numbers alone,
 * and is smaller without the rest.
 */
export const codesAlone = {
  name: 'footsteps:codes-alone',
  enforce: 'pre' as const,
  transform(code: string, id: string): string | null {
    if (!id.includes('/lib/protocols/')) return null;
    const text = /'(?:[^'\\\n]|\\.)*'/.source;
    return code
      .replace('const KNOWS_FIELDS = true;', 'const KNOWS_FIELDS = false;')
      .replace(/^( {2}fields: |export const fields: readonly FieldSpec\[\] = )\[\n[^]*?\n *\](?=[,;]$)/m, '$1[]')
      .replace(new RegExp(`(\\bdescription: )(?:${text}|\`[^\`\\n]*\`)`, 'g'), "$1''")
      .replace(new RegExp(`(\\bsources: \\[)(?:\\s*${text},?)+\\s*\\]`, 'g'), '$1]');
  },
};

/**
 * The polyfill makes promises of callbacks, by a table of every function that the browsers had in 2024. In the browsers that we run in they
 * give promises by themselves, but for those of DevTools; so the others are called as they are.
 */
export const polyfillOfDevtools = {
  name: 'footsteps:polyfill-of-devtools',
  enforce: 'pre' as const,
  transform(code: string, id: string): string | null {
    if (!id.endsWith('/webextension-polyfill/dist/browser-polyfill.js')) return null;
    const table = /(?<=const apiMetadata = )\{[^]*?\n {6}\}(?=;)/;
    const { devtools } = JSON.parse(table.exec(code)?.[0] ?? '{}') as { readonly devtools?: object };
    if (!devtools) throw new Error('The polyfill has no table of functions any more: see wxt.plugins.ts');
    return code.replace(table, JSON.stringify({ devtools }));
  },
};
