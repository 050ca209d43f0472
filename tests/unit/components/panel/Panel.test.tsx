// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Panel } from '../../../../components/panel/Panel.tsx';
import { loadParts } from '../../../../components/panel/parts.ts';
import { demoDetails, HOSTILE } from '../../../fakes/demo-footsteps.ts';
import { DEMO_TAB } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

beforeAll(loadParts);

beforeEach(() => {
  // The focus follows in the next frame; a test waits for it by looking.
  document.body.focus();
});

const sessions = async (): Promise<HTMLElement> => screen.findByRole('treegrid', { name: 'Sessions' });
const footsteps = async (): Promise<HTMLElement> => screen.findByRole('grid', { name: 'Footsteps' });
const choose = async (id = '9f3c51d0…e3aa'): Promise<void> => void fireEvent.click(within(await sessions()).getByText(id));
const filter = (text: string): void => void fireEvent.input(screen.getByRole('combobox', { name: 'Filter' }), { target: { value: text } });

describe('selection', () => {
  it('of a session shows its footsteps and its details; of a footstep its own', async () => {
    draw(<Panel />);
    await choose();
    const details = await screen.findByRole('region', { name: 'Session details' });
    expect(within(details).getByText('9f3c51d07be44a1c8a5d20f7c1b9e3aa')).toBeTruthy();
    await expect.poll(async () => (await footsteps()).getAttribute('aria-rowcount')).toBe('16');
    fireEvent.click(within(await footsteps()).getByText('search'));
    const panel = await screen.findByRole('tabpanel', { name: 'Summary' });
    expect(panel.textContent).toContain('+0:08.5 into the session');
  });
  it('loads the request of the chosen footstep, and says where it is gone', async () => {
    draw(<Panel />, { details: () => null });
    await choose();
    fireEvent.click(await within(await footsteps()).findByText('search'));
    fireEvent.click(screen.getByRole('tab', { name: 'Request' }));
    expect(await screen.findByText(/no longer stored/)).toBeTruthy();
  });
  it('reads the details of what is chosen, and of nothing else', async () => {
    const read: string[] = [];
    draw(<Panel />, { details: (footstep) => {
      read.push(footstep.name);
      return demoDetails(footstep);
    } });
    await choose();
    await screen.findByRole('region', { name: 'Session details' });
    expect(read).toEqual([]);
    fireEvent.click(await within(await footsteps()).findByText('search'));
    await expect.poll(() => read).toEqual(['search']);
    filter('kind:track');
    await expect.poll(async () => within(await footsteps()).queryByText('Front page')).toBeNull();
    expect(read).toEqual(['search']);
  });
  it('follows the link to the session before', async () => {
    draw(<Panel />);
    await choose('0b6cf7a2…0e11');
    fireEvent.click(await screen.findByRole('button', { name: 'Session before' }));
    const details = await screen.findByRole('region', { name: 'Session details' });
    await expect.poll(() => details.textContent).toContain('5d1c2f60-0a43-4b2e-8a54-64ad1be0c1f2');
  });
  it('is dropped as the session is cleared', async () => {
    const { sources } = draw(<Panel />);
    await choose();
    await screen.findByRole('region', { name: 'Session details' });
    sources.sessions.set([]);
    expect(await screen.findByText('Nothing chosen')).toBeTruthy();
  });
});

describe('keyboard', () => {
  it('goes from the filter to a session, its footsteps, their details, and back with Esc', async () => {
    draw(<Panel />);
    const list = await sessions();
    fireEvent.keyDown(list, { key: '/' });
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Filter' }));
    await choose();
    fireEvent.keyDown(list, { key: 'Enter' });
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Footsteps');
    fireEvent.keyDown(await footsteps(), { key: 'Home' });
    await screen.findByRole('tab', { name: 'Summary' });
    fireEvent.keyDown(await footsteps(), { key: 'Enter' });
    await expect.poll(() => document.activeElement?.textContent).toBe('Summary');
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(await screen.findByRole('region', { name: 'Session details' })).toBeTruthy();
    fireEvent.keyDown(await footsteps(), { key: 'Escape' });
    expect(await screen.findByText('Nothing chosen')).toBeTruthy();
  });
  it('goes back with Backspace too, as Firefox opens its console with Esc, yet deletes letters in the filter', async () => {
    draw(<Panel />);
    await choose();
    await screen.findByRole('region', { name: 'Session details' });
    expect(fireEvent.keyDown(screen.getByRole('combobox', { name: 'Filter' }), { key: 'Backspace' })).toBe(true);
    expect(screen.getByRole('region', { name: 'Session details' })).toBeTruthy();
    expect(fireEvent.keyDown(await footsteps(), { key: 'Backspace' })).toBe(false);
    expect(await screen.findByText('Nothing chosen')).toBeTruthy();
  });
  it('types ? and / as themselves in the filter, and opens the sheet with ? elsewhere', async () => {
    draw(<Panel />);
    expect(fireEvent.keyDown(screen.getByRole('combobox', { name: 'Filter' }), { key: '?' })).toBe(true);
    expect(fireEvent.keyDown(screen.getByRole('combobox', { name: 'Filter' }), { key: '/' })).toBe(true);
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.keyDown(await sessions(), { key: '?' });
    expect(await screen.findByText('Keyboard and words')).toBeTruthy();
  });
});

