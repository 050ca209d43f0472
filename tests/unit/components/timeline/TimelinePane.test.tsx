// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { Panel } from '../../../../components/panel/Panel.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import { SHOWN_MOMENTS } from '../../../../lib/domain/tab-moment.ts';
import { HOSTILE } from '../../../fakes/demo-footsteps.ts';
import { DEMO_TAB, manySessions, NOW } from '../../../fakes/demo-sessions.ts';
import { demoVisit } from '../../../fakes/demo-visit.ts';
import { draw } from '../../../fakes/draw.tsx';

beforeAll(loadParts);

const lanes = (): Promise<HTMLElement> => screen.findByRole('treegrid', { name: 'Sessions on the time axis' });
const laneOf = async (text: string): Promise<HTMLElement> => (await within(await lanes()).findByText(text, { selector: '[title]' })).closest('[role=row]') as HTMLElement;
const press = (element: HTMLElement, key: string, more: object = {}): void => void fireEvent.keyDown(element, { key, ...more });
const axisText = async (): Promise<string> => (await lanes()).querySelector('[role=row]')?.textContent ?? '';

describe('lanes', () => {
  it('are those of the newest visit, by vendor, and say in words what they show', async () => {
    draw(<Panel />, demoVisit());
    const grid = await lanes();
    expect(within(grid).getAllByRole('rowheader').map((head) => head.textContent)).toEqual([
      'This tab', 'Exceptionless 1', 'Ada Lovelaceid made by the server', 'RudderStack 1', '1795255800123', 'Sentry 1', '9f3c51d0…e3aaAda Lovelace', 'Snowplow 1', '0b6cf7a2…0e11ada@example.com',
    ]);
    const lane = await laneOf('9f3c51d0…e3aa');
    expect(lane.textContent).toMatch(/user Ada Lovelace, live\. Began \+0:00\.0: Its start was sent\. Not ended\. 14 events, 2 errors/);
  });
  it('choose the session in the list, and give way to the visit of a session chosen there', async () => {
    draw(<Panel />, demoVisit());
    fireEvent.click(await laneOf('0b6cf7a2…0e11'));
    const list = await screen.findByRole('treegrid', { name: 'Sessions' });
    await expect.poll(() => list.querySelector('[aria-selected=true]')?.textContent).toContain('0b6cf7a2…0e11');
    fireEvent.click(within(list).getByText('b1946ac9…1184'));
    expect(await laneOf('b1946ac9…1184')).toBeTruthy();
  });
  it('are few elements however many sessions there are', async () => {
    const { container } = draw(<Panel />, { ...demoVisit(), sessions: manySessions(1000) });
    await lanes();
    fireEvent.change(screen.getByRole('combobox', { name: 'Which sessions to draw' }), { target: { value: 'all' } });
    await expect.poll(async () => Number((await lanes()).getAttribute('aria-rowcount'))).toBeGreaterThan(1000);
    // Without a layout every list is taken to be 600 pixels high: more than the four of them ever have together.
    expect(container.querySelectorAll('[data-pane=timeline] *').length).toBeLessThan(800);
  });
  it('say of how many changes of tabs they know, where there were more', async () => {
    const moments = Array.from({ length: SHOWN_MOMENTS }, (_, i) => ({ tabId: DEMO_TAB, at: NOW - SHOWN_MOMENTS + i, what: i % 2 ? ('shown' as const) : ('hidden' as const) }));
    draw(<Panel />, { ...demoVisit(), moments });
    await lanes();
    expect(await screen.findByText(/^Of tabs the newest 2.?000 changes$/)).toBeTruthy();
    expect((await lanes()).textContent).toContain('not known at first whether in sight');
  });
  it('draw markup from the wire as text', async () => {
    const { container } = draw(<Panel />, demoVisit());
    await laneOf('9f3c51d0…e3aa');
    expect(HOSTILE).toContain('<img');
    expect(container.querySelector('img, script')).toBeNull();
  });
});

