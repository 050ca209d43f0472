// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, it } from 'vitest';
import { Tabs } from '../../../../components/ui/Tabs.tsx';
import { draw } from '../../../fakes/draw.tsx';

function Three() {
  const [selected, setSelected] = useState('a');
  return <Tabs label="Three" panelId="p" tabs={['a', 'b', 'c'].map((id) => ({ id, label: `tab ${id}` }))} selected={selected} onSelect={setSelected} />;
}
const chosen = (): string | null => screen.getAllByRole('tab').find((tab) => tab.getAttribute('aria-selected') === 'true')?.textContent ?? null;

it('goes round with the arrows, to the ends with Home and End, and takes the focus along', async () => {
  draw(<Three />);
  const list = screen.getByRole('tablist');
  for (const [key, expected] of [['ArrowLeft', 'tab c'], ['ArrowRight', 'tab a'], ['End', 'tab c'], ['Home', 'tab a']] as const) {
    fireEvent.keyDown(list, { key });
    await expect.poll(chosen).toBe(expected);
    expect(document.activeElement?.textContent).toBe(expected);
  }
  expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1, -1]);
});
