/**
 * Who may import whom: the floor plan of `lib/README.md` as data. `tests/architecture/check-imports.ts` runs it and
 * `tests/architecture/import-rules.test.ts` plants a violation of every rule in here.
 *
 * Three kinds of rules. `folder-…`: what a folder of ours may import of ours. `package-…`: the homes of each package. `reach-…`: what may
 * not be reached by any number of steps. The first two already imply the third as long as nobody loosens them; the third says what must
 * still hold on the day somebody does.
 */

/** Folder of ours -> the folders of ours that it may import beside itself. */
const FOLDERS = {
  'lib/base': [],
  'lib/domain': ['lib/base'],
  'lib/protocols': ['lib/base', 'lib/domain'],
  'lib/findings': ['lib/base', 'lib/domain'],
  'lib/view': ['lib/base', 'lib/domain'],
  'lib/archive': ['lib/base', 'lib/domain'],
  'lib/store': ['lib/base', 'lib/domain'],
  'lib/pipeline': ['lib/base', 'lib/domain', 'lib/protocols', 'lib/findings'],
  'lib/browser': ['lib/base', 'lib/domain'],
  'lib/page': ['lib/base'],
  'lib/app': ['lib'],
  components: ['lib/base', 'lib/domain', 'lib/view'],
  entrypoints: ['lib/app', 'lib/page', 'components'],
};

// Unanchored, as a checkout may find its packages in a folder above it.
const inPackages = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

const extensionApi = '(^|/)node_modules/(wxt/dist/browser[.]|webextension-polyfill/|@wxt-dev/(webextension-polyfill|browser)/|@types/(chrome|webextension-polyfill)/)';
const preact = inPackages('preact', '@preact/[^/]+');
const dexie = inPackages('dexie');

/** Package -> where it may be imported, and why nowhere else. */
const PACKAGES = {
  dexie: { path: dexie, homes: ['lib/store'], why: 'lib/store is the only user of Dexie' },
  'extension-api': { path: extensionApi, homes: ['lib/browser'], why: 'lib/browser is the only user of the extension API' },
  preact: { path: preact, homes: ['components', 'entrypoints'], why: 'only components draw, and only entrypoints mount them' },
  uplot: { path: inPackages('uplot'), homes: ['components'], why: 'it draws, and only components do' },
  wxt: { path: '(^|/)node_modules/wxt/(?!dist/browser[.])', homes: ['entrypoints'], why: "WXT's definitions belong to entrypoints" },
  valibot: { path: inPackages('valibot'), homes: ['lib/archive', 'lib/browser'], why: 'schemas stand only where we trust nobody: archive, messages, settings' },
  fflate: { path: inPackages('fflate'), homes: ['lib/pipeline', 'lib/archive'], why: 'decompression happens before dissectors read, in lib/pipeline and lib/archive' },
};

const OURS = '^(lib|components|entrypoints)/';
const PURE = '^lib/(base|domain|protocols|findings|view|archive)/';
const BACKGROUND = '^entrypoints/background(/|[.]ts$)';
const MIGRATIONS = '^lib/store/migrations/';
const VENDORS = '^lib/protocols/vendors/';

const within = (folder) => `^${folder}/`;
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const folderRules = Object.entries(FOLDERS).map(([folder, others]) =>
  rule(
    `folder-${folder.replace('/', '-')}`,
    `${folder} may import ${others.length ? `${others.join(', ')} and itself` : 'only itself'}`,
    { path: within(folder), pathNot: MIGRATIONS },
    { path: '^(lib|components|entrypoints|tests)/|^[^/]+$', pathNot: [within(folder), ...others.map(within)], dependencyTypesNot: ['core'], couldNotResolve: false },
  ),
);

const packageRules = Object.entries(PACKAGES).map(([name, { path, homes, why }]) =>
  rule(`package-${name}`, why, { path: OURS, pathNot: [...homes.map(within), MIGRATIONS] }, { path }),
);

module.exports = {
  forbidden: [
    ...folderRules,
    ...packageRules,
    rule(
      'package-unlisted',
      'a package that ships has a home in .dependency-cruiser.cjs',
      { path: OURS, pathNot: MIGRATIONS },
      { path: '(^|/)node_modules/', pathNot: Object.values(PACKAGES).map((p) => p.path), couldNotResolve: false },
    ),
    rule('package-node', 'only the Node command may use what browsers lack', { path: OURS, pathNot: ['^lib/app/inspect', MIGRATIONS] }, { dependencyTypes: ['core'] }),

    rule(
      'reach-pure',
      'pure folders run anywhere: no store, no browser, no screen behind any of their imports',
      { path: PURE },
      { path: [dexie, extensionApi, preact, inPackages('wxt'), '^lib/(store|browser|app|page|pipeline)/', '^(components|entrypoints|tests)/'], reachable: true },
    ),
    rule(
      'reach-vendor',
      'a vendor imports no other vendor; what two share goes to lib/protocols/families',
      { path: `${VENDORS}([^/.]+)` },
      { path: VENDORS, pathNot: `${VENDORS}$1(/|[.]ts$)`, reachable: true },
    ),
    rule(
      'reach-components',
      'components get everything from the injected AppServices',
      { path: '^components/' },
      { path: ['^lib/(store|browser|app)/', dexie, extensionApi, inPackages('wxt')], reachable: true },
    ),
    rule('reach-background', 'the worker has no document to draw in', { path: BACKGROUND }, { path: ['^components/', preact], reachable: true }),
    rule('reach-lib', 'lib stands below the screens and the tests', { path: '^lib/' }, { path: '^(components|entrypoints|tests)/', reachable: true }),

    rule('vendors-through-catalog', 'a vendor is known to the catalogue alone', { path: '^lib/', pathNot: [VENDORS, '^lib/protocols/catalog[.]ts$'] }, { path: VENDORS }),
    rule('migrations-frozen', 'a migration is frozen, so it stands on nothing that moves', { path: MIGRATIONS }, { pathNot: dexie, couldNotResolve: false }),
    rule('migrations-types-only', 'a migration is handed its database: it imports types of Dexie only', { path: MIGRATIONS }, { path: dexie, dependencyTypesNot: ['type-only'] }),

    rule('no-barrels', 'each module is imported from where it stands; only catalogues gather', { path: '^(lib|components)/', pathNot: '/catalog[.]ts$' }, { dependencyTypes: ['export'] }),
    rule('no-unresolved', 'the imported file or package does not exist', {}, { couldNotResolve: true }),
    rule(
      'no-circular',
      'modules that need each other are one module (types may: they are gone at run time)',
      { path: `${OURS}|^tests/` },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'no-orphans',
      'imported by nothing, not even a test, and importing nothing',
      // lib/base is the vocabulary: a word may stand ready before its first use.
      { path: '^(lib|components)/', pathNot: ['^lib/base/', '[.](d[.]ts|css)$'], orphan: true },
      {},
    ),
    {
      ...rule('no-dead-code', 'no entrypoint, no command and not the build reaches it; a test alone keeps nothing alive', { path: ['^(entrypoints|tests/tools)/', '^wxt[.]config'] }, { path: '^(lib|components)/', pathNot: '[.]d[.]ts$', reachable: false }),
      severity: 'warn',
    },
  ],
  options: {
    // Type imports are dependencies too: a pure folder that names a type of the store knows the store.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^tests/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'browser', 'node', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
