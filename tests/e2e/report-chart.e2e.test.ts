import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, textOf, waitForSelector } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { pollUntil } from './support/expect-poll.ts';

const HOUR = 3_600_000;
const ROW = '[id^="report-sessions-"]';
/** Nine sessions, ten hours apart, of two users and two releases. Only the last is still open. */
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const NEWEST = 9;
const userOf = (number: number): string => (number % 3 === 0 ? 'grace' : 'ada');
const releaseOf = (number: number): string => (number <= 6 ? 'shop@1' : 'shop@2');
const ids = (numbers: readonly number[]): string[] => numbers.map(sessionIdOf).toSorted();

/** As Sentry's SDK sends a session that is over in one go, or the start of one that goes on. */
function envelope(number: number, started: number, now: number): string {
  const isOpen = number === NEWEST;
  const time = (at: number): string => new Date(at).toISOString();
  return [
    { sent_at: time(now), sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } },
    { type: 'session' },
    { sid: sessionIdOf(number), did: userOf(number), init: true, started: time(started), timestamp: time(isOpen ? now : started + 600_000), status: isOpen ? 'ok' : 'exited', errors: 0, attrs: { release: releaseOf(number) } },
  ].map((part) => JSON.stringify(part)).join('\n');
}

/** The report over sessions of four days: time, columns, groups, users, and what is done to many at once. */
forEachBrowser((launch) => {
  let site: EnvelopeSite;
  let browser: TestBrowser;
  let report: View;
  const startOf = new Map<string, number>();

  beforeAll(async () => {
    site = await startEnvelopeSite();
    browser = await launch();
    const page = await browser.openTab(`${site.url}/report`);
    const now = Date.now();
    for (const number of NUMBERS) startOf.set(sessionIdOf(number), now - (NEWEST - number) * 10 * HOUR);
    await page.evaluate(async (sent) => {
      for (const [url, body] of sent) await fetch(url, { method: 'POST', body });
    }, NUMBERS.map((number) => [envelopePath(number), envelope(number, startOf.get(sessionIdOf(number)) ?? now, now)] as const));
    report = await browser.openExtensionPage('report.html');
    await inTable(report, NUMBERS);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const idsIn = (view: View): Promise<string[]> => view.evaluate((row) => [...document.querySelectorAll(`${row} [role=gridcell]:nth-child(2) [title]`)].map((one) => one.getAttribute('title') ?? '').filter((title) => /^[0-9a-f]{32}$/.test(title)).toSorted(), ROW);
  const inTable = (view: View, numbers: readonly number[]): Promise<unknown> =>
    pollUntil(() => idsIn(view), (shown) => shown.join() === ids(numbers).join(), { what: `the table shows the sessions ${numbers.join(', ')}` });
  const query = async (view: View): Promise<URLSearchParams> => new URL(await view.url()).searchParams;
  const shows = (view: View, text: string): Promise<unknown> => pollUntil(() => textOf(view), (all) => all.includes(text), { what: `the report shows "${text}"` });
  const press = (view: View, name: string, within = 'body'): Promise<void> =>
    view.evaluate(([label, root]) => {
      const button = [...document.querySelectorAll<HTMLElement>(`${root} button, ${root} label`)].find((one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label);
      if (!button) throw new Error(`nothing to press says ${label}`);
      button.click();
    }, [name, within] as const);
  const check = (number: number): Promise<void> =>
    report.evaluate((title) => {
      const box = document.querySelector(`[role=gridcell] [title="${title}"]`)?.closest('[role=row]')?.querySelector('input');
      if (!box) throw new Error(`no line of ${title}`);
      box.click();
    }, sessionIdOf(number));

  type Range = { readonly from: number; readonly to: number };
  const span = ({ from, to }: Range): number => to - from;
  const middle = ({ from, to }: Range): number => (from + to) / 2;
  /** The time in the address, once it is another than before. */
  async function time(before: Range | null, what: string): Promise<Range> {
    const read = async (): Promise<Range | null> => {
      const at = await query(report);
      return at.get('range') === 'custom' ? { from: Number(at.get('from')), to: Number(at.get('to')) } : null;
    };
    return pollUntil(read, (now): now is Range => now !== null && (now.from !== before?.from || now.to !== before.to), { what });
  }
  /** What began within a time; no session begins within minutes of the ends that are looked at here. */
  const within = ({ from, to }: Range): number[] => NUMBERS.filter((number) => (startOf.get(sessionIdOf(number)) ?? 0) >= from && (startOf.get(sessionIdOf(number)) ?? 0) <= to);

  /** The pointer over the chart, at parts of its width. */
  const pointer = (...moves: readonly (readonly [type: 'mousemove' | 'mousedown' | 'mouseup', part: number])[]): Promise<void> =>
    report.evaluate((all) => {
      const over = document.querySelector('[data-drawn=true] .u-over');
      if (!over) throw new Error('no chart');
      const { left, top, width } = over.getBoundingClientRect();
      for (const [type, part] of all) over.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0, buttons: type === 'mouseup' ? 0 : 1, movementX: 9, clientX: left + width * part, clientY: top + 20 }));
    }, moves);

  test('a stretch of the chart that is drawn over is the time of the report; it goes closer, further, along, and back to all', async () => {
    await waitForSelector(report, '[data-drawn=true] .u-over');
    // The bar under the pointer is told: the chart has its data.
    await pollUntil(async () => {
      await pointer(['mousemove', 0.01]);
      return textOf(report);
    }, (text) => text.includes(': 1 session, 1 user, 0 errors'), { what: 'the chart tells of its first bar' });
    await pointer(['mousemove', 0.3], ['mousedown', 0.3], ['mousemove', 0.5], ['mousemove', 0.7], ['mouseup', 0.7]);
    const drawn = await time(null, 'the stretch is the time of the report');
    expect(span(drawn) / (80 * HOUR)).toBeCloseTo(0.4, 1);
    expect(within(drawn)).toEqual([4, 5, 6]);
    await inTable(report, [4, 5, 6]);
    await pollUntil(() => report.evaluate(() => document.querySelector('[data-card=sessions] dd')?.textContent), (text) => text === '3', { what: 'the card counts them' });

    await press(report, 'Closer');
    const closer = await time(drawn, 'the chart has gone closer');
    expect(Math.abs(span(closer) - span(drawn) / 2)).toBeLessThanOrEqual(2);
    expect(Math.abs(middle(closer) - middle(drawn))).toBeLessThanOrEqual(2);
    await inTable(report, within(closer));
    await press(report, 'Earlier');
    const earlier = await time(closer, 'the chart has gone along');
    expect(span(earlier)).toBe(span(closer));
    expect(Math.abs(closer.from - earlier.from - span(closer) / 4)).toBeLessThanOrEqual(2);
    await press(report, 'Further');
    const further = await time(earlier, 'the chart has gone further');
    expect(span(further)).toBe(span(earlier) * 2);
    await inTable(report, within(further));

    // As a bookmark: another page shows the same time.
    const other = await browser.openExtensionPage(`report.html?${(await query(report)).toString()}`);
    await inTable(other, within(further));
    await other.close();

    // The keys of the chart.
    await report.evaluate(() => document.querySelector<HTMLElement>('[data-drawn]')?.focus());
    await report.type('0');
    await pollUntil(() => query(report), (at) => !at.has('range'), { what: 'the chart shows all time again' });
    await inTable(report, NUMBERS);
  });

  test('columns are chosen, and stay chosen in another page', async () => {
    const heads = (view: View): Promise<string[]> => view.evaluate(() => [...document.querySelectorAll('[role=columnheader]')].map((head) => head.textContent?.trim() ?? ''));
    expect(await heads(report)).toEqual(expect.not.arrayContaining(['Release']));
    await press(report, 'Columns');
    await waitForSelector(report, '[role=menu] [role=menuitemcheckbox]');
    await press(report, 'Release', '[role=menu]');
    await press(report, 'Errors', '[role=menu]');
    await pollUntil(() => heads(report), (all) => all.includes('Release') && !all.includes('Errors'), { what: 'one column has come, and one has gone' });
    await shows(report, 'shop@2');
    await press(report, 'Columns');
    const other = await browser.openExtensionPage('report.html');
    await inTable(other, NUMBERS);
    expect(await heads(other)).toEqual(await heads(report));
    await other.close();
  });

  test('lines are grouped and folded, open sessions are shown alone, and a user has a view with an address', async () => {
    const lines = (view: View): Promise<string[]> => view.evaluate((row) => [...document.querySelectorAll<HTMLElement>(`${row}[aria-level="1"]`)].map((line) => line.innerText.replaceAll(/\s+/g, ' ').trim()), ROW);
    const choose = (value: string): Promise<void> =>
      report.evaluate((group) => {
        const select = [...document.querySelectorAll('select')].find((one) => [...one.options].some((option) => option.value === group));
        if (!select) throw new Error('no groups to choose');
        select.value = group;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, value);
    await choose('release');
    const groups = await pollUntil(() => lines(report), (all) => all.length === 2, { what: 'each release has a line' });
    expect(groups).toEqual(expect.arrayContaining([expect.stringMatching(/^shop@1 6 2 users/), expect.stringMatching(/^shop@2 3 2 users 1 open/)]));
    await report.evaluate((row) => [...document.querySelectorAll(`${row}[aria-level="1"]`)].find((line) => line.textContent?.includes('shop@1'))?.querySelector('svg')?.parentElement?.click(), ROW);
    await inTable(report, [7, 8, 9]);
    await choose('none');
    await inTable(report, NUMBERS);

    await press(report, 'Open only');
    await inTable(report, [NEWEST]);
    await press(report, 'Open only');
    await inTable(report, NUMBERS);

    await report.click(`[role=gridcell] [title="${sessionIdOf(6)}"]`);
    await waitForSelector(report, 'button[title="All sessions of grace"]');
    await report.click('button[title="All sessions of grace"]');
    await pollUntil(() => query(report), (at) => at.get('user') === 'grace', { what: 'the user stands in the address' });
    const other = await browser.openExtensionPage(`report.html?${(await query(report)).toString()}`);
    for (const view of [report, other]) {
      await inTable(view, [3, 6, 9]);
      await pollUntil(() => view.evaluate(() => document.querySelector<HTMLElement>('section[aria-label="User"]')?.innerText ?? ''), (text) => text.startsWith('grace') && text.includes('3 sessions'), { what: 'the head names the user and counts the sessions' });
      await waitForSelector(view, 'section[aria-label="The chosen session"]');
    }
    await other.close();
    await press(report, 'Close the session');
    await press(report, 'Back to all users');
    await inTable(report, NUMBERS);
  });

  test('what is chosen is exported, and deleted, and nothing else', async () => {
    await press(report, 'Choose all shown');
    await shows(report, '9 chosen');
    await press(report, 'Choose none');
    await check(2);
    await check(5);
    await shows(report, '2 chosen');
    type Exporting = Window & { exported?: Promise<string> };
    await report.evaluate(() => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (content) => {
        if (content instanceof Blob) (window as Exporting).exported = content.text();
        return make(content);
      };
      // The file itself is nobody's here.
      HTMLAnchorElement.prototype.click = () => undefined;
    });
    await press(report, 'Export…');
    await shows(report, 'What you chose: 2 sessions');
    await press(report, 'Save file', 'dialog');
    const text = await pollUntil(() => report.evaluate(() => (window as Exporting).exported ?? null), (made): made is string => made !== null, { what: 'the file is made' });
    expect((JSON.parse(text) as { readonly sessions: readonly { readonly sessionId: string }[] }).sessions.map(({ sessionId }) => sessionId).toSorted()).toEqual(ids([2, 5]));
    await pollUntil(() => report.evaluate(() => document.querySelector('dialog[open]') === null), Boolean, { what: 'the sheet is closed' });

    await press(report, 'Delete…');
    await shows(report, 'This cannot be undone.');
    await press(report, 'Delete 2 sessions', 'dialog');
    const left = NUMBERS.filter((number) => number !== 2 && number !== 5);
    await inTable(report, left);
    const other = await browser.openExtensionPage('report.html');
    await inTable(other, left);
    await other.close();
  });
});
