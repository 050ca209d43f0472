// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { DropTarget } from '../../../../components/imports/DropTarget.tsx';
import { ImportSheet } from '../../../../components/imports/ImportSheet.tsx';
import { useImport } from '../../../../components/imports/use-import.ts';
import { liveOf } from '../../../../lib/base/observable.ts';
import type { ImportResult } from '../../../../lib/domain/import.ts';
import type { FakeData } from '../../../fakes/app-services.ts';
import { demoImport } from '../../../fakes/demo-import.ts';
import { draw } from '../../../fakes/draw.tsx';

function Stage({ onShowAll = null }: { readonly onShowAll?: (() => void) | null }) {
  const state = useImport();
  return <DropTarget onFile={state.take}><ImportSheet state={state} onShowAll={onShowAll} onClose={() => undefined} /></DropTarget>;
}

const choose = (name = 'shop.footsteps.json'): void => void fireEvent.change(screen.getByLabelText('Choose a file', { selector: 'input' }), { target: { files: [new File(['{}'], name)] } });
const ending = (result: ImportResult): FakeData => ({ importing: { progress: liveOf({ step: 'importing', share: 1 }), done: Promise.resolve(result), cancel: () => undefined } });
const done = demoImport({ broken: 250, problems: [{ place: 'requests[3].url', message: 'expected text, found 5' }] });

it('shows how far an import is, and lets it be stopped', async () => {
  let cancelled = 0;
  const { commands } = draw(<Stage />, { importing: { progress: liveOf({ step: 'importing', share: 0.25 }), done: new Promise(() => undefined), cancel: () => cancelled++ } });
  choose();
  expect(commands).toEqual([['importFile', 'shop.footsteps.json']]);
  await screen.findByText('Importing shop.footsteps.json…');
  expect(screen.getByRole('progressbar', { hidden: true }).getAttribute('value')).toBe('0.25');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }));
  expect(cancelled).toBe(1);
});

it.each<[ImportResult, RegExp]>([
  [{ kind: 'done', import: done }, /shop\.footsteps\.json is imported: 12 sessions, 340 footsteps\..*250 broken places in the file were left out/],
  [{ kind: 'known', import: done }, /This file is imported already, as shop\.footsteps\.json\./],
  [{ kind: 'refused', message: 'version: expected at most 1, found 2' }, /other\.json was not imported: version: expected at most 1, found 2\./],
  [{ kind: 'cancelled' }, /Nothing of it was kept/],
])('says what became of it: %j', async (result, words) => {
  draw(<Stage />, ending(result));
  choose(result.kind === 'done' ? 'shop.footsteps.json' : 'other.json');
  await expect.poll(() => screen.getByRole('status', { hidden: true }).textContent).toMatch(words);
});

/** True: the page took it, and the browser does not open the file in its place. */
function drop(on: HTMLElement, dataTransfer: { readonly types: readonly string[]; readonly files: readonly File[] }): boolean {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
  on.dispatchEvent(event);
  return event.defaultPrevented;
}

it('takes a file that is dropped', () => {
  const { container, commands } = draw(<Stage />);
  const target = container.firstElementChild as HTMLElement;
  expect(drop(target, { types: ['text/plain'], files: [] })).toBe(false);
  expect(commands).toEqual([]);
  expect(drop(target, { types: ['Files'], files: [new File(['{}'], 'a.har')] })).toBe(true);
  expect(commands).toEqual([['importFile', 'a.har']]);
});

it('lists what is imported, with what is broken by place, to be read anew or removed', async () => {
  const { commands } = draw(<Stage />, { imports: [done, demoImport({ fileName: 'empty.json', counts: { sessions: 1, events: 2, requests: 0 } })] });
  expect(screen.getByRole('list', { name: 'Broken places in shop.footsteps.json', hidden: true }).textContent).toBe('requests[3].url expected text, found 5');
  expect(screen.getByText('249 more.')).toBeDefined();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Read empty.json anew', hidden: true }).disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Remove shop.footsteps.json', hidden: true }));
  fireEvent.click(screen.getByRole('button', { name: 'Read shop.footsteps.json anew', hidden: true }));
  expect(commands).toEqual([['removeImport', done.id], ['rereadImport', done.id]]);
});

it('a file that is dropped while another is imported waits for its turn, and each result is told', async () => {
  const first = Promise.withResolvers<ImportResult>();
  const { container, commands } = draw(<Stage />, { importing: { progress: liveOf({ step: 'importing', share: 0.5 }), done: first.promise, cancel: () => undefined } });
  const target = container.firstElementChild as HTMLElement;
  drop(target, { types: ['Files'], files: [new File(['{}'], 'a.har'), new File(['{}'], 'b.har')] });
  drop(target, { types: ['Files'], files: [new File(['{}'], 'c.har')] });
  await screen.findByText('After it: b.har, c.har.');
  expect(commands).toEqual([['importFile', 'a.har']]);
  first.resolve({ kind: 'refused', message: 'no archive and no HAR' });
  await expect.poll(() => screen.getByRole('status', { hidden: true }).textContent).toBe(['a', 'b', 'c'].map((name) => `${name}.har was not imported: no archive and no HAR.`).join(''));
  expect(commands).toEqual([['importFile', 'a.har'], ['importFile', 'b.har'], ['importFile', 'c.har']]);
});

it('who stops an import stops those that wait too, and each is told', async () => {
  const first = Promise.withResolvers<ImportResult>();
  const { container, commands } = draw(<Stage />, { importing: { progress: liveOf({ step: 'importing', share: 0.5 }), done: first.promise, cancel: () => first.resolve({ kind: 'cancelled' }) } });
  drop(container.firstElementChild as HTMLElement, { types: ['Files'], files: [new File(['{}'], 'a.har'), new File(['{}'], 'b.har')] });
  await screen.findByText('After it: b.har.');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }));
  await expect.poll(() => screen.getByRole('status', { hidden: true }).textContent).toMatch(/^(?=.*import of a\.har was stopped)(?=.*import of b\.har was stopped)/);
  expect(commands).toEqual([['importFile', 'a.har']]);
});
