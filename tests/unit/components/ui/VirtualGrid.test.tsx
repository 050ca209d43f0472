// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { VirtualGrid } from '../../../../components/ui/VirtualGrid.tsx';
import { draw } from '../../../fakes/draw.tsx';

const COLUMNS = [{ id: 'n', label: 'Number' }];
const keyAt = (index: number): string => `k${index}`;

function drawGrid(count: number, selected = -1, onKey?: (key: string, index: number) => boolean) {
  const onSelect = vi.fn<(index: number) => void>();
  const onOpen = vi.fn<(index: number) => void>();
  draw(<VirtualGrid id="g" label="Rows" columns={COLUMNS} count={count} keyAt={keyAt} cell={(index) => `row ${index}`} selected={selected} onSelect={onSelect} onOpen={onOpen} {...(onKey ? { onKey } : {})} />);
  return { grid: screen.getByRole('grid'), onSelect, onOpen };
}

describe('rows', () => {
  it('are drawn as far as they are near the view, and counted whole', () => {
    const { grid } = drawGrid(100_000);
    const drawn = grid.querySelectorAll('[data-index]');
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.length).toBeLessThan(80);
    expect(grid.getAttribute('aria-rowcount')).toBe('100001');
    expect(grid.querySelector<HTMLElement>('[role=rowgroup]')?.style.height).toBe('2200000px');
  });
  it('follow the scrolling', async () => {
    const { grid } = drawGrid(1000);
    grid.scrollTop = 22 * 500;
    fireEvent.scroll(grid);
    expect(await screen.findByText('row 500')).toBeTruthy();
    expect(screen.queryByText('row 0')).toBeNull();
    expect(screen.getByText('row 500').closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('502');
  });
});

describe('keyboard', () => {
  it.each([['ArrowDown', 6], ['ArrowUp', 4], ['Home', 0], ['End', 99]])('%s leads from row 5 to row %d', (key, to) => {
    const { grid, onSelect } = drawGrid(100, 5);
    fireEvent.keyDown(grid, { key });
    expect(onSelect).toHaveBeenCalledWith(to);
  });
  it('goes by pages and stops at the ends', () => {
    const { grid, onSelect } = drawGrid(100, 5);
    fireEvent.keyDown(grid, { key: 'PageDown' });
    expect(onSelect.mock.lastCall?.[0]).toBeGreaterThan(15);
    fireEvent.keyDown(grid, { key: 'PageUp' });
    expect(onSelect).toHaveBeenLastCalledWith(0);
  });
  it('begins at the first row where none is selected', () => {
    const { grid, onSelect } = drawGrid(3);
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(onSelect).toHaveBeenCalledWith(0);
  });
  it('opens with Enter, and leaves keys with Ctrl to the browser', () => {
    const { grid, onSelect, onOpen } = drawGrid(3, 1);
    fireEvent.keyDown(grid, { key: 'Enter' });
    fireEvent.keyDown(grid, { key: 'End', ctrlKey: true });
    expect(onOpen).toHaveBeenCalledWith(1);
    expect(onSelect).not.toHaveBeenCalled();
  });
  it('hands other keys on, and takes them only where they were wanted', () => {
    const { grid } = drawGrid(3, 1, (key) => key === 'ArrowLeft');
    expect(fireEvent.keyDown(grid, { key: 'ArrowLeft' })).toBe(false);
    expect(fireEvent.keyDown(grid, { key: 'x' })).toBe(true);
  });
});

describe('pointer', () => {
  it('selects with a click anywhere in the row, and opens with two', () => {
    const { onSelect, onOpen } = drawGrid(3);
    fireEvent.click(screen.getByText('row 2'));
    expect(onSelect).toHaveBeenCalledWith(2);
    fireEvent.dblClick(screen.getByText('row 2'));
    expect(onOpen).toHaveBeenCalledWith(2);
  });
});

it('names the active row only while it is drawn', async () => {
  const { grid } = drawGrid(1000, 2);
  expect(document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('row 2');
  grid.scrollTop = 22 * 500;
  fireEvent.scroll(grid);
  await screen.findByText('row 500');
  expect(grid.hasAttribute('aria-activedescendant')).toBe(false);
});
