/** `npm start`: the demo in a real window. `npm start -- --headless`: plays it without one, and checks what was recorded. */
import { openDevToolsPanel } from '../../e2e/support/devtools.ts';
import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { EXTENSION_DIRECTORY, buildExtension } from '../build-extension.ts';
import { playHeadless } from './headless-run.ts';
import { startDemo } from './server.ts';
import { buildSite } from './site-build.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  complain(error instanceof Error ? error.message : String(error));
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((argument) => argument !== '--headless');
  if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(' ')}: the only one is --headless.`);
  const headless = args.includes('--headless');
  if (!headless && !hasDisplay()) throw new Error('There is no display here to open a window on: use `npm start -- --headless`.');
  await buildExtension();
  await buildSite();
  const demo = await startDemo();
  const browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY], headless, ownSignals: !headless, args: [`--ignore-certificate-errors-spki-list=${demo.fingerprint}`] });
  try {
    if (!headless) {
      await showWindow(demo, browser);
      return 0;
    }
    return verdict(await playHeadless(demo, browser, say));
  } finally {
    await browser.close();
    await demo.close();
  }
}

function hasDisplay(): boolean {
  return process.platform === 'darwin' || process.platform === 'win32' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Resolves when the browser is closed or the person presses Ctrl-C. */
async function showWindow(demo: Awaited<ReturnType<typeof startDemo>>, { context }: Awaited<ReturnType<typeof launchBrowser>>): Promise<void> {
  const over = new Promise<void>((resolve) => {
    context.on('close', () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const extension = await extensionOf(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(demo.siteUrl);
  say(`The demo is at ${demo.siteUrl}, its collector at ${demo.collectorUrl}. Close the browser or press Ctrl-C to end.`);
  say(`What this browser lets be recorded shows at ${extension.url(`self-test.html?site=${encodeURIComponent(demo.siteUrl)}`)}`);
  await openDevToolsPanel(context, page, 'Footsteps', 'panel.html').catch(() => {
    say('DevTools could not be opened from here: press F12 in the browser and choose the panel Footsteps.');
  });
  await over;
}

function verdict(differences: readonly string[]): number {
  if (differences.length === 0) {
    say('The sessions recorded are those that the SDKs say they had.');
    return 0;
  }
  complain(`The sessions recorded are not those that the SDKs say they had:\n${differences.map((difference) => `  - ${difference}`).join('\n')}`);
  return 1;
}
