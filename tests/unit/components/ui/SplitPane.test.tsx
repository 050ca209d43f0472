// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { SplitPane } from '../../../../components/ui/SplitPane.tsx';
import { draw } from '../../../fakes/draw.tsx';

const pane = (fixed: 'first' | 'second') => <SplitPane name="test" label="Width" direction="row" fixed={fixed} initial={300} min={200}>{[<p key="a">a</p>, <p key="b">b</p>]}</SplitPane>;
const size = (): number => Number(screen.getByRole('separator').getAttribute('aria-valuenow'));
const press = (key: string): void => void fireEvent.keyDown(screen.getByRole('separator'), { key });

it('moves with the arrows, within its bounds', async () => {
  draw(pane('first'));
  expect(size()).toBe(300);
  press('ArrowRight');
  await expect.poll(size).toBe(316);
  press('Home');
  await expect.poll(size).toBe(200);
  press('ArrowLeft');
  await expect.poll(size).toBe(200);
});

it('moves the bar the way of the arrow also where the second pane has the size', async () => {
  draw(pane('second'));
  press('ArrowRight');
  await expect.poll(size).toBe(284);
});

it('remembers its place, and goes back with a double click', async () => {
  draw(pane('first'));
  press('ArrowRight');
  await expect.poll(size).toBe(316);
  cleanup();
  draw(pane('first'));
  expect(size()).toBe(316);
  fireEvent.dblClick(screen.getByRole('separator'));
  await expect.poll(size).toBe(300);
});
