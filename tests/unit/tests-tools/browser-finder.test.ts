import { describe, expect, test } from 'vitest';
import { candidatePaths, findBrowser } from '../../tools/browser-finder.ts';
import type { Machine } from '../../tools/browser-finder.ts';

type FakeMachine = Machine & { readonly commands: string[]; readonly files: Set<string> };

function fakeMachine(given: Partial<Machine> & { files?: readonly string[]; onRun?: (command: string, files: Set<string>) => boolean } = {}): FakeMachine {
  const files = new Set(given.files ?? []);
  const commands: string[] = [];
  return {
    env: { PATH: '/usr/local/bin:/usr/bin' },
    platform: 'linux',
    isDebianRoot: false,
    isExecutable: (file) => files.has(file),
    async run(command, args) {
      const line = [command, ...args].join(' ');
      commands.push(line);
      return given.onRun?.(line, files) ?? false;
    },
    downloadedPath: async () => '/cache/playwright/chrome',
    ...given,
    commands,
    files,
  };
}

describe('findBrowser', () => {
  test('an override wins over everything', async () => {
    const machine = fakeMachine({ env: { PATH: '/usr/bin', CHROMIUM_PATH: '/own/chromium' }, files: ['/own/chromium', '/usr/bin/chromium'] });
    expect(await findBrowser('chromium', machine)).toBe('/own/chromium');
  });

  test('an override that points nowhere is an error, not a silent second choice', async () => {
    const machine = fakeMachine({ env: { PATH: '/usr/bin', FIREFOX_PATH: '/nowhere' }, files: ['/usr/bin/firefox-esr'] });
    await expect(findBrowser('firefox', machine)).rejects.toThrow(/FIREFOX_PATH is set to "\/nowhere"/);
    expect(machine.commands).toEqual([]);
  });

  test('PATH comes before the usual places, and an override for one browser does not touch the other', async () => {
    const machine = fakeMachine({ env: { PATH: '/a:/b', FIREFOX_PATH: '/own/firefox' }, files: ['/b/chromium', '/usr/lib/chromium/chromium'] });
    expect(await findBrowser('chromium', machine)).toBe('/b/chromium');
  });

  test('what Playwright downloaded earlier is used without installing', async () => {
    const machine = fakeMachine({ files: ['/cache/playwright/chrome'] });
    expect(await findBrowser('chromium', machine)).toBe('/cache/playwright/chrome');
    expect(machine.commands).toEqual([]);
  });

  test('root on Debian installs the package', async () => {
    const machine = fakeMachine({
      isDebianRoot: true,
      onRun(command, files) {
        if (command === 'apt-get install -y firefox-esr') files.add('/usr/bin/firefox-esr');
        return true;
      },
    });
    expect(await findBrowser('firefox', machine)).toBe('/usr/bin/firefox-esr');
    expect(machine.commands).toEqual(['apt-get update', 'apt-get install -y firefox-esr']);
  });

  test('a failing package manager falls through to the download', async () => {
    const machine = fakeMachine({
      isDebianRoot: true,
      onRun(command, files) {
        if (!command.endsWith('install chromium') || command.startsWith('apt-get')) return false;
        files.add('/cache/playwright/chrome');
        return true;
      },
    });
    expect(await findBrowser('chromium', machine)).toBe('/cache/playwright/chrome');
    expect(machine.commands[0]).toBe('apt-get update');
    expect(machine.commands).toHaveLength(2);
  });

  test('elsewhere the package manager is left alone, and failure says in one sentence what to do', async () => {
    const machine = fakeMachine();
    await expect(findBrowser('chromium', machine)).rejects.toThrow(
      'No Chromium was found and none could be installed: install Chromium and set CHROMIUM_PATH to its executable.',
    );
    expect(machine.commands.some((command) => command.startsWith('apt-get'))).toBe(false);
  });
});

describe('candidatePaths', () => {
  test('macOS: system and own applications', () => {
    const paths = candidatePaths('chromium', { platform: 'darwin', env: { PATH: '/usr/bin', HOME: '/Users/ada' } });
    expect(paths).toContain('/Applications/Chromium.app/Contents/MacOS/Chromium');
    expect(paths).toContain('/Users/ada/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing');
  });

  test('Windows: its own separators and suffix, and a PATH that is spelt Path', () => {
    const env = { Path: 'C:\\tools;C:\\bin', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local', ProgramFiles: 'C:\\Program Files' };
    expect(candidatePaths('chromium', { platform: 'win32', env })).toContain('C:\\bin\\chromium.exe');
    expect(candidatePaths('chromium', { platform: 'win32', env })).toContain('C:\\Users\\ada\\AppData\\Local\\Chromium\\Application\\chrome.exe');
    expect(candidatePaths('firefox', { platform: 'win32', env })).toContain('C:\\Program Files\\Mozilla Firefox\\firefox.exe');
  });

  test('branded Chrome, which ignores --load-extension, is never a candidate', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const paths = candidatePaths('chromium', { platform, env: { PATH: '/usr/bin', ProgramFiles: 'C:\\Program Files' } });
      expect(paths.filter((file) => /google-chrome(-stable)?(\.exe)?$|Google Chrome\.app|Google\\Chrome/.test(file))).toEqual([]);
    }
  });
});
