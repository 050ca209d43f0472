// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { AppServicesProvider } from '../../../../components/app-services.ts';
import { CopyButton } from '../../../../components/ui/CopyButton.tsx';
import { fakeServices } from '../../../fakes/app-services.ts';
import { draw } from '../../../fakes/draw.tsx';

it('copies the whole text and says that it did', async () => {
  const { commands } = draw(<CopyButton text="9f3c51d0-whole" what="the session id" />);
  fireEvent.click(screen.getByRole('button', { name: 'Copy the session id' }));
  expect(await screen.findByText('Copied')).toBeTruthy();
  expect(commands).toEqual([['copy', '9f3c51d0-whole']]);
});

it('says where it could not', async () => {
  const services = { ...fakeServices(), copy: () => Promise.reject(new Error('no clipboard')) };
  draw(<AppServicesProvider value={services}><CopyButton text="x" what="it" /></AppServicesProvider>);
  fireEvent.click(screen.getByRole('button', { name: 'Copy it' }));
  expect(await screen.findByText('Copying failed')).toBeTruthy();
});
