// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { AppServicesProvider } from '../../../../components/app-services.ts';
import { Undrawn } from '../../../../components/Undrawn.tsx';
import { Notes } from '../../../../components/ui/Notes.tsx';
import { DEFAULT_SETTINGS } from '../../../../lib/domain/settings.ts';
import { GOOD_STORE } from '../../../../lib/domain/store-state.ts';
import { draw } from '../../../fakes/draw.tsx';
import { fakeServices } from '../../../fakes/app-services.ts';

it('is not there while the database can be used', () => {
  const { container } = draw(<Notes />);
  expect(container.textContent).toBe('');
});

it('comes when it cannot, and goes', async () => {
  const services = draw(<Notes />);
  services.sources.storeState.set({ ...GOOD_STORE, trouble: { kind: 'full' } });
  expect((await screen.findByRole('alert')).textContent).toContain('no room on the disk');
  services.sources.storeState.set(GOOD_STORE);
  await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

it('saves what can be read, and says what could not', async () => {
  const services = draw(<Notes />, { storeState: { ...GOOD_STORE, trouble: { kind: 'newer' } } });
  fireEvent.click(screen.getByRole('button', { name: 'Export what can be read' }));
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('Exported without 2 records that could not be read.'));
  expect(services.commands).toEqual([['exportReadable'], ['saveFile', 'demo.footsteps.json', '{}']]);
});

it('resets the database at the second click only', async () => {
  const services = draw(<Notes />, { storeState: { ...GOOD_STORE, damaged: 3 } });
  fireEvent.click(screen.getByRole('button', { name: 'Reset the database…' }));
  expect(services.commands).toEqual([]);
  fireEvent.click(await vi.waitFor(() => screen.getByRole('button', { name: 'Delete all that is recorded?' })));
  await vi.waitFor(() => expect(services.commands).toEqual([['resetStore']]));
});

it('says why a way out failed', async () => {
  const services = { ...fakeServices({ storeState: { ...GOOD_STORE, trouble: { kind: 'migration', error: 'x' } } }), exportReadable: () => Promise.reject(new Error('The database cannot be opened.')) };
  render(<AppServicesProvider value={services}><Notes /></AppServicesProvider>);
  fireEvent.click(screen.getByRole('button', { name: 'Export what can be read' }));
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('The database cannot be opened.'));
});

it('offers nothing but a restart where another page holds the database', () => {
  const services = draw(<Notes />, { storeState: { ...GOOD_STORE, trouble: { kind: 'blocked' } } });
  const [only, ...more] = screen.getAllByRole('button');
  expect([only?.textContent, more.length]).toEqual(['Restart Footsteps', 0]);
  if (only) fireEvent.click(only);
  expect(services.commands).toEqual([['restart']]);
});

it('settings that cannot be read are told', () => {
  draw(<Notes />, { settings: { settings: DEFAULT_SETTINGS, problem: { kind: 'damagedParts', parts: ['retention'] } } });
  expect(screen.getByRole('alert').textContent).toContain('how much is kept');
});

it('a page that cannot be drawn says so, with the ways out, and can be tried again', async () => {
  let isBroken = true;
  function Page() {
    if (isBroken) throw new TypeError('counts of undefined');
    return <p>drawn</p>;
  }
  draw(<Undrawn><Page /></Undrawn>);
  expect((await screen.findByRole('alert')).textContent).toContain('counts of undefined');
  expect(screen.getByRole('button', { name: 'Export what can be read' })).toBeTruthy();
  isBroken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('drawn');
});
