// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { useTimeMode } from '../../../components/use-time-mode.ts';
import { draw } from '../../fakes/draw.tsx';

function Shown({ name }: { readonly name: string }) {
  const [mode, choose] = useTimeMode();
  return <button type="button" aria-label={name} onClick={() => choose('utc')}>{mode}</button>;
}

it('is one choice for all parts of a page, and is remembered', async () => {
  draw(<><Shown name="list" /><Shown name="timeline" /></>);
  expect(screen.getByLabelText('timeline').textContent).toBe('relative');
  fireEvent.click(screen.getByLabelText('list'));
  await expect.poll(() => screen.getByLabelText('timeline').textContent).toBe('utc');
  draw(<Shown name="another page" />);
  expect(screen.getByLabelText('another page').textContent).toBe('utc');
});
