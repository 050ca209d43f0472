// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { ExportSheet } from '../../../../components/panel/ExportSheet.tsx';
import { DEFAULT_SETTINGS } from '../../../../lib/domain/settings.ts';
import { EXPORT_FORMAT_IDS } from '../../../../lib/domain/export-format.ts';
import { DEMO_SESSIONS } from '../../../fakes/demo-sessions.ts';
import type { FakeData } from '../../../fakes/app-services.ts';
import { draw } from '../../../fakes/draw.tsx';

const [first, second] = DEMO_SESSIONS;
if (!first || !second) throw new Error('the demo has lost its sessions');
const choose = (name: RegExp): void => void fireEvent.click(screen.getByRole('radio', { name, hidden: true }));
const names = (): (string | undefined)[] => screen.getAllByRole('radio', { hidden: true }).map((radio) => radio.closest('label')?.textContent ?? undefined);

it('offers what there is to export, in every format', () => {
  draw(<ExportSheet session={first} shown={[first, second]} tabId={3} onClose={() => undefined} />);
  expect(screen.getAllByRole('radio', { checked: true, hidden: true })).toHaveLength(2);
  expect(names()).toHaveLength(4 + EXPORT_FORMAT_IDS.length);
  // A text that is missing from the catalogue shows its key.
  expect(names().join(' ')).not.toMatch(/export_/);
});

it('offers everything alone where nothing is chosen, filtered or inspected', () => {
  draw(<ExportSheet session={null} shown={null} tabId={null} onClose={() => undefined} />);
  expect(names()[0]).toBe('Everything recorded');
  expect(names()).toHaveLength(1 + EXPORT_FORMAT_IDS.length);
});

it.each<[RegExp, object]>([
  [/^This session/, { sessionKeys: [first.key] }], [/2 sessions/, { sessionKeys: [first.key, second.key] }], [/this tab/, { tabId: 3 }], [/^Everything recorded/, {}],
])('saves %s as the chosen format', async (what, selection) => {
  let closed = 0;
  const { commands } = draw(<ExportSheet session={first} shown={[first, second]} tabId={3} onClose={() => closed++} />);
  choose(what);
  choose(/^HAR/);
  fireEvent.click(screen.getByRole('button', { name: 'Save file', hidden: true }));
  await expect.poll(() => commands).toEqual([['exportRecording', selection, 'har'], ['saveFile', 'demo.har', 'a har']]);
  await expect.poll(() => closed).toBe(1);
});

it('copies the summary', async () => {
  const { commands } = draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => undefined} />);
  choose(/^Summary/);
  fireEvent.click(screen.getByRole('button', { name: 'Copy', hidden: true }));
  await expect.poll(() => commands).toEqual([['exportRecording', { sessionKeys: [first.key] }, 'markdown'], ['copy', 'a markdown']]);
});

it('counts what will be taken out, anew with each choice, and exports by it', async () => {
  const exported: unknown[] = [];
  const data: FakeData = { preview: ({ email }) => (email === 'keep' ? [{ reason: 'token', count: 3 }] : [{ reason: 'token', count: 3 }, { reason: 'email', count: 1200 }]) };
  const { commands } = draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => undefined} />, { ...data, exported: (watch) => exported.push(watch?.redaction) });
  await screen.findByText(/replaced or removed: 3 tokens and keys\./);
  fireEvent.change(screen.getByRole('combobox', { name: 'E-mail addresses', hidden: true }), { target: { value: 'hash' } });
  await screen.findByText(/3 tokens and keys, 1,200 e-mail addresses\./);
  fireEvent.click(screen.getByRole('button', { name: 'Save file', hidden: true }));
  await expect.poll(() => commands.length).toBe(2);
  expect(exported).toEqual([{ ...DEFAULT_SETTINGS.redaction, email: 'hash' }]);
});

it('says where nothing is found', async () => {
  draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => undefined} />, { preview: () => [] });
  expect(await screen.findByText('Nothing is found that would be taken out.')).toBeDefined();
});

/** An export that goes on until it is told to stop or fail. */
function underWay() {
  let fail: (error: Error) => void = () => undefined;
  let tell: ((share: number) => void) | undefined;
  const data: FakeData = {
    exported: (watch) => new Promise((_resolve, reject) => {
      [tell, fail] = [watch?.progress, reject];
      watch?.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    }),
  };
  return { data, tell: (share: number) => tell?.(share), fail: () => fail(new Error('the database is gone')) };
}
const button = (name: string): HTMLElement => screen.getByRole('button', { name, hidden: true });
const bar = (): number | undefined => (screen.queryByRole('progressbar', { hidden: true }) as HTMLProgressElement | null)?.value;

it('shows how far it is, and is stopped without a file; then it can be asked for again', async () => {
  let closed = 0;
  const { data, tell } = underWay();
  const { commands } = draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => closed++} />, data);
  expect(bar()).toBeUndefined();
  fireEvent.click(button('Save file'));
  await expect.poll(bar).toBe(0);
  tell(0.25);
  await expect.poll(bar).toBe(0.25);
  fireEvent.click(button('Cancel'));
  await expect.poll(bar).toBeUndefined();
  expect([commands, closed, screen.queryByRole('alert', { hidden: true })]).toEqual([[], 0, null]);
  expect(button('Save file')).toHaveProperty('disabled', false);
});

it('says that it failed, and saves nothing', async () => {
  const { data, fail } = underWay();
  const { commands } = draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => undefined} />, data);
  fireEvent.click(button('Save file'));
  await expect.poll(bar).toBe(0);
  fail();
  expect((await screen.findByRole('alert', { hidden: true })).textContent).not.toBe('');
  expect(commands).toEqual([]);
});

it('who closes the sheet meanwhile gets no file', async () => {
  const { data } = underWay();
  let signal: AbortSignal | undefined;
  const { commands } = draw(<ExportSheet session={first} shown={null} tabId={null} onClose={() => undefined} />, { ...data, exported: (watch) => ((signal = watch?.signal), data.exported?.(watch)) });
  fireEvent.click(button('Save file'));
  await expect.poll(bar).toBe(0);
  cleanup();
  await expect.poll(() => signal?.aborted).toBe(true);
  expect(commands).toEqual([]);
});
