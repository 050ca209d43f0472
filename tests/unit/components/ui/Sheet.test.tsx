// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, expect, it, vi } from 'vitest';
import { Sheet } from '../../../../components/ui/Sheet.tsx';
import { draw } from '../../../fakes/draw.tsx';

afterEach(() => void vi.restoreAllMocks());

function Page() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>Open</button>
      {isOpen ? <Sheet title="A sheet" onClose={() => setOpen(false)}>Its content</Sheet> : null}
    </>
  );
}

/** As browsers do it: they close at once and tell of it a task later. */
function closingLater(): () => void {
  const told: HTMLDialogElement[] = [];
  vi.spyOn(HTMLDialogElement.prototype, 'close').mockImplementation(function close(this: HTMLDialogElement) {
    if (!this.hasAttribute('open')) return;
    this.removeAttribute('open');
    told.push(this);
  });
  return () => told.splice(0).forEach((dialog) => dialog.dispatchEvent(new Event('close')));
}

const openSheet = (): Element | null => document.querySelector('dialog[open]');

it.each([
  ['its cross', () => fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }))],
  ['Esc', () => fireEvent(openSheet() as Element, new Event('cancel', { cancelable: true }))],
])('a sheet that is wanted again before the browser has told that it was closed by %s stays', (_, close) => {
  const tell = closingLater();
  draw(<Page />);
  expect(openSheet()).not.toBeNull();
  close();
  expect(openSheet()).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  expect(openSheet()).not.toBeNull();
  act(tell);
  expect(openSheet()).not.toBeNull();
});

it('the end of a choice of files inside a sheet does not close it', () => {
  draw(<Page />);
  fireEvent(screen.getByText('Its content'), new Event('cancel', { bubbles: true }));
  expect(openSheet()).not.toBeNull();
});