describe('filter', () => {
  it('hides what does not match, says what it hides, and is cleared by the offer or by Esc', async () => {
    draw(<Panel />);
    await sessions();
    filter('nothing like this');
    expect(await screen.findByText('The filter hides all 7 sessions.')).toBeTruthy();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' })[0] as HTMLElement);
    await expect.poll(() => screen.queryByText('The filter hides all 7 sessions.')).toBeNull();
    filter('basket');
    await expect.poll(async () => Number((await footsteps()).getAttribute('aria-rowcount'))).toBeLessThan(106);
    fireEvent.keyDown(screen.getByRole('combobox', { name: 'Filter' }), { key: 'Escape' });
    await expect.poll(() => (screen.getByRole('combobox', { name: 'Filter' }) as HTMLInputElement).value).toBe('');
  });
  it('keeps the sessions that fit or have a footstep that fits, and marks what was found in names', async () => {
    const { container } = draw(<Panel />);
    await sessions();
    filter('state:live basket');
    await expect.poll(() => [...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toContain('basket');
    expect(screen.getByText('2 of 7')).toBeTruthy();
    filter('sentry.event.level:nothing');
    expect(await screen.findByText('No footstep matches')).toBeTruthy();
    filter('<img');
    await expect.poll(() => container.querySelector('mark')?.textContent).toBe('<img');
    expect(container.querySelector('img')).toBeNull();
  });
  it('follows the states as time passes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { clock } = draw(<Panel />);
    await sessions();
    filter('state:expired');
    expect(await screen.findByText('1 of 7')).toBeTruthy();
    clock.at += 300_000;
    vi.advanceTimersByTime(5_000);
    expect(await screen.findByText('2 of 7')).toBeTruthy();
  });
  it('by vendor counts sessions and shows the chosen ones', async () => {
    draw(<Panel />);
    await sessions();
    fireEvent.click(screen.getByRole('button', { name: 'Sentry 2' }));
    await expect.poll(async () => within(await sessions()).queryByText('RudderStack')).toBeNull();
    expect(screen.getByText('2 of 7')).toBeTruthy();
  });
});

describe('commands', () => {
  it('clear the scope that is shown', async () => {
    const { commands } = draw(<Panel />);
    await sessions();
    fireEvent.click(screen.getByRole('button', { name: 'Clear what was recorded of this tab' }));
    fireEvent.click(screen.getByRole('button', { name: 'All tabs' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Clear everything that was recorded' }));
    expect(commands).toEqual([['clear', { tabId: DEMO_TAB }], ['clear', { tabId: null }]]);
  });
  it('export the chosen session', async () => {
    const { commands } = draw(<Panel />);
    await choose();
    fireEvent.click(screen.getByRole('button', { name: 'Export…' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Save file' }));
    await expect.poll(() => commands).toEqual([['exportRecording', { sessionKeys: ['9f3c51d07be44a1c8a5d20f7c1b9e3aa'] }, 'archive'], ['saveFile', 'demo.archive', 'a archive']]);
  });
});

it('draws markup from the wire as text, everywhere', async () => {
  const { container } = draw(<Panel />);
  await choose();
  fireEvent.click(await within(await footsteps()).findByText(HOSTILE));
  await expect.poll(() => screen.getAllByText(HOSTILE).length).toBeGreaterThan(1);
  fireEvent.click(screen.getByRole('tab', { name: 'Fields' }));
  await screen.findAllByRole('tree');
  expect(container.querySelector('img, script')).toBeNull();
});
