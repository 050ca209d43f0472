import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findBrowser } from '../../../tools/browser-finder.ts';
import { CLOSED_WITHIN_MS, poll } from '../expect-poll.ts';
import { Marionette } from './marionette.ts';

export type Preference = string | number | boolean;

export type FirefoxOptions = {
  readonly headless?: boolean;
  /** Set on top of ours. */
  readonly prefs?: Readonly<Record<string, Preference>>;
  /** A profile to start with and to keep; by default a fresh one that is removed at the end. */
  readonly profile?: string;
  readonly args?: readonly string[];
};

export type LaunchedFirefox = {
  readonly marionette: Marionette;
  readonly profile: string;
  readonly version: string;
  /** Closes the browser, bounded in time, and removes a fresh profile. */
  close(): Promise<void>;
};

/** What makes Firefox quiet, equal on every machine, and open to a driver. */
const PREFERENCES: Readonly<Record<string, Preference>> = {
  // 0: a free port, which the browser writes into its profile.
  'marionette.port': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.startup.homepage': 'about:blank',
  'browser.startup.homepage_override.mstone': 'ignore',
  'startup.homepage_welcome_url': 'about:blank',
  'browser.aboutwelcome.enabled': false,
  'termsofuse.bypassNotification': true,
  'browser.newtabpage.enabled': false,
  'browser.warnOnQuit': false,
  // Nothing of its own over the network.
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.update.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  // A machine that is busy with a build is no reason to call a page slow.
  'dom.max_script_run_time': 0,
  'dom.max_chrome_script_run_time': 0,
  'dom.ipc.processHangMonitor': false,
  // Questions for permissions can be answered at once; a person has to wait half a second.
  'security.notification_enable_delay': 0,
  // The toolbox beside the page, in the same window.
  'devtools.toolbox.host': 'right',
  'devtools.toolbox.sidebar.width': 700,
  'devtools.everOpened': true,
};

/** Starts the stock Firefox on a blank page, with a driver's connection. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<LaunchedFirefox> {
  const profile = options.profile ?? (await mkdtemp(path.join(tmpdir(), 'footsteps-firefox-')));
  const prefs = Object.entries({ ...PREFERENCES, ...options.prefs });
  await writeFile(path.join(profile, 'user.js'), prefs.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  // Of an earlier run with the same profile.
  await rm(path.join(profile, 'MarionetteActivePort'), { force: true });
  const child = spawn(await findBrowser('firefox'), commandLine(profile, options), {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its home too, as Firefox leaves things there beside the profile.
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  const close = closer(child, profile, options.profile === undefined);
  try {
    const marionette = await connectTo(child, profile);
    const session = await marionette.send('WebDriver:NewSession', { acceptInsecureCerts: true });
    // All is done from the browser's own window, which sees the pages too.
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    return { marionette, profile, version: versionOf(session), close: () => close(marionette) };
  } catch (error) {
    await close();
    throw error;
  }
}

function commandLine(profile: string, { headless = true, args = [] }: FirefoxOptions): string[] {
  return ['--no-remote', '--profile', profile, '--marionette', '--remote-allow-system-access', ...(headless ? ['--headless'] : []), '--width', '1400', '--height', '900', ...args, 'about:blank'];
}

async function connectTo(child: ChildProcess, profile: string): Promise<Marionette> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  try {
    return await poll(
      async () => {
        if (failure !== undefined || child.exitCode !== null) return 'gone' as const;
        const port = Number(await readFile(path.join(profile, 'MarionetteActivePort'), 'utf8'));
        return Marionette.connect(port);
      },
      { what: 'Firefox listens to its driver', interval: 100 },
    ).then((found) => {
      if (found === 'gone') throw failure ?? new Error(`Firefox ended by itself (exit status ${child.exitCode})`);
      return found;
    });
  } catch (error) {
    throw new Error(`Firefox did not start: ${error instanceof Error ? error.message : String(error)}\n${said}`, { cause: error });
  }
}

function closer(child: ChildProcess, profile: string, isFresh: boolean): (marionette?: Marionette) => Promise<void> {
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  return async (marionette) => {
    process.off('exit', kill);
    const gone = child.exitCode !== null || child.signalCode !== null || child.pid === undefined ? Promise.resolve() : once(child, 'exit');
    // The answer comes, or the connection ends first: both mean that it closes.
    marionette?.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
    const inTime = marionette !== undefined && (await Promise.race([gone.then(() => true), pause(CLOSED_WITHIN_MS, false, { ref: false })]));
    if (!inTime) kill();
    await gone;
    marionette?.close();
    if (isFresh) await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}

function versionOf(session: unknown): string {
  const { capabilities } = session as { readonly capabilities?: { readonly browserVersion?: string } };
  return capabilities?.browserVersion ?? 'unknown';
}
