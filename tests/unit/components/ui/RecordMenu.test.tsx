// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { useRecordState } from '../../../../components/record-state.ts';
import { RecordMenu } from '../../../../components/ui/RecordMenu.tsx';
import { DEMO_TAB } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const recording = { on: true, hasPermission: true, site: { host: 'shop.example', on: true }, tab: { on: true } };
function Menu() {
  return <RecordMenu recording={useRecordState().recording} align="end" />;
}
const items = (): (readonly [string | null, string | null])[] => screen.getAllByRole('menuitemcheckbox').map((item) => [item.textContent, item.getAttribute('aria-checked')]);
const open = async (state: string): Promise<void> => void fireEvent.click(await screen.findByRole('button', { name: `${state}. What to record…` }));

it('pauses a site and a tab, and says so', async () => {
  const { commands } = draw(<Menu />, { recording });
  await open('Recording');
  expect(items()).toEqual([['Record', 'true'], ['Not on shop.example', 'false'], ['Not in this tab, as long as it is open', 'false']]);
  fireEvent.click(screen.getByRole('menuitemcheckbox', { name: /Not in this tab/ }));
  expect(await screen.findByText('Tab paused')).toBeTruthy();
  fireEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Not on shop.example' }));
  expect(await screen.findByText('Site paused')).toBeTruthy();
  fireEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Not on shop.example' }));
  fireEvent.click(screen.getByRole('menuitemcheckbox', { name: 'Record' }));
  expect(await screen.findByText('Paused')).toBeTruthy();
  expect(commands).toEqual([['recordTab', DEMO_TAB, false], ['recordSite', 'shop.example', false], ['recordSite', 'shop.example', true], ['setRecording', false]]);
});

it('has no choice of a site or tab where there is none', async () => {
  draw(<Menu />, { tabId: null, recording: { on: false, hasPermission: true } });
  await open('Paused');
  expect(items()).toEqual([['Record', 'false']]);
});

it('is used with the keyboard alone', async () => {
  draw(<Menu />, { recording });
  const button = await screen.findByRole('button', { name: /^Recording/ });
  button.focus();
  const press = (key: string): void => void fireEvent.keyDown(document.activeElement as Element, { key });
  const focused = (): string | null => document.activeElement?.textContent ?? null;
  press('ArrowDown');
  await expect.poll(focused).toBe('Record');
  press('ArrowUp');
  expect(focused()).toMatch(/^Not in this tab/);
  press('Home');
  expect(focused()).toBe('Record');
  press('ArrowDown');
  expect(focused()).toBe('Not on shop.example');
  press('Escape');
  await expect.poll(() => screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});
