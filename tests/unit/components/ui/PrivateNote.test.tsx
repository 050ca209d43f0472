// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { ExportSheet } from '../../../../components/panel/ExportSheet.tsx';
import { ExportButton } from '../../../../components/popup/Popup.tsx';
import { PrivateNote } from '../../../../components/ui/PrivateNote.tsx';
import { DEFAULT_SETTINGS } from '../../../../lib/domain/settings.ts';
import { DEMO_TAB } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

it('says in a private window where what is shown lies, or that nothing is recorded', async () => {
  const { sources } = draw(<PrivateNote />, { isPrivate: true });
  expect(await screen.findByText('Private window: kept in memory only')).toBeTruthy();
  sources.settings.set({ settings: { ...DEFAULT_SETTINGS, privateWindows: false }, problem: null });
  expect(await screen.findByText('Private window: not recorded')).toBeTruthy();
});

it('says nothing in others', async () => {
  draw(<PrivateNote />);
  await expect.poll(() => document.body.textContent).toBe('');
});

it('is saved into a file only when that is said twice', async () => {
  const { commands } = draw(<ExportButton />, { isPrivate: true });
  fireEvent.click(screen.getByRole('button', { name: 'Export tab' }));
  const sure = await screen.findByRole('button', { name: 'Save private data?' });
  expect(commands).toEqual([]);
  fireEvent.click(sure);
  await expect.poll(() => commands[0]).toEqual(['exportRecording', { tabId: DEMO_TAB, includePrivate: true }, 'archive']);
});

it('is saved from the sheet only when that is ticked', async () => {
  const { commands } = draw(<ExportSheet session={null} shown={null} tabId={DEMO_TAB} onClose={() => undefined} />, { isPrivate: true });
  const button = screen.getByRole('button', { name: 'Save file', hidden: true }) as HTMLButtonElement;
  expect(button.disabled).toBe(true);
  fireEvent.click(screen.getByRole('checkbox', { hidden: true }));
  await expect.poll(() => button.disabled).toBe(false);
  fireEvent.click(button);
  await expect.poll(() => commands[0]).toEqual(['exportRecording', { tabId: DEMO_TAB, includePrivate: true }, 'archive']);
});
