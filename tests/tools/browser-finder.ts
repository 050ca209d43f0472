/**
 * Finds a browser that can load an unpacked extension, and installs one where there is none.
 *
 * Google Chrome itself is no candidate: since version 137 the branded builds ignore `--load-extension`. Chromium and Chrome for Testing
 * are what tests can drive.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type BrowserName = 'chromium' | 'firefox';

/** What the finder needs to know about, and do to, the machine. Injected, so that the rules are testable. */
export type Machine = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Root on Debian itself: the only case in which the package manager may be used without asking. */
  readonly isDebianRoot: boolean;
  isExecutable(file: string): boolean;
  /** Runs a command to its end; false when it could not start or failed. */
  run(command: string, args: readonly string[]): Promise<boolean>;
  /** Where Playwright keeps (or would keep) its own download; undefined if it has none for this platform. */
  downloadedPath(name: BrowserName): Promise<string | undefined>;
};

const COMMANDS: Record<BrowserName, readonly string[]> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome-for-testing', 'ungoogled-chromium'],
  firefox: ['firefox-esr', 'firefox', 'firefox-developer-edition', 'firefox-nightly'],
};
const DEBIAN_PACKAGE: Record<BrowserName, string> = { chromium: 'chromium', firefox: 'firefox-esr' };
const OVERRIDE: Record<BrowserName, string> = { chromium: 'CHROMIUM_PATH', firefox: 'FIREFOX_PATH' };

/** Every path that may be the browser, best first: the commands in PATH, then the usual places of the platform. */
export function candidatePaths(name: BrowserName, machine: Pick<Machine, 'env' | 'platform'>): string[] {
  const { env, platform } = machine;
  const windows = platform === 'win32';
  const { join } = windows ? path.win32 : path.posix;
  const directories = (env['PATH'] ?? env['Path'] ?? '').split(windows ? ';' : ':').filter(Boolean);
  const suffix = windows ? '.exe' : '';
  const inPath = COMMANDS[name].flatMap((command) => directories.map((directory) => join(directory, command + suffix)));
  return [...inPath, ...usualPlaces(name, platform, env)];
}

function usualPlaces(name: BrowserName, platform: NodeJS.Platform, env: Machine['env']): string[] {
  if (platform === 'darwin') {
    const apps = name === 'chromium' ? ['Chromium', 'Google Chrome for Testing'] : ['Firefox', 'Firefox Developer Edition', 'Firefox Nightly'];
    const roots = ['/Applications', ...(env['HOME'] ? [`${env['HOME']}/Applications`] : [])];
    const binary = (app: string): string => (name === 'chromium' ? app : 'firefox');
    return roots.flatMap((root) => apps.map((app) => `${root}/${app}.app/Contents/MacOS/${binary(app)}`));
  }
  if (platform === 'win32') {
    const roots = [env['LOCALAPPDATA'], env['ProgramFiles'], env['ProgramFiles(x86)']].filter((root) => root !== undefined);
    const relative = name === 'chromium' ? ['Chromium\\Application\\chrome.exe'] : ['Mozilla Firefox\\firefox.exe', 'Firefox Developer Edition\\firefox.exe'];
    return roots.flatMap((root) => relative.map((file) => path.win32.join(root, file)));
  }
  return name === 'chromium'
    ? ['/usr/lib/chromium/chromium', '/snap/bin/chromium', '/opt/chromium/chromium']
    : ['/usr/lib/firefox-esr/firefox-esr', '/usr/lib/firefox/firefox', '/snap/bin/firefox', '/opt/firefox/firefox'];
}

/**
 * Path of an executable browser.
 *
 * Order: `CHROMIUM_PATH`/`FIREFOX_PATH`, PATH, usual places, Playwright's download, then installing.
 * @throws Error with one sentence on what to do, when an override points nowhere or nothing could be installed.
 */
export async function findBrowser(name: BrowserName, machine: Machine = thisMachine()): Promise<string> {
  const override = machine.env[OVERRIDE[name]];
  if (override) {
    if (machine.isExecutable(override)) return override;
    throw new Error(`${OVERRIDE[name]} is set to "${override}", which is not an executable file: correct it, or unset it to have a browser searched for.`);
  }
  return (await search(name, machine)) ?? (await install(name, machine));
}

async function search(name: BrowserName, machine: Machine): Promise<string | undefined> {
  const found = candidatePaths(name, machine).find((file) => machine.isExecutable(file));
  if (found !== undefined) return found;
  const downloaded = await machine.downloadedPath(name);
  return downloaded !== undefined && machine.isExecutable(downloaded) ? downloaded : undefined;
}

async function install(name: BrowserName, machine: Machine): Promise<string> {
  if (machine.isDebianRoot && (await machine.run('apt-get', ['update'])) && (await machine.run('apt-get', ['install', '-y', DEBIAN_PACKAGE[name]]))) {
    const installed = await search(name, machine);
    if (installed !== undefined) return installed;
  }
  const cli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
  if (await machine.run(process.execPath, [cli, 'install', name])) {
    const downloaded = await search(name, machine);
    if (downloaded !== undefined) return downloaded;
  }
  const product = name === 'chromium' ? 'Chromium' : 'Firefox';
  throw new Error(`No ${product} was found and none could be installed: install ${product} and set ${OVERRIDE[name]} to its executable.`);
}

/** The machine that this process runs on. Installers write to standard error, so that standard output stays the caller's. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    isDebianRoot: process.platform === 'linux' && process.getuid?.() === 0 && isDebian(),
    isExecutable(file) {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    run: (command, args) =>
      new Promise((resolve) => {
        const child = spawn(command, args, { stdio: ['ignore', process.stderr, process.stderr], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
        child.on('error', () => resolve(false));
        child.on('exit', (code) => resolve(code === 0));
      }),
    async downloadedPath(name) {
      const playwright = await import('playwright-core');
      return playwright[name].executablePath() || undefined;
    },
  };
}

/** Debian proper: on Ubuntu the `chromium` package is a stub for a snap, which does not run in containers. */
function isDebian(): boolean {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