describe('the axis', () => {
  it('zooms, pans and fits by keyboard', async () => {
    draw(<Panel />, demoVisit());
    const grid = await lanes();
    const whole = await axisText();
    press(grid, '+');
    press(grid, '+');
    await expect.poll(axisText).not.toBe(whole);
    const close = await axisText();
    press(grid, 'Home');
    await expect.poll(axisText).not.toBe(close);
    press(grid, '0');
    await expect.poll(axisText).toBe(whole);
  });
  it('walks from footstep to footstep of the active lane', async () => {
    draw(<Panel />, demoVisit());
    fireEvent.click(await laneOf('9f3c51d0…e3aa'));
    press(await lanes(), 'ArrowRight', { shiftKey: true });
    const list = await screen.findByRole('grid', { name: 'Footsteps' });
    await expect.poll(() => list.querySelector('[aria-selected=true]')?.textContent).toContain('Session start');
    press(await lanes(), 'ArrowRight', { shiftKey: true });
    await expect.poll(() => list.querySelector('[aria-selected=true]')?.textContent).toContain('Front page');
  });
  it('limits the footsteps to what is in view, and gives all back', async () => {
    draw(<Panel />, demoVisit());
    const grid = await lanes();
    const rows = async (): Promise<number> => Number((await screen.findByRole('grid', { name: 'Footsteps' })).getAttribute('aria-rowcount'));
    const all = await rows();
    for (let i = 0; i < 6; i++) press(grid, '+');
    await expect.poll(() => (screen.getByRole('button', { name: 'Show the whole (0)' }) as HTMLButtonElement).disabled).toBe(false);
    press(grid, 'b');
    await expect.poll(rows).toBeLessThan(all);
    press(grid, 'Escape');
    await expect.poll(rows).toBe(all);
  });
});

describe('visits', () => {
  it('are reached from a session, name its ids of all vendors, and choose them', async () => {
    draw(<Panel />, demoVisit());
    fireEvent.click(await laneOf('9f3c51d0…e3aa'));
    fireEvent.click(await screen.findByRole('button', { name: 'Same visit (4 sessions)' }));
    const [visit] = await screen.findAllByRole('table');
    expect(within(visit as HTMLElement).getAllByRole('row').slice(1).map((row) => row.querySelector('button')?.textContent)).toEqual(['9f3c51d0…e3aa', '0b6cf7a2…0e11', '1795255800123', 'id made by the server']);
    fireEvent.click(within(visit as HTMLElement).getByRole('button', { name: '1795255800123' }));
    const list = await screen.findByRole('treegrid', { name: 'Sessions' });
    await expect.poll(() => list.querySelector('[aria-selected=true]')?.textContent).toContain('1795255800123');
  });
  it('tell that users differ', async () => {
    const { sessions, ...rest } = demoVisit();
    draw(<Panel />, { ...rest, sessions: sessions.map((session) => (session.protocol === 'snowplow' ? { ...session, identity: { userId: 'u-1' } } : session)) });
    fireEvent.click(await screen.findByRole('tab', { name: /Visits/ }));
    expect(await screen.findByText(/They name different users: .*Snowplow says u-1/)).toBeTruthy();
  });
});

describe('what came before the page', () => {
  it('is hidden where it is not kept across navigation, counted, and comes back', async () => {
    draw(<Panel />, { ...demoVisit(), moments: [{ tabId: DEMO_TAB, at: NOW - 400_000, what: 'navigated' }] });
    const list = await screen.findByRole('treegrid', { name: 'Sessions' });
    const count = (): number => Number(list.getAttribute('aria-rowcount'));
    const all = count();
    fireEvent.click(screen.getByRole('button', { name: /Keep across navigation/ }));
    await expect.poll(count).toBeLessThan(all);
    const before = await screen.findByText('+2 before this page');
    fireEvent.click(before);
    await expect.poll(count).toBe(all);
  });
});
