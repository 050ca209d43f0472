// @vitest-environment happy-dom
import { screen } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { lazy } from '../../../../components/ui/Lazy.tsx';
import { draw } from '../../../fakes/draw.tsx';

const Part = ({ name }: { readonly name: string }) => <p>{`part ${name}`}</p>;

it('draws nothing until its script is there, and then what it is of', async () => {
  const Later = lazy(() => Promise.resolve(Part));
  const { container } = draw(<Later name="a" />);
  expect(container.textContent).toBe('');
  expect(await screen.findByText('part a')).toBeTruthy();
});

it('is drawn at once where it was loaded ahead, and is loaded once', async () => {
  const load = vi.fn<() => Promise<typeof Part>>(() => Promise.resolve(Part));
  const Later = lazy(load);
  await Promise.all([Later.load(), Later.load()]);
  const { container } = draw(<><Later name="a" /><Later name="b" /></>);
  expect(container.textContent).toBe('part apart b');
  expect(load).toHaveBeenCalledTimes(1);
});

it('says where it could not be loaded, and tries again when it is drawn anew', async () => {
  const load = vi.fn<() => Promise<typeof Part>>().mockRejectedValueOnce(new Error('gone')).mockResolvedValue(Part);
  const Later = lazy(load);
  draw(<Later name="a" />);
  expect(await screen.findByText('This part could not be loaded')).toBeTruthy();
  draw(<Later name="b" />);
  expect(await screen.findByText('part b')).toBeTruthy();
});
