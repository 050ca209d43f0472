import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_ROOT } from '../run-tool.ts';
import { FLOOD_PATH } from './flood-site.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'endurance');

/** Runs first in a background: tells a page of the extension each number of the flood that the browser calls a listener with. What is told so outlives the background. */
const TELL_HEARD = `{
  const heard = new BroadcastChannel('heard');
  const { onBeforeRequest } = chrome.webRequest;
  const add = onBeforeRequest.addListener;
  onBeforeRequest.addListener = (listener, ...rest) => add.call(onBeforeRequest, (details) => {
    const url = new URL(details.url);
    if (details.method === 'POST' && url.pathname === '${FLOOD_PATH}') heard.postMessage(Number(url.searchParams.get('n')));
    return listener(details);
  }, ...rest);
}
`;

/** Listens to the same stages of requests as the recorder does, and puts what it is told of each into a database: one write each, as fast as it can. */
const WRITE_ALL = `
let db = null;
let waiting = [];
const opening = indexedDB.open('written', 1);
opening.onupgradeneeded = () => opening.result.createObjectStore('written');
opening.onsuccess = () => {
  db = opening.result;
  for (const [key, value] of waiting) put(key, value);
};
const put = (key, value) => {
  if (!db) return waiting.push([key, value]);
  const tx = db.transaction('written', 'readwrite', { durability: 'relaxed' });
  tx.objectStore('written').put(value, key);
  tx.commit();
};
const filter = { urls: ['http://*/*', 'https://*/*'] };
const { webRequest } = chrome;
webRequest.onBeforeRequest.addListener((d) => void put([d.requestId, 1], { url: d.url, body: d.requestBody?.raw?.[0]?.bytes }), filter, ['requestBody', 'extraHeaders']);
webRequest.onSendHeaders.addListener((d) => void put([d.requestId, 2], d.requestHeaders), filter, ['requestHeaders', 'extraHeaders']);
webRequest.onHeadersReceived.addListener((d) => void put([d.requestId, 3], d.statusCode), filter, ['responseHeaders']);
webRequest.onCompleted.addListener((d) => void put([d.requestId, 4], d.statusCode), filter);
webRequest.onErrorOccurred.addListener((d) => void put([d.requestId, 4], d.error), filter);
`;

/** A copy of the built extension that says what its listener is called with; gives its folder. */
export async function hearingExtension(built: string): Promise<string> {
  const folder = path.join(OUTPUT, `hearing-${path.basename(built)}`);
  await rm(folder, { recursive: true, force: true });
  await cp(built, folder, { recursive: true });
  const script = path.join(folder, 'background.js');
  await writeFile(script, TELL_HEARD + (await readFile(script, 'utf8')));
  return folder;
}

/** An extension for Chromium that says the same, and does nothing but write; gives its folder. Its page is `page.html`. */
export async function bareExtension(): Promise<string> {
  const folder = path.join(OUTPUT, 'bare');
  await mkdir(folder, { recursive: true });
  const manifest = { manifest_version: 3, name: 'Bare writer', version: '1', permissions: ['webRequest', 'unlimitedStorage'], host_permissions: ['<all_urls>'], background: { service_worker: 'background.js' } };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'background.js'), TELL_HEARD + WRITE_ALL);
  await writeFile(path.join(folder, 'page.html'), '<!doctype html><title>Bare writer</title>');
  return folder;
}

type Hearing = Window & { heard?: number[] };

/** Run inside a page of the extension: begins to keep what its background hears. Self-contained, as it is sent there. */
export function listenForHeard(): void {
  const heard: number[] = [];
  (window as Hearing).heard = heard;
  new BroadcastChannel('heard').addEventListener('message', ({ data }: MessageEvent<number>) => heard.push(data));
}

/** Run inside that page: the numbers so far. */
export const readHeard = (): number[] => (window as Hearing).heard ?? [];

/** Run inside a page of the bare writer: addresses of the requests that it has written down. */
export async function readWritten(): Promise<string[]> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
    });
  const db = await done(indexedDB.open('written'));
  const rows = await done<unknown[]>(db.transaction('written').objectStore('written').getAll());
  return rows.flatMap((row) => (typeof row === 'object' && row !== null && 'url' in row ? [String(row.url)] : []));
}
