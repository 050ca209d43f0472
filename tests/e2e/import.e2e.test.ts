import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBrowser, View } from './support/browsers.ts';
import { exportArchive, forEachBrowser, textOf, waitForSelector } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { pollUntil } from './support/expect-poll.ts';

const NUMBERS = [1, 2, 3];

/** A file that was exported is imported again, in the panel: the same in every browser. */
forEachBrowser((launch) => {
  let site: EnvelopeSite;
  let browser: TestBrowser;
  let panel: View;

  beforeAll(async () => {
    site = await startEnvelopeSite();
    browser = await launch();
    const page = await browser.openTab(`${site.url}/page`);
    await page.evaluate(async (sent) => {
      for (const [url, body] of sent) await fetch(url, { method: 'POST', body });
    }, NUMBERS.map((number) => [envelopePath(number), envelope(number, Date.now())] as const));
    panel = await browser.openExtensionPage('panel.html');
    await pollUntil(() => exportArchive(panel), ({ sessions }) => sessions.length === NUMBERS.length, { what: 'the sessions are recorded' });
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const ids = NUMBERS.map((number) => sessionIdOf(number));
  const button = (name: string): string => `button[aria-label="${name}"]`;

  /** Keeps what the page would save, and gives it as text. */
  async function exported(format: string): Promise<string> {
    await panel.evaluate(() => {
      const page = window as Window & { saved?: Promise<string> };
      delete page.saved;
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => ((page.saved = (blob as Blob).text()), create(blob));
      // The file itself is nobody's here.
      HTMLAnchorElement.prototype.click = () => undefined;
    });
    await panel.click(button('Export…'));
    await waitForSelector(panel, 'dialog[open] input[name="format"]');
    await pollUntil(() => textOf(panel), (text) => /In the file, replaced or removed|Nothing is found/.test(text), { what: 'what is taken out is counted' });
    await panel.evaluate((name) => [...document.querySelectorAll('dialog label')].find((label) => label.textContent?.startsWith(name))?.querySelector('input')?.click(), format);
    await panel.evaluate(() => [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find(({ textContent }) => textContent === 'Save file')?.click());
    await pollUntil(() => panel.evaluate(() => document.querySelector('dialog[open]') === null), (closed) => closed, { what: 'the file is written' });
    return panel.evaluate(() => (window as Window & { saved?: Promise<string> }).saved ?? '');
  }

  /** Drops a file on the panel, and gives what the sheet says of it in the end. */
  async function imported(fileName: string, text: string): Promise<string> {
    await panel.evaluate(([name, content]) => {
      const files = new DataTransfer();
      files.items.add(new File([content], name));
      document.querySelector('main, header')?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
    }, [fileName, text] as const);
    await waitForSelector(panel, 'dialog[open] [role="status"]');
    const said = await pollUntil(() => panel.evaluate(() => document.querySelector('dialog[open] [role="status"]')?.textContent ?? ''), (words) => words !== '', { what: `${fileName} is dealt with` });
    await panel.evaluate(() => document.querySelector('dialog[open]')?.querySelector<HTMLButtonElement>('button[aria-label="Close"]')?.click());
    return said;
  }

  const shown = (): Promise<{ readonly ids: readonly string[]; readonly marks: number; readonly groups: readonly string[] }> => panel.evaluate(() => {
    const list = document.querySelector('[data-pane="sessions"]') ?? document.body;
    const titles = [...list.querySelectorAll('[title]')].map((element) => element.getAttribute('title') ?? '');
    return { ids: titles, marks: titles.filter((title) => title.startsWith('Imported from')).length, groups: [...list.querySelectorAll('[role="row"]')].flatMap(({ textContent }) => (textContent?.startsWith('Imported:') ? [textContent] : [])) };
  });

  /** The files that the report's lines are marked with, one a session. */
  async function markedInReport(wanted: number): Promise<readonly string[]> {
    const report = await browser.openExtensionPage('report.html');
    const marks = await pollUntil(
      () => report.evaluate(() => [...document.querySelectorAll('[id^="report-sessions-"] [title^="Imported from"]')].map((mark) => mark.getAttribute('title') ?? '')),
      (found) => found.length === wanted, { what: `the report marks ${wanted} sessions as imported` });
    await report.close();
    return marks;
  }

  let archive = '';
  let har = '';

  test('an exported recording comes back as it was, marked as imported, and is known the next time', async () => {
    archive = await exported('Archive');
    har = await exported('HAR');
    await panel.click(button('Clear everything that was recorded'));
    await pollUntil(() => exportArchive(panel), ({ sessions }) => sessions.length === 0, { what: 'nothing is recorded any more' });
    expect(await imported('shop.footsteps.json', archive)).toMatch(/^shop\.footsteps\.json is imported: 3 sessions, /);
    const there = await pollUntil(shown, ({ marks }) => marks === NUMBERS.length, { what: 'the imported sessions are shown' });
    expect(there.ids).toEqual(expect.arrayContaining(ids));
    expect(there.groups).toEqual([expect.stringContaining('Imported: shop.footsteps.json')]);
    // What is exported of the recording has nothing of it.
    expect((await exportArchive(panel)).sessions).toEqual([]);
    expect(new Set(await markedInReport(NUMBERS.length))).toEqual(new Set([expect.stringContaining('shop.footsteps.json')]));
    expect(await imported('again.footsteps.json', archive)).toBe('This file is imported already, as shop.footsteps.json.');
  });

  test("a HAR's requests are read, and an import goes as one", async () => {
    expect(await imported('shop.har', har)).toMatch(/^shop\.har is imported: 3 sessions, /);
    await pollUntil(shown, ({ marks, groups }) => marks === 2 * NUMBERS.length && groups.length === 2, { what: 'both files are shown' });
    await panel.click(button('Import…'));
    await waitForSelector(panel, button('Remove shop.footsteps.json'));
    await panel.click(button('Remove shop.footsteps.json'));
    const left = await pollUntil(shown, ({ marks }) => marks === NUMBERS.length, { what: 'one file is left' });
    expect(left.groups).toEqual([expect.stringContaining('Imported: shop.har')]);
    expect(new Set(await markedInReport(NUMBERS.length))).toEqual(new Set([expect.stringContaining('shop.har')]));
    await panel.evaluate(() => document.querySelector('dialog[open]')?.querySelector<HTMLButtonElement>('button[aria-label="Close"]')?.click());
  });

  test('what is broken in a file is told by place and harms nothing', async () => {
    const hostile = archive.replace('"requests":[', `"requests":[{"id":"<img src=x onerror='window.hurt=1'>","__proto__":{"hurt":1}},${'['.repeat(50_000)}${']'.repeat(50_000)},`);
    expect(await imported('hostile.json', hostile)).toMatch(/2 broken places in the file were left out/);
    await panel.click(button('Import…'));
    await waitForSelector(panel, 'dialog[open] details');
    expect(await panel.evaluate(() => [...document.querySelectorAll('dialog[open] details code')].map(({ textContent }) => textContent?.replace(/\..*/, '')))).toEqual(['requests[0]', 'requests[1]']);
    expect(await panel.evaluate(() => ('hurt' in window ? 1 : 0) + document.querySelectorAll('img').length)).toBe(0);
    await panel.evaluate(() => document.querySelector('dialog[open]')?.querySelector<HTMLButtonElement>('button[aria-label="Close"]')?.click());
    expect(await imported('newer.json', archive.replace('"version":1', '"version":9'))).toMatch(/newer\.json was not imported: .*newer than this Footsteps/);
  });

  test('a file that was packed to hurt does not hold up the page', async () => {
    const turns = await panel.evaluate(async () => {
      const page = window as Window & { turns?: number };
      page.turns = 0;
      setInterval(() => (page.turns = (page.turns ?? 0) + 1), 20);
      const [space, coder] = [new Uint8Array(1e6).fill(32), new TextEncoder()];
      const head = { format: 'footsteps-archive', version: 1, exporter: { name: 'Footsteps', version: '0.1.0' }, createdAt: Date.now() };
      const parts = [coder.encode(JSON.stringify({ ...head, requests: [] }).replace(/\]}$/, '')), ...Array.from({ length: 400 }, () => space), coder.encode(']}')];
      const packed = await new Response(new Blob(parts).stream().pipeThrough(new CompressionStream('gzip'))).blob();
      const files = new DataTransfer();
      files.items.add(new File([packed], 'packed.footsteps.json.gz'));
      const before = page.turns;
      document.querySelector('main, header')?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
      return before;
    });
    await waitForSelector(panel, 'dialog[open] [role="status"]');
    const said = await pollUntil(() => panel.evaluate(() => document.querySelector('dialog[open] [role="status"]')?.textContent ?? ''), (words) => words !== '', { what: 'the file is dealt with' });
    expect(said).toMatch(/packed\.footsteps\.json\.gz is imported: 0 sessions/);
    expect((await panel.evaluate(() => (window as Window & { turns?: number }).turns ?? 0)) - turns).toBeGreaterThan(25);
  });
});
