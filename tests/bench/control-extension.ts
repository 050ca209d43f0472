import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_ROOT } from '../tools/run-tool.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'bench');
const LISTENER = `chrome.webRequest.onBeforeRequest.addListener(NOTE, { urls: ['<all_urls>'] }, ['requestBody']);`;

/**
 * Extensions that do as good as nothing, to compare with. `listener` hears of every request with its body, as ours must, and keeps when it
 * heard of each (`globalThis.heard`: address and milliseconds); `empty` hears of them and nothing more.
 */
const SCRIPTS = {
  listener: `globalThis.heard = [];\n${LISTENER.replace('NOTE', '(d) => { heard.push([d.url, performance.timeOrigin + performance.now()]); }')}`,
  empty: LISTENER.replace('NOTE', '() => {}'),
};

/**
 * Writes one whose popup draws so many lines by a script, and gives its folder: what the browser itself takes for a popup. Its background has a
 * name of its own, to be told apart where both are loaded.
 */
export async function barePopup(lines: number): Promise<string> {
  const folder = path.join(OUTPUT, 'control-popup');
  await mkdir(folder, { recursive: true });
  const files = {
    'manifest.json': JSON.stringify({ manifest_version: 3, name: 'Bench popup', version: '1', permissions: ['tabs'], action: { default_popup: 'popup.html' }, background: { service_worker: BARE_BACKGROUND } }),
    [BARE_BACKGROUND]: `chrome.tabs.onActivated.addListener(() => {});\n`,
    'popup.html': '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><script type="module" src="popup.js"></script></head><body></body></html>',
    'popup.js': `for (let n = 0; n < ${lines}; n++) {\n  const [line, state] = [document.createElement('article'), document.createElement('b')];\n  state.dataset.state = '';\n  state.textContent = 'A line';\n  line.append(state);\n  document.body.append(line);\n}\n`,
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
  return folder;
}

export const BARE_BACKGROUND = 'bare.js';

/** Writes one and gives its folder. `before`: what its background runs first. */
export async function controlExtension(kind: keyof typeof SCRIPTS, before = ''): Promise<string> {
  const folder = path.join(OUTPUT, `control-${kind}`);
  await mkdir(folder, { recursive: true });
  const manifest = { manifest_version: 3, name: `Bench ${kind}`, version: '1', permissions: ['webRequest'], host_permissions: ['<all_urls>'], background: { service_worker: 'background.js' } };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'background.js'), `${before}\n${SCRIPTS[kind]}\n`);
  // A page of it, for whoever listens to its background.
  await writeFile(path.join(folder, 'page.html'), '<!doctype html><title>Bench</title>');
  return folder;
}
