// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { FieldTree } from '../../../../components/details/FieldTree.tsx';
import { demoDetails, demoFootstep } from '../../../fakes/demo-footsteps.ts';
import { demoSession } from '../../../fakes/demo-sessions.ts';
import { draw } from '../../../fakes/draw.tsx';

const details = demoDetails(demoFootstep(demoSession('s'), 1, 0, { name: 'the message' }));
const nodes = details.eventTrees[0] ?? [];
const press = (key: string, more: object = {}): void => void fireEvent.keyDown(screen.getByRole('tree'), { key, ...more });
const active = (): string => document.getElementById(screen.getByRole('tree').getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';

it('is walked, folded and unfolded with the keyboard, and copies the value', async () => {
  const { commands } = draw(<FieldTree label="Fields" nodes={nodes} ofFootstep />);
  press('ArrowDown');
  await expect.poll(active).toBe('Messagethe message');
  press('c', { ctrlKey: true });
  expect(commands).toEqual([['copy', 'the message']]);
  press('End');
  await expect.poll(active).toContain('Frames');
  expect(screen.queryByText('basket.js:41:17')).toBeNull();
  press('ArrowRight');
  expect(await screen.findByText('basket.js:41:17')).toBeTruthy();
  press('ArrowLeft');
  await expect.poll(() => screen.queryByText('basket.js:41:17')).toBeNull();
  press('ArrowLeft');
  await expect.poll(active).toBe('03 fields');
});

it('masks keys among the fields', async () => {
  draw(<FieldTree label="Fields" nodes={details.tree} ofFootstep />);
  expect(screen.queryByText('0123456789abcdef')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show masked keys' }));
  expect(await screen.findByText('0123456789abcdef')).toBeTruthy();
});
